import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createVorgang,
  findCandidates,
  findRegisterNear,
  findVorgaengeBySchluessel,
  geschaeftszeichenSchluessel,
  importEakte,
} from '#eakte/index.js';
import { type Db, openDatabase } from '#infrastructure/database/pool.js';
import { asSystem, inTransaction } from '#infrastructure/database/transaction.js';
import { createLog } from '#infrastructure/log.js';
import { importOrganisation, type Principal, viewOf } from '#organisation/index.js';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';

let database: TestDatabase;
let db: Db;
let ids: Map<string, string>;

const vorgang = (akte: string, laufnummer: number, betreff: string, beteiligte: object[] = []) => ({
  geschaeftszeichen: `${akte}/${laufnummer}-2026`,
  akte,
  laufnummer,
  jahr: 2026,
  betreff,
  organisationseinheit: '32',
  bearbeiter: 'k.lindner',
  beteiligte: beteiligte as { rolle: string; name: string }[],
});

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, maxConnections: 4, log: createLog({ level: 'error' }) });
  await asSystem(db, async (tx) => {
    await importOrganisation(tx, {
      organisationseinheiten: [{ kuerzel: '32', name: 'Ordnungsamt' }],
      personen: [
        {
          login: 'k.lindner',
          name: 'Karin Lindner',
          password: 'Muster-Kennwort 1',
          rollen: [{ rolle: 'sachbearbeitung', organisationseinheit: '32' }],
        },
      ],
    });
    ids = await importEakte(tx, {
      aktenplan: [
        { kennzeichen: '12', titel: 'Ordnung' },
        { kennzeichen: '12.12', titel: 'Gewerbe', parent: '12', aussonderungsart: 'V' },
      ],
      akten: [1, 14].map((laufnummer) => ({
        kennzeichen: `32-1212/${laufnummer}`,
        aktenplankennzeichen: '12.12',
        laufnummer,
        betreff: `Gaststätten ${laufnummer}`,
        organisationseinheit: '32',
        laufzeitBeginn: '2024-02-01',
      })),
      vorgaenge: [
        vorgang('32-1212/14', 7, 'Erlaubnis für Außenbestuhlung, Café Mühlenhof', [
          {
            rolle: 'Antragsteller',
            name: 'Café Mühlenhof GmbH',
            plz: '05110',
            fremdesGeschaeftszeichen: 'MH 12/26-OS',
          },
        ]),
        // The same key as the next one, once the separators are gone.
        vorgang('32-1212/1', 47, 'Sperrzeitverkürzung, Club Tonhalle'),
        vorgang('32-1212/14', 8, 'Lärmbeschwerde, Biergarten Schlosspark', [
          { rolle: 'Beschwerdeführerin', name: 'Renate Öztürk', plz: '05112' },
        ]),
      ],
    });
  });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const bySchluessel = (...texts: string[]) =>
  asSystem(db, (tx) => findVorgaengeBySchluessel(tx, texts));

describe('a Geschäftszeichen on a letter', () => {
  it.each([
    ['32-1212/14/7-2026', true],
    ['Az.: 32-1212 / 14 / 7-2026', true],
    ['32-1212/14/7-2026/3', true],
    ['3Z-I2l2/14/7-2O26', false],
  ])('leads from %s to its Vorgang', async (text, exact) => {
    const found = await bySchluessel(text);
    expect(found[0]).toMatchObject({ geschaeftszeichen: '32-1212/14/7-2026', exact });
  });

  it('that could be two of them brings both, the written one first', async () => {
    const found = await bySchluessel('32-1212/1/47-2026');
    expect(found.map((one) => [one.geschaeftszeichen, one.exact])).toEqual([
      ['32-1212/1/47-2026', true],
      ['32-1212/14/7-2026', false],
    ]);
  });

  it('that nobody has brings nothing, nor does an empty one', async () => {
    expect(await bySchluessel('67-9999/1/1-2026')).toEqual([]);
    expect(await bySchluessel('', ' / - ')).toEqual([]);
  });
});

describe('a Geschäftszeichen that was misread', () => {
  const near = (key: string) =>
    asSystem(db, async (tx) =>
      (await findRegisterNear(tx, key)).map((one) => one.geschaeftszeichen),
    );

  it.each([
    ['321212148', '2026', 'as it is'],
    ['321212148', '202', 'with a digit lost'],
    ['3212121148', '2O26', 'with a digit too many'],
    ['821212149', '2026', 'with two digits wrong'],
  ])('%s%s, %s, is near its Vorgang', async (begin, end) => {
    const key = geschaeftszeichenSchluessel(begin + end);
    expect(await near(key)).toContain('32-1212/14/8-2026');
  });

  it('beyond two digits is near nothing', async () => {
    expect(await near('921292942029')).toEqual([]);
    expect(await near('')).toEqual([]);
  });
});

describe('a letter without a readable Geschäftszeichen', () => {
  const candidates = (query: Parameters<typeof findCandidates>[1]) =>
    asSystem(db, (tx) => findCandidates(tx, query));
  const cafe = () => ids.get('32-1212/14/7-2026');

  it('finds its Vorgang by the sender, however the umlaut is written, and by the postal code', async () => {
    const found = await candidates({ senderName: 'Cafe Muehlenhof GmbH', plz: '05110' });
    expect(found[0]).toMatchObject({ id: cafe(), plzGleich: true, zeichenGleich: false });
    expect(found[0]?.nameNaehe).toBeGreaterThan(0.8);
  });

  it('finds it by the reference of the sender, also when it was misread', async () => {
    const found = await candidates({ fremdesZeichen: 'MH-l2/26 0S' });
    expect(found).toMatchObject([{ id: cafe(), zeichenGleich: true }]);
  });

  it('finds it by a number with a wrong digit and by a similar Betreff', async () => {
    const byNumber = await candidates({ geschaeftszeichen: '32-1212/14/7-2028' });
    expect(byNumber.map((one) => one.id)).toContain(cafe());
    const byBetreff = await candidates({
      betreff: 'Lärmbeschwerde über den Biergarten Schlosspark',
    });
    expect(byBetreff[0]?.geschaeftszeichen).toBe('32-1212/14/8-2026');
  });

  it('finds nothing where nothing is alike', async () => {
    expect(await candidates({ senderName: 'Xaver Quandt', betreff: 'Ypsilon' })).toEqual([]);
    expect(await candidates({})).toEqual([]);
  });

  it('is compared with all Vorgänge by background work only, never for a person', async () => {
    const nobody: Principal = {
      kind: 'person',
      personId: '00000000-0000-4000-8000-000000000000',
      login: 'x',
      name: 'x',
      rollen: [],
      einheiten: [],
      leitung: [],
      mustChangePassword: false,
    };
    const asked = inTransaction(db, viewOf(nobody), (tx) =>
      findCandidates(tx, { senderName: 'Café' }),
    );
    await expect(asked).rejects.toMatchObject({ code: '42501' });
  });
});

describe('an imported file plan', () => {
  it('is numbered on from where the import ended', async () => {
    const next = await asSystem(db, async (tx) => {
      const [last] = await findVorgaengeBySchluessel(tx, ['32-1212/14/8-2026']);
      return createVorgang(tx, {
        akteId: last?.akteId ?? '',
        betreff: 'Neuer Vorgang',
        jahr: 2026,
      });
    });
    expect(next.geschaeftszeichen).toBe('32-1212/14/9-2026');
  });

  it('that names what does not exist is refused as a whole', async () => {
    const data = { aktenplan: [], akten: [], vorgaenge: [vorgang('32-9999/1', 1, 'Ohne Akte')] };
    await expect(asSystem(db, (tx) => importEakte(tx, data))).rejects.toThrow('1 Vorgänge');
  });
});
