import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Municipality } from '#sample/index.js';
import { createClient } from './client.js';
import type { ItemOutcome } from './progress.js';

const Draft = z.object({
  id: z.string(),
  version: z.number(),
  vorlage: z.string(),
  betreff: z.string(),
  empfaenger: z.looseObject({
    name: z.string(),
    strasse: z.string(),
    email: z.string().nullable(),
  }),
  inhalt: z.looseObject({}),
  zustand: z.string(),
});
type Draft = z.infer<typeof Draft>;
const Line = z.object({ vorgang: z.object({ id: z.string() }).nullable() });

interface AnswerOptions {
  baseUrl: string;
  city: Municipality;
  items: readonly ItemOutcome[];
  password: string;
}

const waitMs = 30_000;
const stepMs = 250;

/** The clerk of a Vorgang writes, hands in, and the letter leaves by the wished way. */
const answer = async (
  options: AnswerOptions,
  item: ItemOutcome,
  channel: 'email' | 'druck',
): Promise<boolean> => {
  const vorgang = options.city.vorgaenge.find(
    (one) => one.geschaeftszeichen === item.geschaeftszeichen,
  );
  if (vorgang === undefined) return false;
  const client = createClient(options.baseUrl);
  try {
    await client.signIn(vorgang.bearbeiter, options.password);
    const line = Line.parse((await client.get(`/api/posteingaenge/${item.id}/zeile`)).body);
    const created = await client.post('/api/postausgaenge', {
      vorgangId: line.vorgang?.id,
      vorlage: 'anschreiben',
    });
    if (created.status !== 201) return false;
    const draft = Draft.parse(created.body);
    const changed = await client.put(`/api/postausgaenge/${draft.id}`, toChange(draft, channel));
    const { version } = Draft.parse(changed.body);
    await client.post(`/api/postausgaenge/${draft.id}/abgabe`, { version });
    return await hasLeft(client, draft.id);
  } finally {
    client.close();
  }
};

const toChange = (draft: Draft, channel: 'email' | 'druck') => ({
  version: draft.version,
  vorlage: draft.vorlage,
  betreff: draft.betreff,
  empfaenger: {
    ...draft.empfaenger,
    email:
      channel === 'email'
        ? (draft.empfaenger.email ?? 'buergerin@post.example')
        : draft.empfaenger.email,
  },
  inhalt: {
    ...draft.inhalt,
    bloecke: [
      {
        art: 'absatz',
        laeufe: [
          {
            text: 'vielen Dank für Ihr Schreiben. Wir haben es zum Vorgang genommen und prüfen Ihr Anliegen.',
          },
        ],
      },
      {
        art: 'absatz',
        laeufe: [
          { text: 'Sobald eine Entscheidung vorliegt, erhalten Sie unaufgefordert Nachricht.' },
        ],
      },
    ],
  },
  kanalWunsch: channel,
});

const hasLeft = async (client: ReturnType<typeof createClient>, id: string): Promise<boolean> => {
  for (let waited = 0; waited < waitMs; waited += stepMs) {
    const { zustand } = Draft.parse((await client.get(`/api/postausgaenge/${id}`)).body);
    if (zustand === 'sent') return true;
    if (zustand === 'failed' || zustand === 'unknown' || zustand === 'entwurf') return false;
    await pause(stepMs);
  }
  return false;
};

/** Answers attached letters until one has left by e-mail and one has reached the print folder. */
export const writeAnswers = async (
  options: AnswerOptions,
): Promise<{ byMail: number; printed: number }> => {
  const attached = options.items.filter(
    (item) => item.zustand === 'zugeordnet' && item.geschaeftszeichen !== null,
  );
  const counts = { byMail: 0, printed: 0 };
  for (const item of attached) {
    if (counts.byMail === 0) counts.byMail += Number(await answer(options, item, 'email'));
    else if (counts.printed === 0) counts.printed += Number(await answer(options, item, 'druck'));
    else break;
  }
  return counts;
};
