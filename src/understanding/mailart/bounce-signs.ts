/** Words of a mail server about a mail that did not arrive, or not yet. */
export interface BounceSign {
  points: number;
  delayed: boolean;
  pattern: RegExp;
}

const failed = (points: number, pattern: RegExp): BounceSign => ({
  points,
  delayed: false,
  pattern,
});
const delayed = (points: number, pattern: RegExp): BounceSign => ({
  points,
  delayed: true,
  pattern,
});

// Delays stand first: their words are the more exact ones ("delivery status notification (delay)").

/** Signs at the beginning of a subject. */
export const subjectSigns: readonly BounceSign[] = [
  failed(
    3,
    /^(ihre )?(nachricht|e-?mail|mail)( an .{1,80})? wurde (leider )?(abgewiesen|abgelehnt|zurückgewiesen|nicht angenommen)/i,
  ),
  delayed(3, /^delayed mail\b/i),
  delayed(3, /^warning:? (could not send message|message .{1,60}delayed|delivery delayed)/i),
  delayed(
    3,
    /^(mail |message )?(delivery (is )?(temporarily )?delayed|delay(ed)? (notification|delivery))/i,
  ),
  delayed(3, /^delivery status notification ?\(.{0,20}delay/i),
  delayed(3, /^delivery (delayed|warning)/i),
  delayed(
    3,
    /^(benachrichtigung (zum|über den) )?(übermittlungs|zustellungs?)status ?.{0,20}\(?verzöger/i,
  ),
  delayed(3, /^(verzögert|verspätet)\s*:/i),
  delayed(
    3,
    /^(zustellung|auslieferung|übermittlung|(e-?)?mail-?zustellung|nachricht) (verzögert|verspätet)( sich)?\b/i,
  ),
  delayed(3, /^(zustell|übermittlungs|auslieferungs)verzögerung/i),
  delayed(3, /^warnung: .{0,60}(noch nicht|verzögert)/i),
  delayed(
    3,
    /^(ihre )?(nachricht|e-?mail) (konnte )?(noch nicht|bisher nicht) (zugestellt|ausgeliefert)/i,
  ),
  failed(3, /^undelivered mail\b/i),
  failed(3, /^(mail )?undeliver(able|ed)( mail| message| e-?mail)?\s*(:|$|-|\()/i),
  failed(3, /^(mail |message |e-?mail )?returned( to sender| mail\b.{0,3})?\s*:/i),
  failed(3, /^returned mail\b/i),
  failed(
    3,
    /^(mail |message |e-?mail )?delivery (status notification|fail(ed|ure)|error|problem|report|notification|has failed|unsuccessful)/i,
  ),
  failed(
    3,
    /^(mail|message|e-?mail) (delivery )?(system )?(error|failure|failed|could not be delivered|not delivered|undeliverable|status report)/i,
  ),
  failed(
    3,
    /^(failure notice|failure delivery|failed mail|nondeliverable mail|non[- ]?delivery (report|notification|notice))/i,
  ),
  failed(
    3,
    /^(rejected|blocked|bounced) (mail|message|e-?mail)|^\**\s*message you sent (was )?blocked/i,
  ),
  failed(3, /^(could not|cannot|can't|unable to) (send|deliver) (message|mail|your)/i),
  failed(3, /^your (message|e-?mail) (could not|cannot|was not|has been (rejected|blocked))/i),
  failed(3, /^(mailbox (full|unavailable|disabled)|user unknown|over quota)\b/i),
  failed(
    3,
    /^(unzustellbar|nicht zustellbar|unzustellbare? (e-?mail|nachricht|mail))\s*(:|$|-|\()/i,
  ),
  failed(
    3,
    /^(benachrichtigung (zum|über den) )?(übermittlungs|zustellungs?)status ?.{0,20}\(?(fehl|unzustell|fehler)/i,
  ),
  failed(3, /^benachrichtigung (zum|über den) (übermittlungs|zustell(ungs)?)status/i),
  failed(
    3,
    /^(fehler|problem) (bei|beim) (der |dem )?(e-?mail-?|nachrichten-?)?(zustellung|übermittlung|auslieferung|versand|mailversand)/i,
  ),
  failed(
    3,
    /^(zustellung|auslieferung|übermittlung|(e-?)?mail-?zustellung)( ihrer (nachricht|e-?mail))? (ist )?(fehlgeschlagen|gescheitert|nicht möglich|nicht erfolgt)/i,
  ),
  failed(3, /^(un|nicht)zustellbarkeits(bericht|nachricht|meldung|benachrichtigung)/i),
  failed(3, /^(zustell|übermittlungs|mail)fehler\s*(:|$|-)/i),
  failed(
    3,
    /^(ihre )?(nachricht|e-?mail|mail)( an .{1,80})? (wurde|konnte|kann|ist)( leider)? (nicht|un)\s?(zugestellt|ausgeliefert|zustellbar|übermittelt)/i,
  ),
  failed(
    3,
    /^(nachricht|e-?mail|mail) (nicht zustellbar|unzustellbar|nicht zugestellt|abgewiesen|abgelehnt)/i,
  ),
  failed(2, /^(rückläufer|zurückgewiesene? (e-?mail|nachricht)|mail zurück)\b/i),
];

/** Signs in the text, as templates of mail servers have them. */
export const textSigns: readonly BounceSign[] = [
  failed(
    4,
    /(nachricht|e-?mail)[^.]{0,120}(abgewiesen|abgelehnt|zurückgewiesen|nicht angenommen)/i,
  ),
  delayed(4, /this is a warning only/i),
  delayed(
    4,
    /(message|mail|e-?mail).{0,60}(has not (yet )?been delivered|(could not|cannot) be delivered for (more than|at least)|not yet been delivered)/i,
  ),
  delayed(3, /(do not need to|no need to|need not) resend (your|the) (message|mail)/i),
  delayed(
    3,
    /(will (continue|keep|be) (trying|retried|to try)|(still )?being retried|delivery attempts will continue|will be retried)/i,
  ),
  delayed(4, /delivery (to|of).{0,120}(has been |is |was )?(delayed|deferred)/i),
  delayed(
    4,
    /(konnte|wurde|ist)( ihre nachricht| ihre e-?mail| die nachricht)?[^.]{0,80}(noch|bisher|bislang) nicht [^.]{0,40}(zugestellt|ausgeliefert|übermittelt)/i,
  ),
  delayed(3, /(zustellung|auslieferung|übermittlung)[^.]{0,60}(verzögert|verspätet)/i),
  delayed(
    3,
    /(zustellversuche?|versuche?)[^.]{0,60}(werden? |wird )?(fortgesetzt|wiederholt|weiterhin)|wird[^.]{0,60}(weiterhin|weiter|erneut) versuch/i,
  ),
  delayed(
    3,
    /(brauchen|müssen)[^.]{0,40}(nachricht|e-?mail)? ?nicht (noch einmal|erneut|nochmals?) (zu )?(senden|schicken|versenden)/i,
  ),
  failed(
    4,
    /(message|mail|e-?mail)[^.]{0,40}(could not|cannot|couldn'?t|can'?t|was not|wasn'?t) (be )?(delivered|sent)[^.]{0,60}(to|recipient|address|for the following)/i,
  ),
  failed(
    4,
    /i('m| am) sorry to have to inform you|i wasn'?t able to deliver your message|this is a permanent error; i('|’)?ve given up/i,
  ),
  failed(4, /delivery (to|of)[^.]{0,120}(has )?(failed|not possible|was unsuccessful)/i),
  failed(
    4,
    /(the )?following (address(es|\(es\))?|recipients?(\(s\))?)[^.]{0,60}(failed|fatal|permanent|undeliver|could not be reached|were not|problems?|rejected)/i,
  ),
  failed(4, /had permanent (fatal )?(delivery )?errors|permanent (fatal )?errors? ?-----/i),
  failed(
    4,
    /did not reach the following recipient|could not be delivered to (one or more|the following|all)/i,
  ),
  failed(
    4,
    /(your message|message you sent)[^.]{0,80}(wasn'?t delivered|couldn'?t be delivered|(was|has been) (rejected|returned|blocked|bounced|not delivered))/i,
  ),
  failed(4, /a message that you sent could not be delivered/i),
  failed(4, /(nachricht|e-?mail)[^.]{0,80}(empfänger|adressaten?|ziel)[^.]{0,40}nicht erreicht/i),
  failed(
    3,
    /transcript of session follows|reason(s)? for (the )?(failure|non-?delivery|rejection)|remote (server|host) (said|returned|responded|answered)/i,
  ),
  failed(
    4,
    /(ihre|die|diese)[^.]{0,20} (nachricht|e-?mail|mail)[^.]{0,160}(konnte|kann|wurde|ist)?[^.]{0,100}(nicht|un)\s?(zugestellt|ausgeliefert|übermittelt|zustellbar|zugesandt)/i,
  ),
  failed(
    4,
    /(konnte|kann|wurde)[^.]{0,100}(nachricht|e-?mail|mail)[^.]{0,120}nicht[^.]{0,30}(zugestellt|zustellen|ausgeliefert|übermittelt)/i,
  ),
  failed(
    4,
    /(fehler|problem)[^.]{0,20}(bei|während) der (zustellung|auslieferung|übermittlung)|(zustellung|auslieferung|übermittlung)[^.]{0,120}(fehlgeschlagen|gescheitert|nicht möglich|dauerhaft)/i,
  ),
  failed(
    4,
    /folgende[rsn]? (empfänger|adressen?|adressaten?)[^.]{0,80}(nicht erreich|fehlgeschlagen|nicht zugestellt|fehlerhaft|unbekannt|konnte)/i,
  ),
  failed(
    3,
    /(diese|die)[^.]{0,20}nachricht wurde automatisch (vom|durch das) (mail|e-?mail)-?(system|server)|automatisch (vom|durch das) (mail|e-?mail)-?(system|server)[^.]{0,20} (erstellt|erzeugt|generiert)/i,
  ),
  failed(
    3,
    /(empfänger(server)?|gegenseite|zielserver|server des empfängers|mailserver)[^.]{0,60}(antwortete|meldete?|gemeldet|hat[^.]{0,40}(abgelehnt|abgewiesen|zurückgewiesen))/i,
  ),
];

/** Words that a daemon by its address only uses for one thing; from anybody else they mean nothing. */
export const daemonWords =
  /\b(undeliver(able|ed)|not (be )?delivered|non-?delivery|returned mail|user unknown|unknown user|unzustellbar|nicht zustellbar|nicht (zugestellt|ausgeliefert|übermittelt)|zustellfehler|mailbox (full|unavailable)|nicht angenommen|existiert nicht|nicht existiert)\b/i;

/** What stands before the copy of the mail that comes back. */
export const copyMarker =
  /^[ \t>]*(-{2,}\s*(below this line is a copy|this is a copy of|returned (mail|message)|original message|ursprüngliche nachricht|kopie|es folgt|hier folgt|nachfolgend|the (body|header)|unsent message|undelivered message|unzustellbare|ihre (ursprüngliche )?nachricht|zurückgesandte).*|(original message headers|ursprüngliche nachrichtenkopfzeilen|message header follows|message headers? follows?)\b.*|return-path\s*:\s*<.*)$/im;

/** An answer of an SMTP server, such as `550 5.1.1` or `said: 554`. */
export const smtpReply =
  /(?<![\d.])[45]\d\d[ -]#?[45]\.\d{1,3}\.\d{1,3}(?![\d.])|(said|responded|returned|error|fehler|status|code|antwort|meldete)\b.{0,20}[:=( ]\s*"?[45]\d\d\b|#[45]\d\d [45]\.\d\.\d|(?<![\d.])[45]\d\d (user|mailbox|recipient|unknown|no such|sorry|requested|message|rejected|relay|invalid|address)/i;
