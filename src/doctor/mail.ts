import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ImapFlow } from 'imapflow';
import type { Config } from '#config/schema.js';
import { createImapClient, isSignInRefused, type MailboxSettings } from '#infrastructure/imap.js';
import { TokenRefused } from '#infrastructure/oauth.js';
import { checkMailschutz, loadSignierer, warnDays } from '#tools/mail-out/mailschutz.js';
import { type Finding, fail, ok, reasonOf, warn } from './finding.js';
import { greetingOf, listens, refusalText } from './ports.js';

const receiver = 'E-Mail-Annahme';
const certificate = 'Zertifikat der E-Mail-Annahme';
const day = 86_400_000;
const renewalDays = 21;

const checkReceiverPort = async ({ host, port = 0 }: Config['lmtp']): Promise<Finding> => {
  if (port === 0) return ok(receiver, 'der Anschluss wird beim Start gewählt (lmtp.port ist 0)');
  const refusal = await listens(host, port);
  if (refusal === undefined) return ok(receiver, `${host}:${port} ist frei`);
  const greeting = refusal === 'EADDRINUSE' ? await greetingOf(host, port) : '';
  if (/^220 poststelle\b|lmtp\.clients/.test(greeting))
    return ok(receiver, `Poststelle nimmt auf ${host}:${port} an`);
  return fail(
    receiver,
    `${host}:${port} kann nicht geöffnet werden: ${refusalText(refusal)}`,
    'lmtp.host und lmtp.port ändern oder das andere Programm beenden.',
  );
};

const readPem = async <T>(setting: string, path: string, parse: (pem: Buffer) => T) => {
  try {
    return { parsed: parse(await readFile(path)) };
  } catch (error) {
    const text = `${path} ist nicht lesbar oder kein PEM: ${reasonOf(error)}`;
    return { fault: fail(certificate, text, `${setting} und die Rechte der Datei prüfen.`) };
  }
};

interface Judged {
  check: string;
  /** Names the setting in which the new certificate goes. */
  setting: string;
  now: Date;
  days: number;
}

const judgeCertificate = (
  cert: X509Certificate,
  { check: certificate, setting, now, days: renewalDays }: Judged,
): Finding => {
  const renew = `Ein neues Zertifikat einspielen (${setting}) und Poststelle neu starten.`;
  const until = new Date(cert.validTo);
  const shown = new Intl.DateTimeFormat('de-DE', { timeZone: 'Europe/Berlin' }).format(until);
  if (new Date(cert.validFrom) > now)
    return fail(certificate, `gilt noch nicht (erst ab ${cert.validFrom})`, renew);
  if (until < now) return fail(certificate, `ist abgelaufen (galt bis ${shown})`, renew);
  return until.getTime() - now.getTime() < renewalDays * day
    ? warn(certificate, `läuft bald ab (gilt bis ${shown})`, renew)
    : ok(certificate, `gilt bis ${shown}, der Schlüssel passt dazu`);
};

const checkCertificate = async (
  { tlsCertFile, tlsKeyFile }: Config['lmtp'],
  now: Date,
): Promise<Finding[]> => {
  if (tlsCertFile === undefined || tlsKeyFile === undefined) return [];
  const cert = await readPem('lmtp.tlsCertFile', tlsCertFile, (pem) => new X509Certificate(pem));
  const key = await readPem('lmtp.tlsKeyFile', tlsKeyFile, createPrivateKey);
  const faults = [cert, key].flatMap(({ fault }) => fault ?? []);
  if (cert.parsed === undefined || key.parsed === undefined) return faults;
  if (!cert.parsed.checkPrivateKey(key.parsed))
    return [
      fail(
        certificate,
        'der Schlüssel gehört nicht zum Zertifikat',
        'lmtp.tlsKeyFile auf den Schlüssel setzen, für den das Zertifikat ausgestellt wurde.',
      ),
    ];
  const setting = 'lmtp.tlsCertFile';
  return [judgeCertificate(cert.parsed, { check: certificate, setting, now, days: renewalDays })];
};

/** The receiver for mail servers: its port and its certificate; or that there is none. */
export const checkReceiver = async (config: Config, now: () => Date): Promise<Finding[]> => {
  const { lmtp } = config;
  if (lmtp.port === undefined)
    return [ok(receiver, 'nicht eingerichtet; kein Mailserver übergibt E-Mails')];
  return [await checkReceiverPort(lmtp), ...(await checkCertificate(lmtp, now()))];
};

const signature = 'Signatur der E-Mails';

/** Keys and certificate with which mails leave; a certificate is warned of a month before it ends. */
export const checkMailSignature = ({ outbound }: Config, now: Date): Finding[] => {
  const { smimeCertFile, dkimSelector, mailFrom } = outbound;
  try {
    checkMailschutz(outbound);
    const signer = loadSignierer(outbound);
    const cert =
      signer === undefined ? undefined : new X509Certificate(signer.certificates[0] ?? '');
    const dkim = dkimSelector === undefined ? [] : [ok(signature, `DKIM mit ${dkimSelector}`)];
    if (cert === undefined || smimeCertFile === undefined)
      return dkim.length > 0 ? dkim : [ok(signature, 'nicht eingerichtet')];
    if (cert.checkEmail(mailFrom) === undefined)
      return [
        fail(
          signature,
          `das S/MIME-Zertifikat gilt nicht für ${mailFrom}; Empfänger sehen eine Warnung`,
          'outbound.smimeCertFile oder outbound.mailFrom berichtigen.',
        ),
      ];
    const facts = { check: signature, setting: 'outbound.smimeCertFile', now, days: warnDays };
    return [...dkim, judgeCertificate(cert, facts)];
  } catch (error) {
    return [fail(signature, reasonOf(error), 'Die Dateien und ihre Rechte prüfen.')];
  }
};

/** The name under which a mailbox is examined. */
export const mailboxCheck = ({ name }: MailboxSettings): string => `Postfach „${name}“`;

const signInMs = 10_000;

const findingOf = (box: MailboxSettings, folders: ReadonlySet<string>): Finding => {
  const check = mailboxCheck(box);
  if (!folders.has(box.folder))
    return fail(
      check,
      `der Ordner „${box.folder}“ fehlt; es wird nichts abgeholt`,
      'Den Ordner im Postfach anlegen oder folder in imap.mailboxes berichtigen.',
    );
  const missing = [box.doneFolder, box.failedFolder].filter((one) => !folders.has(one));
  const made = missing.map((one) => `„${one}“`).join(' und ');
  return ok(
    check,
    missing.length === 0
      ? `${box.host} nimmt die Anmeldung an, die Ordner sind da`
      : `${box.host} nimmt die Anmeldung an; ${made} wird beim ersten Abholen angelegt`,
  );
};

/** Signs in and names the folders. @throws what the connection or the server says */
const foldersOf = async (client: ImapFlow): Promise<Set<string>> => {
  // What breaks is told by the call that waits for it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return new Set((await client.list()).map(({ path }) => path));
  } finally {
    client.close();
  }
};

const tokenFault = (box: MailboxSettings, error: unknown): Finding =>
  fail(
    mailboxCheck(box),
    error instanceof TokenRefused && error.refused
      ? `der Anmeldedienst gibt kein Token: ${reasonOf(error)}`
      : `der Anmeldedienst ist nicht erreichbar: ${reasonOf(error)}`,
    'tokenUrl, clientId, clientSecretFile und scope in imap.mailboxes sowie die Firewall prüfen.',
  );

const openClient = async (box: MailboxSettings) => {
  try {
    return {
      client: await createImapClient(box, { connectionMs: signInMs, socketMs: signInMs }),
    };
  } catch (error) {
    const isFile = error instanceof Error && Reflect.get(error, 'code') === 'ENOENT';
    if (box.oauth !== undefined && !isFile) return { fault: tokenFault(box, error) };
    const text = `eine Datei ist nicht lesbar: ${reasonOf(error)}`;
    const action =
      'passwordFile, clientSecretFile und caFile in imap.mailboxes und ihre Rechte prüfen.';
    return { fault: fail(mailboxCheck(box), text, action) };
  }
};

/** A mailbox that is emptied by IMAP: connection, sign-in, folders; nothing is read and nothing changed. */
export const checkMailbox = async (box: MailboxSettings): Promise<Finding> => {
  const check = mailboxCheck(box);
  const { client, fault } = await openClient(box);
  if (client === undefined) return fault;
  try {
    return findingOf(box, await foldersOf(client));
  } catch (error) {
    return isSignInRefused(error)
      ? fail(
          check,
          `${box.host}:${box.port} lehnt die Anmeldung ab`,
          'user und passwordFile (oder password, oauth) in imap.mailboxes prüfen.',
        )
      : fail(
          check,
          `${box.host}:${box.port} ist per IMAP nicht erreichbar: ${reasonOf(error)}`,
          'host, port, security und caFile in imap.mailboxes sowie die Firewall prüfen.',
        );
  }
};
