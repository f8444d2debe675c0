import { setTimeout as pause } from 'node:timers/promises';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { z } from 'zod';
import { type Answer, type Client, createClient, type UploadFile } from '#demo/client.js';
import { samplePassword } from '#demo/seed.js';
import { createRandom, type Municipality } from '#sample/index.js';

const Accepted = z.object({
  ergebnisse: z.array(
    z.object({
      outcome: z.enum(['accepted', 'duplicate']),
      id: z.string(),
      eingangsnummer: z.string(),
    }),
  ),
});
const Draft = z.looseObject({
  id: z.string(),
  version: z.number(),
  empfaenger: z.looseObject({}),
  inhalt: z.looseObject({}),
  betreff: z.string(),
});
const retryMs = 200;
const patienceMs = 180_000;

/** Asks again until there is an answer that says yes or no; only a dead or full server is asked again. */
const insist = async (ask: () => Promise<Answer>): Promise<Answer> => {
  const until = performance.now() + patienceMs;
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined && answer.status < 500 && answer.status !== 429) return answer;
    if (performance.now() > until) throw new Error('the service did not come back in time');
    await pause(retryMs);
  }
};

const plain = (line: string): string => line.replace(/[^\x20-\x7e]/g, '?');

/** A one-page letter with a text layer, different for each number; A6, because a page costs by its area. */
const letterPdf = async (text: readonly string[]): Promise<Buffer> => {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  const page = pdf.addPage([298, 420]);
  for (const [index, line] of text.entries())
    page.drawText(plain(line), {
      x: 24,
      y: 370 - index * 40,
      size: 8,
      font,
      lineHeight: 11,
      maxWidth: 250,
    });
  return Buffer.from(await pdf.save());
};

const boundary = 'grenze-zwischen-den-teilen';

const mailText = (
  subject: string,
  text: readonly string[],
  attachments: readonly Buffer[],
): Buffer =>
  Buffer.from(
    [
      'From: Erika Beispiel <erika@post.example>',
      'To: poststelle@stadt-lohwerda.example',
      `Subject: ${subject}`,
      `Message-ID: <${subject.replaceAll(/\W+/g, '.')}@post.example>`,
      'Date: Mon, 23 Nov 2026 09:00:00 +0100',
      'MIME-Version: 1.0',
      `Content-Type: multipart/mixed; boundary=${boundary}`,
      '',
      `--${boundary}`,
      'Content-Type: text/plain; charset=utf-8',
      '',
      ...text,
      ...attachments.flatMap((bytes, index) => [
        `--${boundary}`,
        `Content-Type: application/pdf; name=anlage-${index + 1}.pdf`,
        `Content-Disposition: attachment; filename=anlage-${index + 1}.pdf`,
        'Content-Transfer-Encoding: base64',
        '',
        bytes.toString('base64').replaceAll(/(.{76})/g, '$1\r\n'),
      ]),
      `--${boundary}--`,
      '',
    ].join('\r\n'),
  );

/**
 * A short letter about a Vorgang of the sample city; every third one names none. Every fourth is a mail, and every
 * fifth of these carries two files.
 */
export const makeItem = async (
  city: Municipality,
  number: number,
  seed: number,
): Promise<UploadFile> => {
  const random = createRandom(`last-${seed}-${number}`);
  const vorgang = random.pick(city.vorgaenge);
  const text = [
    `Sehr geehrte Damen und Herren,`,
    `ich nehme Bezug auf Ihr Schreiben und melde mich in der Sache ${vorgang.betreff}.`,
    ...(number % 3 === 0 ? [] : [`Ihr Zeichen: ${vorgang.geschaeftszeichen}`]),
    `Dies ist die Sendung Nummer ${number} aus dem Lauf ${seed}. Ich bitte um Bearbeitung und um eine kurze Nachricht.`,
    'Mit freundlichen Gruessen',
    vorgang.beteiligte[0]?.name ?? 'Erika Beispiel',
  ];
  if (number % 4 === 0) {
    const attachments = await Promise.all(
      (number % 20 === 0 ? [1, 2] : []).map((one) =>
        letterPdf([`Anlage ${one} zur Sendung ${number} aus dem Lauf ${seed}`]),
      ),
    );
    return {
      name: `mail-${number}.eml`,
      mediaType: 'message/rfc822',
      bytes: mailText(`Sendung ${number} Lauf ${seed}`, text, attachments),
    };
  }
  return {
    name: `brief-${number}.pdf`,
    mediaType: 'application/pdf',
    bytes: await letterPdf(text),
  };
};

/** Delivers one item until it is acknowledged; the same key each time, as a scan station would. */
export const deliver = async (
  client: Client,
  file: UploadFile,
  key: string,
): Promise<{ id: string; eingangsnummer: string }> => {
  const answer = await insist(() => client.upload([file], key));
  const [result] = Accepted.parse(answer.body).ergebnisse;
  if (result === undefined) throw new Error(`delivery was answered with ${answer.status}`);
  return result;
};

export const signIn = async (baseUrl: string, login: string): Promise<Client> => {
  const client = createClient(baseUrl);
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      await client.signIn(login, samplePassword);
      return client;
    } catch (error) {
      if (performance.now() > until) throw error;
      await pause(retryMs);
    }
  }
};

/** Writes a letter in a Vorgang and hands it in; resolves with its id once the service has taken it. */
export const writeLetter = async (
  client: Client,
  vorgangId: string,
  channel: 'email' | 'druck',
  number: number,
): Promise<string> => {
  const created = await insist(() =>
    client.post('/api/postausgaenge', { vorgangId, vorlage: 'anschreiben' }),
  );
  const draft = Draft.parse(created.body);
  const body = {
    version: draft.version,
    vorlage: 'anschreiben',
    betreff: `Antwort ${number}`,
    empfaenger: {
      ...draft.empfaenger,
      email: channel === 'email' ? `empfang-${number}@post.example` : null,
    },
    inhalt: {
      ...draft.inhalt,
      bloecke: [{ art: 'absatz', laeufe: [{ text: `Dies ist die Antwort Nummer ${number}.` }] }],
    },
    kanalWunsch: channel,
  };
  // A change or a handing-in that was committed before the kill answers the repetition with a conflict.
  await insist(() => client.put(`/api/postausgaenge/${draft.id}`, body));
  const current = Draft.parse(
    (await insist(() => client.get(`/api/postausgaenge/${draft.id}`))).body,
  );
  await insist(() =>
    client.post(`/api/postausgaenge/${draft.id}/abgabe`, { version: current.version }),
  );
  return draft.id;
};
