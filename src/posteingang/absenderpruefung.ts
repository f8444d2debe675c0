/** What a header says of people; the name is chosen by the sender and proves nothing. */
export interface Absenderangaben {
  from: readonly { name: string; address: string }[];
  replyTo: readonly { name: string; address: string }[];
}

/** Our own names, by which others could pretend to be one of us. */
export interface EigeneNamen {
  behoerde: string;
  /** Domains from which our own mail comes. */
  domains: readonly string[];
}

const domainOf = (address: string): string => {
  const at = address.lastIndexOf('@');
  return at < 0
    ? ''
    : address
        .slice(at + 1)
        .toLowerCase()
        .replace(/\.$/, '');
};

const isWithin = (domain: string, parent: string): boolean =>
  domain === parent || domain.endsWith(`.${parent}`);

/** The last two labels: enough to see whether two addresses belong together. */
const baseOf = (domain: string): string => domain.split('.').slice(-2).join('.');

const letters = {
  lateinische: /\p{Script=Latin}/u,
  griechische: /\p{Script=Greek}/u,
  kyrillische: /\p{Script=Cyrillic}/u,
};

/** A word of letters that look alike and come from several alphabets. */
const isMixed = (text: string): boolean =>
  text
    .normalize('NFC')
    .split(/[^\p{L}\p{M}]+/u)
    .some((word) => Object.values(letters).filter((one) => one.test(word)).length > 1);

const addressIn = /[^\s<>"'(),;:]{1,64}@((?:[\p{L}\p{N}-]{1,63}\.){1,6}\p{L}{2,24})/u;
const domainIn =
  /(?:^|[\s("'<])(?:https?:\/\/|www\.)?((?:[\p{L}\p{N}-]{1,63}\.){1,6}(?:de|com|org|net|eu|info|gov|example))(?=$|[\s)"'>/])/iu;

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const ofName = (name: string, domain: string, own: EigeneNamen): string[] => {
  const isOwn = own.domains.some((one) => isWithin(domain, one.toLowerCase()));
  const claimed = (addressIn.exec(name)?.[1] ?? domainIn.exec(name)?.[1] ?? '').toLowerCase();
  const warnings: string[] = [];
  if (claimed !== '' && baseOf(claimed) !== baseOf(domain))
    warnings.push(
      `Der Anzeigename nennt „${claimed}“, die Nachricht kommt aber von einer Adresse bei „${domain}“.`,
    );
  const named = plain(own.behoerde);
  // A single word such as "Stadtverwaltung" is everybody's.
  if (!isOwn && named.includes(' ') && ` ${plain(name)} `.includes(` ${named} `))
    warnings.push(
      `Der Anzeigename nennt die eigene Behörde, die Adresse gehört aber zu „${domain}“.`,
    );
  if (isMixed(name))
    warnings.push(
      'Der Anzeigename mischt Buchstaben verschiedener Alphabete, die sich ähnlich sehen.',
    );
  return warnings;
};

const ofDomain = (domain: string): string[] =>
  isMixed(domain) || domain.split('.').some((label) => label.startsWith('xn--'))
    ? [
        `Die Absenderdomain „${domain}“ enthält Zeichen, die anderen ähnlich sehen können. Bitte genau lesen.`,
      ]
    : [];

const ofReply = (domain: string, replyTo: Absenderangaben['replyTo']): string[] => {
  const elsewhere = replyTo.find(({ address }) => {
    const other = domainOf(address);
    return other !== '' && baseOf(other) !== baseOf(domain);
  });
  return elsewhere === undefined
    ? []
    : [`Antworten gehen an eine andere Domain als die des Absenders: ${elsewhere.address}.`];
};

/**
 * Sentences about what looks like a false sender; empty where nothing does. They are reasons to look, never a
 * decision: honest mails have such heads too.
 */
export const pruefeAbsender = (head: Absenderangaben, own: EigeneNamen): string[] => {
  const [sender, ...others] = head.from;
  if (sender === undefined || sender.address === '')
    return ['Die Nachricht nennt keine Absenderadresse.'];
  const domain = domainOf(sender.address);
  return [
    ...(others.length > 0
      ? [`Die Nachricht nennt ${head.from.length} Absender; gezeigt wird der erste.`]
      : []),
    ...ofName(sender.name, domain, own),
    ...ofDomain(domain),
    ...ofReply(domain, head.replyTo),
  ];
};
