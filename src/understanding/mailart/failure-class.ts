import type { FailureClass } from './mail-kind.js';

const byText: readonly (readonly [FailureClass, RegExp])[] = [
  [
    'postfach-voll',
    /quota|(mailbox|postfach|speicherplatz|briefkasten)\b.{0,40}(is |ist )?(full|voll|exceeded|überschritten|erschöpft|belegt)|over ?quota|insufficient (storage|space)|kein speicherplatz/i,
  ],
  [
    'zu-gross',
    /(message|mail|nachricht|e-mail)\b.{0,30}(too (big|large)|zu groß|size exceeds|exceeds .{0,20}size)|size limit|maximale? (nachrichten)?größe/i,
  ],
  ['schleife', /loop(s|ing)?\b|too many hops|hop count|mailschleife|zu viele (hops|stationen)/i],
  [
    'domain-unbekannt',
    /(host|domain|name) (or domain name )?(not found|unknown|unbekannt)|no such (host|domain)|unrouteable|unroutable|nxdomain|domain .{0,60}(does not exist|existiert nicht)|(domain|domäne) .{0,40}(unbekannt|nicht gefunden)|no route to|all relevant mx records|illegal host|bad destination system|nullmx/i,
  ],
  [
    'postfach-gesperrt',
    /(account|mailbox|user|konto|postfach)\b.{0,40}(disabled|inactive|suspended|locked|deaktiviert|gesperrt|inaktiv|not active|blocked)|address no longer|no longer (valid|in use|active)/i,
  ],
  [
    'adresse-unbekannt',
    /(user|recipient|mailbox|address|account|addressee|empfänger|adresse|postfach|benutzer|alias)\b.{0,60}(unknown|not (be )?found|unavailable|does ?n[o']t exist|invalid|unbekannt|existiert nicht|nicht existiert|nicht gefunden|nicht vorhanden|ungültig|no such|not listed|rejected)|(unknown|invalid|no such|bad|unbekannte[rs]?|ungültige[rs]?) (local )?(user|recipient|mailbox|address|account|person|empfänger|adresse|benutzer)|no mailbox here|kein(en)? .{0,30}(postfach|empfänger)|doesn't have a .{0,40}account/i,
  ],
  [
    'abgewiesen',
    /spam|blocked|blacklist|blocklist|block list|policy|rejected|refused|denied|dmarc|spf|virus|content|not allowed|not authori[sz]ed|abgewiesen|abgelehnt|verweigert|nicht (gestattet|erlaubt|berechtigt)|richtlinie|reputation|relay/i,
  ],
  [
    'frist-abgelaufen',
    /retry time(out)? (not )?(exceeded|reached)|(delivery|queue|message) (time|expired)|expired|too long in (the )?queue|been in the queue too long|aufgegeben|giving up|frist/i,
  ],
  [
    'server-nicht-erreichbar',
    /time(d)? ?out|connection|connect|refused|unreachable|greylist|try again|später|temporar|vorübergehend|nicht erreichbar|lost|keine antwort|not respond/i,
  ],
];

const byStatus: readonly (readonly [RegExp, FailureClass])[] = [
  [/^[45]\.1\.(2|8)$|^5\.4\.(0|3|4)$|^5\.1\.10$|^4\.4\.3$/, 'domain-unbekannt'],
  [/^[45]\.1\.(0|1|3|4|6)$/, 'adresse-unbekannt'],
  [/^[45]\.2\.2$/, 'postfach-voll'],
  [/^[45]\.2\.1$/, 'postfach-gesperrt'],
  [/^[45]\.(2\.3|3\.4)$/, 'zu-gross'],
  [/^[45]\.4\.6$|^5\.4\.14$/, 'schleife'],
  [/^[45]\.4\.7$/, 'frist-abgelaufen'],
  [/^[45]\.[67]\./, 'abgewiesen'],
  [/^4\.[34]\./, 'server-nicht-erreichbar'],
];

/** The status of RFC 3463 tells it where it is exact; what the server said tells more than `5.0.0`. */
export const failureClassOf = (status: string | undefined, diagnostic: string): FailureClass => {
  const exact = byStatus.find(([pattern]) => status !== undefined && pattern.test(status))?.[1];
  // 5.1.10 means "null MX" after RFC 7505, but Exchange uses it for a recipient that it does not know.
  if (status === '5.1.10' && /recipient|empfänger/i.test(diagnostic)) return 'adresse-unbekannt';
  return exact ?? byText.find(([, pattern]) => pattern.test(diagnostic))?.[0] ?? 'sonstiges';
};
