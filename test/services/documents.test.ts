import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { EmpfangsAntwort } from '#posteingang/posteingang.schema.js';
import { labelOf, makeDocument, type PageArt } from '#test/support/mixed-documents.js';
import { ownChildren } from '#test/support/processes.js';
import { type Served, startServed } from '#test/support/served.js';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

let served: Served;
beforeAll(async () => {
  served = await startServed();
});
afterAll(() => served?.stop());

const upload = async (number: number): Promise<{ id: string; pages: PageArt[] }> => {
  const { file, pages } = await makeDocument(number);
  const answer = await served.mailroom.upload([file]);
  const [one] = EmpfangsAntwort.parse(answer.body).ergebnisse;
  if (one?.outcome !== 'accepted') throw new Error(`an upload was answered with ${answer.status}`);
  return { id: one.id, pages };
};

const isOpen = async (): Promise<boolean> => {
  const open = await asSystem(served.running.app.db, (tx) =>
    rows(tx, sql`select 1 from posteingang where zustand = 'in_bearbeitung' limit 1`),
  );
  return open.length > 0;
};

/** What each page is, in order, without the cover that a mail gets: its own number, "blank" or "unread". */
const pagesOf = async (id: string): Promise<string[]> => {
  const found = await asSystem(served.running.app.db, (tx) =>
    rows(
      tx,
      sql<{ leer: boolean; text: string | null }>`select s.leer, s.text from seite s
        join posteingang p on p.id = s.posteingang_id where p.id = ${id}
          and not (p.media_type = 'message/rfc822' and s.bestandteil = 0) order by s.nummer`,
    ),
  );
  return found.map(({ leer, text }) => {
    const label = labelOf(text ?? '');
    if (leer) return 'blank';
    return label === undefined ? 'unread' : `${label.document}/${label.page}`;
  });
};

it('documents of every form keep each page in its place, whichever children die meanwhile', async () => {
  const given = new Map<number, { id: string; pages: PageArt[] }>();
  for (const number of [1, 2, 3, 4, 5, 6]) given.set(number, await upload(number));
  let killed = 0;
  for (let look = 0; await isOpen(); look += 1) {
    const [victim] = ownChildren(look % 16 === 7 ? 'ocr/child.js' : 'parser/child.js');
    if (victim !== undefined && killed < 3 && look % 8 === 7) {
      process.kill(victim, 'SIGKILL');
      killed += 1;
    }
    await pause(250);
  }
  expect(killed).toBeGreaterThan(0);
  for (const [number, { id, pages }] of given)
    expect(await pagesOf(id), `document ${number}`).toEqual(
      pages.map((art, index) => (art === 'blank' ? 'blank' : `${number}/${index + 1}`)),
    );
});
