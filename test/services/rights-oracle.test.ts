import { Readable } from 'node:stream';
import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditRoutes } from '#audit/index.js';
import { createAuswertung, createAuswertungRoutes, createBerechnung } from '#auswertung/index.js';
import { createEakteRoutes } from '#eakte/index.js';
import { createFristenRoutes } from '#fristen/index.js';
import { systemClock } from '#infrastructure/clock.js';
import { openEventStream } from '#infrastructure/database/events.js';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem, inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import type { BlobStore } from '#infrastructure/storage/blob-store.js';
import {
  createOrganisationRoutes,
  type Principal,
  sichtbareAkte,
  sichtbareFrist,
  sichtbarerPostausgang,
  sichtbarerPosteingangAlsGanzes,
  sichtbarerPosteingangsinhalt,
  sichtbarerPostkorb,
  sichtbarerVorgang,
  sichtbareSeite,
  sichtbaresDokument,
  viewOf,
  zeilensicht,
} from '#organisation/index.js';
import { createPostausgangRoutes } from '#postausgang/index.js';
import { createMessageIds } from '#postausgang/own-message-id.js';
import { createPosteingangRoutes, createReceiver } from '#posteingang/index.js';
import { noImages, type OwnApp, startOwnApp } from '#test/support/own-app.js';
import { type Asker, buildCity, type City } from '#test/support/rights-city.js';
import { listsOf, type Question, questionsAbout } from '#test/support/rights-questions.js';
import { noVirusCheck } from '#test/support/virus-check.js';
import type { Typesetter } from '#tools/typst/typesetter.js';

let app: OwnApp;
let city: City;
let events: ReturnType<typeof openEventStream>;

// Nothing of this test stores or sets a page; what it reads has twelve bytes.
const blobs = { open: async () => Readable.from(['twelve bytes']) } as unknown as BlobStore;
const typesetter = {} as Typesetter;
const afterCommit = () => undefined;

beforeAll(async () => {
  app = await startOwnApp(({ db, config, log, url }) => {
    events = openEventStream({ url, log });
    const receiver = createReceiver({ db, afterCommit });
    const messageIds = createMessageIds({ key: Buffer.from('test'), domain: 'stadt.example' });
    const common = { db, blobs, config, clock: systemClock, log, afterCommit };
    return [
      ...createOrganisationRoutes({ db, config }),
      ...createAuditRoutes({ db, viewOf }),
      ...createAuswertungRoutes({
        read: createAuswertung({ db, clock: systemClock, berechnung: createBerechnung({ db }) }),
      }),
      ...createEakteRoutes({ db, blobs }),
      ...createFristenRoutes(common),
      ...createPosteingangRoutes({
        ...common,
        receiver,
        events,
        scaler: noImages,
        blattSchluessel: Buffer.alloc(32),
        virenpruefung: noVirusCheck,
      }),
      ...createPostausgangRoutes({ ...common, typesetter, messageIds }, events),
    ];
  });
  city = await buildCity(app.db);
  // A Frist for each item, wherever it is, and for each Vorgang.
  await asSystem(app.db, (tx) =>
    rows(
      tx,
      sql`insert into frist (posteingang_id, vorgang_id, art, bezeichnung, ende)
          select id, null::uuid, 'gesetzt', 'Antwort', '2026-12-01'::date from posteingang
          union all select null::uuid, id, 'manuell', 'Wiedervorlage', '2026-12-02'::date from vorgang`,
    ),
  );
});
afterAll(async () => {
  await events.close();
  await app.close();
});

const credentials = ({ cookie, authorization }: Asker) => ({ cookie, authorization });

/** Asks everything of one asker; a read that answers several questions is made once. */
const askAll = async (asker: Asker, questions: readonly Question[]): Promise<string[]> => {
  const answers = new Map<string, ReturnType<OwnApp['ask']>>();
  const differences: string[] = [];
  for (const question of questions) {
    const key = `${question.request.method ?? 'GET'} ${question.request.path}`;
    const answer = answers.get(key) ?? app.ask({ ...question.request, ...credentials(asker) });
    answers.set(key, answer);
    const said = question.isYes(await answer);
    const expected = question.expected(asker);
    if (said === expected) continue;
    const { status } = await answer;
    differences.push(
      `${asker.label}: ${question.action} ${key} said ${status}, can() says ${expected}`,
    );
  }
  return differences;
};

/** Works on a few at once, as many people would. */
const forEachAtOnce = async <T>(items: readonly T[], work: (item: T) => Promise<void>) => {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: 12 }, worker));
};

describe('what a person may do', () => {
  it('is over HTTP what can() says, for every person, action and object', {
    timeout: 1_200_000,
  }, async () => {
    const questions = questionsAbout(city);
    const differences: string[] = [];
    await forEachAtOnce(city.askers, async (asker) => {
      differences.push(...(await askAll(asker, questions)));
    });
    const asked = questions.length * city.askers.length;
    const allowed = city.askers.flatMap((asker) =>
      questions.filter((one) => one.expected(asker)),
    ).length;
    console.log(
      `rights: ${asked} questions of ${city.askers.length} people and tokens about ${questions.length} ` +
        `pairs of action and object, ${allowed} allowed, ${differences.length} differences`,
    );
    expect(differences).toEqual([]);
    expect(asked).toBeGreaterThanOrEqual(20_000);
    expect(allowed).toBeGreaterThan(1_000);
  });

  it('is in every list, count, search and suggestion what can() says', {
    timeout: 300_000,
  }, async () => {
    const differences: string[] = [];
    await forEachAtOnce(city.askers, async (asker) => {
      for (const list of listsOf(city)) {
        const answer = await app.ask({ path: list.path, ...credentials(asker) });
        const [found, expected] = [list.found(answer), list.expected(asker)];
        if (JSON.stringify(found) !== JSON.stringify(expected))
          differences.push(
            `${asker.label}: ${list.path} told of ${found.length}, not ${expected.length}`,
          );
      }
    });
    expect(differences).toEqual([]);
  });
});

type Predicate = (principal: Principal, alias: string) => RawBuilder<boolean>;

/** Each predicate with its table; for the content of an item, the table that row-level security guards. */
const guarded: [predicate: Predicate, table: string][] = [
  [sichtbarerVorgang, 'vorgang'],
  [sichtbaresDokument, 'dokument'],
  [sichtbareAkte, 'akte'],
  [(principal, alias) => zeilensicht(principal, alias).visible, 'posteingang'],
  [sichtbarerPostkorb, 'postkorb_eintrag'],
  [sichtbarerPostausgang, 'postausgang'],
  [sichtbareFrist, 'frist'],
];

const idsOf = async (tx: Tx, query: RawBuilder<{ id: string }>): Promise<string[]> =>
  (await rows(tx, query)).map((row) => row.id).sort();

/** What of an item row-level security guards in tables of their own: the query with the predicate, the table without. */
const contentsOf = (principal: Principal) => {
  const [eingang, ganzes, seite] = [
    sichtbarerPosteingangsinhalt(principal, 'p'),
    sichtbarerPosteingangAlsGanzes(principal, 'p'),
    sichtbareSeite(principal, { seite: 's', eingang: 'p' }),
  ];
  type Query = RawBuilder<{ id: string }>;
  const pageId = sql`s.posteingang_id || '/' || s.nummer as id`;
  return {
    opens: {
      query: sql`select p.id from posteingang p where ${eingang}` as Query,
      table: sql`select distinct posteingang_id as id from seite` as Query,
    },
    whole: {
      query: sql`select p.id from posteingang p where ${ganzes}` as Query,
      table: sql`select posteingang_id as id from bestandteil` as Query,
    },
    pages: {
      query:
        sql`select ${pageId} from seite s join posteingang p on p.id = s.posteingang_id where ${seite}` as Query,
      table: sql`select ${pageId} from seite s` as Query,
    },
  };
};

describe('the predicate of the queries and row-level security', () => {
  const people = () => city.askers.filter(({ principal }) => !principal.mustChangePassword);

  it('let the same rows through, each without the other', { timeout: 300_000 }, async () => {
    await asSystem(app.db, (tx) =>
      rows(
        tx,
        sql`insert into bestandteil (posteingang_id, position, rolle, dateiname, media_type, sha256, size)
            select id, 0, 'original', 'brief.pdf', 'application/pdf', sha256, size from posteingang`,
      ),
    );
    // A page in every item; in a stack the first one lies in no letter.
    await asSystem(app.db, (tx) =>
      rows(
        tx,
        sql`insert into seite (posteingang_id, nummer, bestandteil, bestandteil_seite)
            select id, 1, 0, 1 from posteingang on conflict do nothing`,
      ),
    );
    for (const { principal, label } of people().filter(
      (asker) => !asker.label.startsWith('token'),
    )) {
      for (const [predicate, table] of guarded) {
        const byPredicate = await asSystem(app.db, (tx) =>
          idsOf(tx, sql`select t.id from ${sql.table(table)} t where ${predicate(principal, 't')}`),
        );
        const byPolicy = await inTransaction(app.db, viewOf(principal), (tx) =>
          idsOf(tx, sql`select t.id from ${sql.table(table)} t`),
        );
        expect([label, table, byPolicy]).toEqual([label, table, byPredicate]);
      }
      for (const [name, { query, table }] of Object.entries(contentsOf(principal))) {
        const byPredicate = await asSystem(app.db, (tx) => idsOf(tx, query));
        const byPolicy = await inTransaction(app.db, viewOf(principal), (tx) => idsOf(tx, table));
        expect([label, name, byPolicy]).toEqual([label, name, byPredicate]);
      }
    }
  });

  it('show nothing at all without a person', async () => {
    for (const [, table] of guarded) {
      const seen = await rows(app.db, sql`select from ${sql.table(table)}`);
      expect([table, seen.length]).toEqual([table, 0]);
    }
    expect(await rows(app.db, sql`select from audit_event`)).toHaveLength(0);
  });
});
