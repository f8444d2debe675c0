import { sql } from 'kysely';
import { type Db, firstRow, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import {
  type Aktenschutz,
  type Permission,
  type Postausgangsschutz,
  type Posteingangsschutz,
  type Principal,
  permissionsOf,
  type Rolle,
  rollen,
  type Seitenschutz,
} from '#organisation/index.js';
import {
  aDokument,
  anApiToken,
  anOrganisationseinheit,
  aPerson,
  aPostausgang,
  aPosteingang,
  aSession,
  aVorgang,
  someSeiten,
} from './builders.js';

/*
 * A small city for the test of rights: its own idea of who may read where, worked out from the tree in plain
 * code, so that it shares nothing with the SQL that it is compared with.
 */

interface Einheit {
  id: string;
  parentId: string | null;
}

/** Somebody who asks, with the header that proves it. */
export interface Asker {
  principal: Principal;
  cookie?: string;
  authorization?: string;
  /** What makes this one special, for the report. */
  label: string;
}

export interface CityVorgang extends Aktenschutz {
  id: string;
  geschaeftszeichen: string;
}
export interface CityDokument extends Aktenschutz {
  id: string;
}
export interface CityPosteingang extends Posteingangsschutz {
  id: string;
  postkorbId: string | null;
}
/** One page of a divided stack. */
export interface CitySeite extends Seitenschutz {
  id: string;
  nummer: number;
}
export interface CityPostausgang extends Postausgangsschutz {
  id: string;
}

export interface City {
  einheiten: Einheit[];
  askers: Asker[];
  vorgaenge: CityVorgang[];
  dokumente: CityDokument[];
  posteingaenge: CityPosteingang[];
  /** Divided stacks and, apart from them, their letters. */
  stapel: CityPosteingang[];
  briefe: CityPosteingang[];
  stapelseiten: CitySeite[];
  postausgaenge: CityPostausgang[];
}

type Held = { rolle: Rolle; organisationseinheitId: string };

const below = (tree: readonly Einheit[], id: string): string[] => [
  id,
  ...tree.filter((unit) => unit.parentId === id).flatMap((unit) => below(tree, unit.id)),
];

const principalFor = (
  tree: readonly Einheit[],
  person: { id: string; login: string; name: string },
  held: readonly Held[],
): Principal => {
  const unitsOf = (rolle: Rolle) =>
    held.filter((one) => one.rolle === rolle).map((one) => one.organisationseinheitId);
  const leitung = [...new Set(unitsOf('leitung').flatMap((id) => below(tree, id)))];
  return {
    kind: 'person',
    personId: person.id,
    login: person.login,
    name: person.name,
    rollen: held,
    leitung,
    einheiten: [...new Set([...unitsOf('sachbearbeitung'), ...leitung])],
    mustChangePassword: false,
  };
};

const buildTree = async (db: Db): Promise<Einheit[]> => {
  const tree: Einheit[] = [];
  const add = async (parent: number | null): Promise<void> => {
    const parentId = parent === null ? null : (tree[parent]?.id ?? null);
    tree.push({ id: (await anOrganisationseinheit(db, { parentId })).id, parentId });
  };
  // The city, two Dezernate, an Amt below each.
  for (const parent of [null, 0, 0, 1, 2]) await add(parent);
  return tree;
};

/** Every subset of the six roles in one unit, and the roles of content in every unit. */
const rolesToTry = (tree: readonly Einheit[]): Held[][] => {
  const home = tree[3]?.id ?? '';
  const subsets = Array.from({ length: 2 ** rollen.length }, (_, mask) =>
    rollen.filter((_rolle, bit) => (mask >> bit) % 2 === 1),
  ).map((some) => some.map((rolle) => ({ rolle, organisationseinheitId: home })));
  const single = tree.flatMap(({ id }) => [
    [{ rolle: 'sachbearbeitung' as const, organisationseinheitId: id }],
    [{ rolle: 'leitung' as const, organisationseinheitId: id }],
  ]);
  const across: Held[][] = [
    [
      { rolle: 'sachbearbeitung', organisationseinheitId: home },
      { rolle: 'leitung', organisationseinheitId: tree[2]?.id ?? '' },
    ],
    [
      { rolle: 'poststelle', organisationseinheitId: tree[0]?.id ?? '' },
      { rolle: 'sachbearbeitung', organisationseinheitId: tree[4]?.id ?? '' },
    ],
  ];
  return [...subsets, ...single, ...across];
};

const buildAskers = async (db: Db, tree: readonly Einheit[]): Promise<Asker[]> => {
  const askers: Asker[] = [];
  for (const [index, held] of rolesToTry(tree).entries()) {
    const person = await aPerson(db, { rollen: held });
    const principal = principalFor(tree, person, held);
    const label = held.map((one) => one.rolle).join('+') || 'no role';
    if (index % 2 === 0) {
      askers.push({ principal, cookie: await aSession(db, person.id), label });
      continue;
    }
    const scopes = [...permissionsOf(principal)];
    const authorization = await anApiToken(db, { personId: person.id, scopes });
    askers.push({ principal: { ...principal, kind: 'token', scopes }, authorization, label });
  }
  return [...askers, ...(await buildSpecialAskers(db, tree))];
};

/** Tokens that are allowed less than their person, and somebody who has to change the password first. */
const buildSpecialAskers = async (db: Db, tree: readonly Einheit[]): Promise<Asker[]> => {
  const everything = rollen.map((rolle) => ({ rolle, organisationseinheitId: tree[0]?.id ?? '' }));
  const person = await aPerson(db, { rollen: everything });
  const principal = principalFor(tree, person, everything);
  const narrow: Permission[][] = [
    ['vorgang:read'],
    ['posteingang:register'],
    ['posteingang:read'],
    ['postausgang:read'],
    ['postkorb:read'],
    ['audit:read', 'organisation:read'],
  ];
  const tokens = narrow.map(async (scopes): Promise<Asker> => {
    const authorization = await anApiToken(db, { personId: person.id, scopes });
    const label = `token for ${scopes.join(' ')}`;
    return { principal: { ...principal, kind: 'token', scopes }, authorization, label };
  });
  const fresh = await aPerson(db, { rollen: everything, mustChangePassword: true });
  return [
    ...(await Promise.all(tokens)),
    {
      principal: { ...principalFor(tree, fresh, everything), mustChangePassword: true },
      cookie: await aSession(db, fresh.id),
      label: 'must change the password',
    },
  ];
};

/** Both confidentialities in every unit, each without Bearbeiter and with one of the unit. */
const buildVorgaenge = async (db: Db, tree: readonly Einheit[], askers: readonly Asker[]) => {
  const vorgaenge: CityVorgang[] = [];
  for (const [index, { id: organisationseinheitId }] of tree.entries()) {
    const members = askers.filter(({ principal }) =>
      principal.rollen.some((held) => held.organisationseinheitId === organisationseinheitId),
    );
    const bearbeiterIds = [null, members[index % members.length]?.principal.personId ?? null];
    for (const vertraulichkeit of [0, 1] as const) {
      for (const bearbeiterId of bearbeiterIds) {
        const facts = { organisationseinheitId, vertraulichkeit, bearbeiterId };
        const { id, geschaeftszeichen } = await aVorgang(db, facts);
        vorgaenge.push({ ...facts, id, geschaeftszeichen });
      }
    }
  }
  return vorgaenge;
};

const postkorbIdOf = async (db: Db, posteingangId: string): Promise<string | null> => {
  const found = await asSystem(db, (tx) =>
    firstRow<{ id: string }>(
      tx,
      sql`select id from postkorb_eintrag where posteingang_id = ${posteingangId}`,
    ),
  );
  return found?.id ?? null;
};

const buildPosteingaenge = async (db: Db, tree: readonly Einheit[], files: CityVorgang[]) => {
  const posteingaenge: CityPosteingang[] = [];
  const add = async (facts: Posteingangsschutz, vorgangId: string | null): Promise<void> => {
    const { bearbeiterId: _bearbeiterId, ...given } = facts;
    const { id } = await aPosteingang(db, { ...given, vorgangId } as Parameters<
      typeof aPosteingang
    >[1] & { vorgangId: string | null });
    posteingaenge.push({ ...facts, id, postkorbId: await postkorbIdOf(db, id) });
  };
  const states = ['in_bearbeitung', 'clearing', 'geteilt', 'abgewiesen', 'zugeordnet'];
  for (const zustand of states.slice(0, 4)) {
    const facts = { zustand, vertraulichkeit: 0, bearbeiterId: null };
    await add({ ...facts, organisationseinheitId: null }, null);
    await add({ ...facts, organisationseinheitId: tree[3]?.id ?? null }, null);
  }
  for (const { id } of tree) {
    for (const vertraulichkeit of [0, 1]) {
      const facts = { zustand: 'zugeordnet', vertraulichkeit, bearbeiterId: null };
      await add({ ...facts, organisationseinheitId: id }, null);
    }
  }
  for (const [index, file] of files.filter((_, at) => at % 5 < 3).entries()) {
    const { id, geschaeftszeichen: _geschaeftszeichen, ...schutz } = file;
    // Most have arrived; some have their Vorgang already but are still on the way.
    const zustand = index % 4 === 3 ? (states[index % 3] ?? 'clearing') : 'zugeordnet';
    await add({ zustand, ...schutz }, id);
  }
  return posteingaenge;
};

const underway = (zustand: string): Posteingangsschutz => ({
  zustand,
  organisationseinheitId: null,
  vertraulichkeit: 0,
  bearbeiterId: null,
});

/** The letters of each stack: open, filed, confidentially filed, refused, emptied again, in one unit and in several. */
const lettersOfStacks = (tree: readonly Einheit[], files: readonly CityVorgang[]) => {
  const at = (unit: number, vertraulichkeit: number): Posteingangsschutz => ({
    ...underway('zugeordnet'),
    organisationseinheitId: tree[unit]?.id ?? null,
    vertraulichkeit,
  });
  const own = files.find(
    (file) =>
      file.organisationseinheitId === tree[3]?.id &&
      file.vertraulichkeit === 1 &&
      file.bearbeiterId !== null,
  );
  if (own === undefined) throw new Error('the city has no confidential Vorgang with a Bearbeiter');
  const { id: vorgangId, geschaeftszeichen: _geschaeftszeichen, ...schutz } = own;
  const inOwnHands = { ...schutz, zustand: 'zugeordnet', vorgangId };
  const [waiting, running] = [underway('clearing'), underway('in_bearbeitung')];
  const [refused, emptied] = [underway('abgewiesen'), underway('geteilt')];
  return [
    [waiting, running],
    [waiting, at(3, 0)],
    [running, at(3, 1)],
    [waiting, inOwnHands],
    [at(3, 0), at(3, 0)],
    [at(3, 0), at(3, 1)],
    [at(3, 1), at(3, 1)],
    [at(3, 0), inOwnHands],
    [at(3, 0), at(4, 0)],
    [at(1, 1), at(2, 0)],
    [waiting, refused],
    [at(3, 0), refused],
    [at(3, 0), emptied],
    [at(3, 1), emptied],
    [waiting, emptied],
  ] as (Posteingangsschutz & { vorgangId?: string })[][];
};

/** Each stack has a sheet as its first page and a page for each letter that still has one. */
const buildStapel = async (db: Db, tree: readonly Einheit[], files: readonly CityVorgang[]) => {
  const built: Pick<City, 'stapel' | 'briefe' | 'stapelseiten'> = {
    stapel: [],
    briefe: [],
    stapelseiten: [],
  };
  for (const letters of lettersOfStacks(tree, files)) {
    const briefe = letters.filter((letter) => letter.zustand !== 'geteilt');
    const stack = { ...underway('geteilt'), briefe };
    const { id } = await aPosteingang(db, { zustand: 'geteilt' });
    built.stapel.push({ ...stack, id, postkorbId: null });
    await someSeiten(db, id, [{ nummer: 1 }, ...letters.map((_, at) => ({ nummer: at + 2 }))]);
    built.stapelseiten.push({ id, nummer: 1, eingang: stack, brief: null });
    for (const [index, letter] of letters.entries()) {
      const { bearbeiterId: _bearbeiterId, ...given } = letter;
      const made = await aPosteingang(db, {
        ...given,
        parentId: id,
        parentPosition: index + 1,
      } as Parameters<typeof aPosteingang>[1] & object);
      const isThere = letter.zustand !== 'geteilt';
      const facts = isThere ? letter : { ...letter, briefe };
      built.briefe.push({ ...facts, id: made.id, postkorbId: await postkorbIdOf(db, made.id) });
      const brief = isThere ? letter : null;
      built.stapelseiten.push({ id, nummer: index + 2, eingang: stack, brief });
      if (!isThere) continue;
      await someSeiten(db, made.id, [{ nummer: 1, stapelSeite: index + 2 }]);
    }
  }
  return built;
};

const outboundStates = [
  'entwurf',
  'zur_freigabe',
  'queued',
  'claimed',
  'committing',
  'sent',
  'unknown',
  'failed',
  'storniert',
];

/** Letters in every state; the template `bescheid` needs a second person, `anschreiben` does not. */
const buildPostausgaenge = async (
  db: Db,
  files: readonly CityVorgang[],
  askers: readonly Asker[],
) => {
  const postausgaenge: CityPostausgang[] = [];
  const chosen = files.filter((_, index) => index % 6 === 0);
  for (const [index, file] of chosen.entries()) {
    const { id: vorgangId, geschaeftszeichen: _geschaeftszeichen, ...schutz } = file;
    const writers = askers.filter(({ principal }) =>
      principal.einheiten.includes(schutz.organisationseinheitId),
    );
    for (const [at, zustand] of outboundStates.entries()) {
      const vierAugen = (index + at) % 2 === 0;
      const authorId = writers[(index + at) % writers.length]?.principal.personId ?? '';
      const vorlage = vierAugen ? 'bescheid' : 'anschreiben';
      const id = await aPostausgang(db, { vorgangId, authorId, vorlage, zustand });
      if (zustand === 'zur_freigabe') {
        await rows(
          db,
          sql`insert into work_item (id, pipeline, stage, state) values (${id}, 'postausgang', 'release', 'waiting')`,
        );
      }
      postausgaenge.push({ ...schutz, id, zustand, authorId, vierAugen });
    }
  }
  return postausgaenge;
};

/** Builds the whole city. */
export const buildCity = async (db: Db): Promise<City> => {
  const einheiten = await buildTree(db);
  const askers = await buildAskers(db, einheiten);
  const vorgaenge = await buildVorgaenge(db, einheiten, askers);
  const dokumente: CityDokument[] = [];
  for (const { id: vorgangId, geschaeftszeichen: _geschaeftszeichen, ...schutz } of vorgaenge) {
    dokumente.push({ ...schutz, id: (await aDokument(db, { vorgangId })).id });
  }
  const { stapel, briefe, stapelseiten } = await buildStapel(db, einheiten, vorgaenge);
  const posteingaenge = [
    ...(await buildPosteingaenge(db, einheiten, vorgaenge)),
    ...stapel,
    ...briefe,
  ];
  const postausgaenge = await buildPostausgaenge(db, vorgaenge, askers);
  return {
    einheiten,
    askers,
    vorgaenge,
    dokumente,
    posteingaenge,
    stapel,
    briefe,
    stapelseiten,
    postausgaenge,
  };
};
