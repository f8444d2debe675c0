import { worded } from './bounce-worded.js';
import type { Shape } from './sample-message.js';

/** Written after the signs had been mended for the first unseen half; two of twelve were missed then. */
export const freshWordedShapes: readonly Shape[] = [
  [
    'mdaemon',
    (f) =>
      worded(f, {
        from: `MDaemon at ${f.host} <MDaemon@${f.host}>`,
        subject: 'Warning: message delivery problem',
        text: `The following data may contain sensitive information.\n\nThe attached message had PERMANENT fatal delivery errors!\n\nAfter one or more unsuccessful delivery attempts the attached message has\nbeen removed from the mail queue on this server.\n\nFailed address: ${f.to}\n\n--- Session Transcript ---\n--> RCPT To:<${f.to}>\n<-- 550 5.1.1 no such user`,
      }),
  ],
  [
    'communigate',
    (f) =>
      worded(f, {
        from: `<MAILER-DAEMON@${f.host}>`,
        subject: 'Undeliverable mail: your mail',
        text: `Failed to deliver to '${f.to}'\nLOCAL module(account ${f.to.split('@')[0]}) reports:\n account is full (quota exceeded)`,
      }),
  ],
  [
    'vereinsserver',
    (f) =>
      worded(f, {
        from: `Mail-Administrator <postmaster@${f.host}>`,
        subject: 'E-Mail konnte nicht zugestellt werden',
        nullSender: true,
        text: `Lieber Absender,\n\nfür ${f.to} gibt es bei uns keinen Briefkasten (mehr).\n\nIhr Mailserver von ${f.domain}`,
      }),
  ],
  [
    'schulserver',
    (f) =>
      worded(f, {
        from: `Mail Delivery System <MAILER-DAEMON@${f.host}>`,
        subject: 'Unzustellbare Nachricht wird zurückgesandt',
        text: `Dies ist das Mailsystem auf ${f.host}.\n\nLeider müssen wir Ihnen mitteilen, dass Ihre Nachricht einen oder mehrere\nEmpfänger nicht erreicht hat.\n\n<${f.to}>: unbekannter Benutzer`,
      }),
  ],
  [
    'webpost-gesperrt',
    (f) =>
      worded(f, {
        from: `FreiMail Postmaster <postmaster@${f.domain}>`,
        subject: `Rückmeldung zu Ihrer Nachricht an ${f.to}`,
        nullSender: true,
        text: `Das Postfach ${f.to} ist gesperrt. Ihre Nachricht konnte daher nicht zugestellt werden.\n\nFehlermeldung: 550 5.2.1 mailbox disabled`,
      }),
  ],
  [
    'hoster-groesse',
    (f) =>
      worded(f, {
        from: `mailer-daemon@${f.domain}`,
        subject: 'Mail zu groß',
        text: `Die Nachricht an <${f.to}> überschreitet die zulässige Größe und wurde nicht angenommen.\n\n552 5.3.4 Message size exceeds fixed limit`,
      }),
  ],
  [
    'wolke',
    (f) =>
      worded(f, {
        from: `Microsoft Outlook <postmaster@${f.domain}>`,
        subject: `Undeliverable: ${f.subject}`,
        text: `Your message to ${f.to} couldn't be delivered.\n\n${f.to.split('@')[0]} wasn't found at ${f.domain}.\n\nStatus code: 550 5.1.10`,
      }),
  ],
  [
    'wolke-verzoegert',
    (f) =>
      worded(f, {
        from: `Microsoft Outlook <postmaster@${f.domain}>`,
        subject: `Delivery delayed: ${f.subject}`,
        late: true,
        text: `Delivery to these recipients or groups is delayed:\n\n${f.to}\n\nThis message hasn't been delivered yet. Delivery will continue to be attempted.`,
      }),
  ],
  [
    'kasten-verzoegert',
    (f) =>
      worded(f, {
        from: `Mailer-Daemon <mailer-daemon@${f.domain}>`,
        subject: 'Verzögerte Zustellung Ihrer E-Mail',
        late: true,
        text: `Ihre E-Mail an ${f.to} konnte seit 4 Stunden noch nicht ausgeliefert werden.\nWir versuchen es weiter. Sie brauchen nichts zu tun.`,
      }),
  ],
  [
    'relay-knapp',
    (f) =>
      worded(f, {
        from: `"Mail Delivery Subsystem" <mailer-daemon@${f.host}>`,
        subject: 'Rejected mail',
        text: `Host ${f.host} rejected recipient ${f.to}: 550 relaying denied`,
      }),
  ],
  [
    'firewall',
    (f) =>
      worded(f, {
        from: `Mail-Gateway <postmaster@${f.domain}>`,
        subject: 'Message rejected',
        nullSender: true,
        text: `Your message to ${f.to} has been rejected by our content filter.\nReason: attachment type not allowed.`,
      }),
  ],
  [
    'kein-server',
    (f) =>
      worded(f, {
        from: `Mail Delivery System <MAILER-DAEMON@${f.host}>`,
        subject: 'Mail Delivery Problem',
        text: `Could not deliver your mail to ${f.to}.\nNo MX or A records for ${f.domain}`,
      }),
  ],
];

/** A third round; four of ten were missed at first, then the signs were mended. */
export const lastWordedShapes: readonly Shape[] = [
  [
    'post-office',
    (f) =>
      worded(f, {
        from: `<postmaster@${f.host}>`,
        subject: 'Mail System Error - Returned Mail',
        nullSender: true,
        text: `This Message was undeliverable due to the following reason:\n\nThe user(s) account is temporarily over quota.\n\n<${f.to}>`,
      }),
  ],
  [
    'imail',
    (f) =>
      worded(f, {
        from: `Postmaster <postmaster@${f.host}>`,
        subject: 'Undeliverable Mail',
        text: `Unknown host: ${f.to}\n\nOriginal message follows.`,
      }),
  ],
  [
    'stadtwerke',
    (f) =>
      worded(f, {
        from: `Mailsystem Stadtwerke <mailer-daemon@${f.domain}>`,
        subject: 'Information zu Ihrer E-Mail',
        text: `Ihre E-Mail vom 19.10.2026 an ${f.to} kann nicht angenommen werden, da die Adresse nicht existiert.`,
      }),
  ],
  [
    'klinik',
    (f) =>
      worded(f, {
        from: `E-Mail-Gateway <postmaster@${f.domain}>`,
        subject: 'Ihre E-Mail wurde abgewiesen',
        nullSender: true,
        text: `Ihre E-Mail an ${f.to} wurde von unserem Gateway abgewiesen, weil der Anhang verschlüsselt ist.`,
      }),
  ],
  [
    'uni-verzoegert',
    (f) =>
      worded(f, {
        from: `Mail Delivery Subsystem <MAILER-DAEMON@${f.host}>`,
        subject: 'Zustellung Ihrer Nachricht verzögert sich',
        late: true,
        text: `Ihre Nachricht an ${f.to} liegt seit 4 Stunden in der Warteschlange.\nEs wird weiter versucht, sie zuzustellen.`,
      }),
  ],
  [
    'hoster-englisch',
    (f) =>
      worded(f, {
        from: `Mail Delivery System <mailer-daemon@${f.host}>`,
        subject: 'Mail delivery failed',
        text: `Sorry, we were unable to deliver your message to the following address.\n\n<${f.to}>:\nNo such user (${f.to})`,
      }),
  ],
  [
    'exchange-2010',
    (f) =>
      worded(f, {
        from: `Microsoft Exchange <postmaster@${f.domain}>`,
        subject: `Unzustellbar: ${f.subject}`,
        text: `Fehler bei der Zustellung an folgende Empfänger oder Verteilerlisten:\n\n${f.to}\nDas Postfach des Empfängers ist voll und kann zurzeit keine Nachrichten annehmen.`,
      }),
  ],
  [
    'gruppe-verzoegert',
    (f) =>
      worded(f, {
        from: `Mail Delivery System <Mailer-Daemon@${f.host}>`,
        subject: `Warning: message 1aBcDe-000Xyz-01 delayed 72 hours`,
        late: true,
        text: `This message was created automatically by mail delivery software.\n\nThe following address has not been reached so far:\n  ${f.to}\n    host ${f.host}: 451 try again later\n\nNo action is required on your part.`,
      }),
  ],
  [
    'verein-knapp',
    (f) =>
      worded(f, {
        from: `Postmaster <postmaster@${f.domain}>`,
        subject: `Unzustellbar: ${f.subject}`,
        text: `${f.to}: unbekannt`,
      }),
  ],
  [
    'spamfilter-deutsch',
    (f) =>
      worded(f, {
        from: `Mailfilter <noreply@${f.domain}>`,
        subject: 'Ihre Nachricht wurde nicht zugestellt',
        nullSender: true,
        text: `Ihre Nachricht an ${f.to} wurde als Spam eingestuft und nicht ausgeliefert.`,
      }),
  ],
];

/** Written after the last change of a sign; none was changed for these. */
export const untunedWordedShapes: readonly Shape[] = [
  [
    'zimbra',
    (f) =>
      worded(f, {
        from: `Mail Delivery System <MAILER-DAEMON@${f.host}>`,
        subject: 'Nicht zugestellte Nachricht zurück an Absender',
        text: `Das Mailsystem ${f.host} konnte Ihre Nachricht nicht an alle Empfänger übergeben.\n\n<${f.to}>: 550 5.1.1 kein solcher Benutzer`,
      }),
  ],
  [
    'axigen',
    (f) =>
      worded(f, {
        from: `Mail Server <postmaster@${f.host}>`,
        subject: 'Delivery failed',
        nullSender: true,
        text: `The mail server at ${f.host} could not deliver your message to ${f.to}.\nThe remote server replied: 550 mailbox not found`,
      }),
  ],
  [
    'kerio',
    (f) =>
      worded(f, {
        from: `Mail Delivery Subsystem <postmaster@${f.host}>`,
        subject: 'Delivery Notification: Delivery has failed',
        text: `This report relates to a message you sent.\n\nYour message cannot be delivered to the following recipients:\n\n  Recipient address: ${f.to}\n  Reason: Illegal host/domain name found`,
      }),
  ],
  [
    'provider-inaktiv',
    (f) =>
      worded(f, {
        from: `FreiMail Kundenservice <mailer-daemon@${f.domain}>`,
        subject: 'Empfänger nicht erreichbar',
        text: `Guten Tag,\n\ndas Postfach ${f.to} wurde seit längerer Zeit nicht genutzt und nimmt keine Nachrichten mehr an.`,
      }),
  ],
  [
    'provider-voll',
    (f) =>
      worded(f, {
        from: `TelePost E-Mail <postmaster@${f.domain}>`,
        subject: 'Unzustellbare E-Mail',
        nullSender: true,
        text: `Ihre E-Mail an\n\n  ${f.to}\n\nkonnte nicht zugestellt werden, weil der Speicherplatz des Empfängers erschöpft ist.`,
      }),
  ],
  [
    'weiterleitung',
    (f) =>
      worded(f, {
        from: `Mail Delivery System <mailer-daemon@${f.host}>`,
        subject: 'Mail delivery failed: returning message to sender',
        text: `A message that you sent could not be delivered to one or more of its recipients.\n\n  ziel@anderswo.example\n    (generated from ${f.to})\n    SMTP error from remote mail server: 550 no such user`,
        headers: [['X-Failed-Recipients', f.to]],
      }),
  ],
  [
    'behoerdennetz',
    (f) =>
      worded(f, {
        from: `Postmaster Landesnetz <postmaster@${f.domain}>`,
        subject: 'Zustellung nicht möglich',
        text: `Die Zustellung Ihrer Nachricht an ${f.to} ist nicht möglich. Grund: Die Domäne ist im Verzeichnis nicht bekannt.`,
      }),
  ],
  [
    'gateway-verzoegert',
    (f) =>
      worded(f, {
        from: `Mail Delivery System <MAILER-DAEMON@${f.host}>`,
        subject: 'Delivery Status Notification (Delay)',
        late: true,
        text: `This is an automatically generated Delivery Status Notification.\n\nDelivery to the following recipients has been delayed.\n\n       ${f.to}`,
      }),
  ],
  [
    'webpost-verzoegert',
    (f) =>
      worded(f, {
        from: `WebPost Mailer Daemon <mailer-daemon@${f.domain}>`,
        subject: 'Verzögerung bei der Zustellung',
        late: true,
        text: `Ihre Nachricht an ${f.to} konnte bislang nicht zugestellt werden, weil der Server des Empfängers nicht antwortet. Wir versuchen es noch 48 Stunden.`,
      }),
  ],
  [
    'listenserver',
    (f) =>
      worded(f, {
        from: `Mailer <bounce@${f.host}>`,
        subject: 'Message could not be delivered',
        nullSender: true,
        text: `Your message to <${f.to}> was not delivered: 550 5.7.1 rejected by policy.`,
      }),
  ],
];
