import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Client, createClient } from '#demo/client.js';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { DoppelListe } from '#posteingang/doppel/doppel.schema.js';
import { findFollowed, withDoppel } from '#posteingang/doppel/route-doppel.js';
import { saveParts } from '#posteingang/inhalt.repository.js';
import { findDoppel } from '#posteingang/stages/find-doppel.js';
import { aPosteingang, type PosteingangFacts } from '#test/support/builders.js';
import { type Served, startServed } from '#test/support/served.js';
import { cityPassword } from '#test/support/small-city.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

let served: Served;
let clerk: Client;
const db = () => served.running.app.db;

/** A letter of some length; two people write the same form letter. */
const letterOf = (name: string, sign: string, hund: string): string => `${name}
Lindenstraße 4
05110 Lohwerda

Stadt Lohwerda
Steueramt
Rathausmarkt 1

Lohwerda, den 12.11.2026

Anmeldung meines Hundes, Kassenzeichen ${sign}

Sehr geehrte Damen und Herren,

hiermit melde ich meinen Hund ${hund} zur Hundesteuer an. Der Hund wurde im vergangenen Sommer von einer Tierpflegestation
übernommen und lebt seitdem dauerhaft in unserem Haushalt. Bitte übersenden Sie mir die Steuermarke sowie den
Steuerbescheid an die oben angegebene Anschrift. Eine Einzugsermächtigung für das laufende Jahr füge ich bei.

Mit freundlichen Grüßen

${name}`;

const anItem = async (text: string, facts: Partial<PosteingangFacts> = {}): Promise<string> => {
  const { id } = await aPosteingang(db(), {
    absender: text.trim().split('\n').at(-1) ?? '',
    zustand: 'clearing',
    ...facts,
  });
  await asSystem(db(), async (tx) => {
    await saveParts(tx, id, [
      {
        position: 0,
        rolle: 'original',
        dateiname: 'brief.pdf',
        mediaType: 'application/pdf',
        sha256: '0'.repeat(64),
        size: 1,
        seitenzahl: 1,
        ersteSeite: 1,
        hinweis: null,
      },
    ]);
    await rows(
      tx,
      sql`insert into seite (posteingang_id, nummer, bestandteil, bestandteil_seite, breite_pt, hoehe_pt, text_quelle, text, worte, konfidenz)
          values (${id}, 1, 0, 1, 595, 842, 'ocr', ${text}, '[]', 0.9)`,
    );
  });
  return id;
};

const runStage = async (itemId: string): Promise<void> => {
  const { write } = await findDoppel({ db: db() }).run({
    itemId,
    page: -1,
    stage: 'findDoppel',
    run: 1,
    lane: 0 as never,
    attempt: 1,
    signal: new AbortController().signal,
  });
  await asSystem(db(), async (tx) => write?.(tx));
};

const seen = async (client: Client, id: string): Promise<DoppelListe['doppel']> =>
  ((await client.get(`/api/posteingaenge/${id}/doppel`)).body as DoppelListe).doppel;

beforeAll(async () => {
  served = await startServed([], ['api']);
  clerk = createClient(served.running.url);
  await clerk.signIn(served.city.logins.clerk, cityPassword);
});
afterAll(async () => {
  clerk.close();
  await served.stop();
});

describe('the same letter by another way', () => {
  const text = letterOf('Erika Sommer', '2330.503896.2', 'Bello');
  const faxed = `14.11.2026 7:53 03500 43919 -> 03500 4889999 S. 1\n${text.replace('dauerhaft', 'dauerhatt').replace('Steuermarke', 'Steuennarke')}`;

  it('is linked with the first one, for who may read both; a form letter of somebody else is not', async () => {
    const first = await anItem(text);
    const other = await anItem(letterOf('Bernd Kunze', '2330.614770.8', 'Rex'));
    const sibling = await anItem(letterOf('Erika Sommer', '2330.503897.1', 'Bello'));
    const second = await anItem(faxed, { kanal: 'email' });
    for (const id of [first, other, sibling, second]) await runStage(id);
    const [shown] = await seen(served.mailroom, second);
    expect(shown).toMatchObject({ id: first, istOriginal: true });
    expect(await seen(served.mailroom, first)).toMatchObject([{ id: second, istOriginal: false }]);
    expect(await seen(served.mailroom, other)).toEqual([]);
    expect(await seen(served.mailroom, sibling)).toEqual([]);
  });

  it('is linked also where the later one is looked at first', async () => {
    const own = letterOf('Frieda Lenz', '2330.777001.4', 'Waldi');
    const first = await anItem(own);
    const second = await anItem(own);
    await runStage(second);
    await runStage(first);
    expect(await seen(served.mailroom, second)).toMatchObject([{ id: first, istOriginal: true }]);
  });

  it('follows the first one into its Vorgang, unless its own sign says another', async () => {
    const own = letterOf('Gustav Ahorn', '2330.888002.5', 'Hasso');
    const { office, vorgang } = served.city;
    const first = await anItem(own, {
      zustand: 'zugeordnet',
      organisationseinheitId: office.id,
      vorgangId: vorgang.id,
    });
    const second = await anItem(own);
    await runStage(first);
    await runStage(second);
    const followed = await asSystem(db(), (tx) => findFollowed(tx, second));
    const none = { outcome: 'none', read: null, candidates: [] } as const;
    expect(withDoppel(followed, none)).toMatchObject({ outcome: 'found', vorgangId: vorgang.id });
    const elsewhere = {
      outcome: 'found',
      vorgangId: 'another',
      geschaeftszeichen: '32-1212/1/1-2026',
      einheit: '32.1',
      confidence: 0.98,
      repaired: false,
      reason: '',
      reasons: [],
    } as const;
    expect(withDoppel(followed, elsewhere)).toMatchObject({ outcome: 'ambiguous' });
    // The Poststelle may not read the filed one any more, so it is told nothing of the link.
    expect(await seen(served.mailroom, second)).toEqual([]);
  });

  it('once separated, the two are not linked again, and others may not separate', async () => {
    const own = letterOf('Hanna Weide', '2330.999003.6', 'Luna');
    const first = await anItem(own);
    const second = await anItem(own);
    await runStage(first);
    await runStage(second);
    const way = `/api/posteingaenge/${second}/doppel/${first}/trennen`;
    expect((await clerk.post(way, {})).status).toBe(404);
    expect((await served.mailroom.post(way, {})).status).toBe(200);
    await runStage(first);
    await runStage(second);
    expect(await seen(served.mailroom, second)).toEqual([]);
    expect((await served.mailroom.post(way, {})).status).toBe(404);
  });
});
