import { type Action, type ActionObject, can, hasPermission } from '#organisation/index.js';
import type { ApiAnswer, ApiRequest } from './api.js';
import type { Asker, City } from './rights-city.js';

/** One thing that an asker wants to do to one object: the request, and whether the answer means yes. */
export interface Question {
  action: Action;
  objectId: string;
  request: Pick<ApiRequest, 'path' | 'method' | 'body'>;
  isYes: (answer: ApiAnswer) => boolean;
  expected: (asker: Asker) => boolean;
}

const succeeded = (answer: ApiAnswer): boolean => answer.status >= 200 && answer.status < 300;

/** The questions about one kind of object; a new route is one more entry of a list below. */
const about = <A extends Action, O extends { id: string } & NonNullable<ActionObject<A>>>(
  objects: readonly O[],
  entry: {
    action: A;
    request: (object: O) => Question['request'] | undefined;
    isYes?: (answer: ApiAnswer, object: O) => boolean;
  },
): Question[] =>
  objects.flatMap((object) => {
    const request = entry.request(object);
    if (request === undefined) return [];
    return [
      {
        action: entry.action,
        objectId: object.id,
        request,
        isYes: (answer) => (entry.isYes ?? succeeded)(answer, object),
        expected: ({ principal }) => can(principal, entry.action, object as ActionObject<A>),
      },
    ];
  });

/** Questions without an object. */
const general = (action: Action, path: string): Question => ({
  action,
  objectId: '-',
  request: { path },
  isYes: succeeded,
  expected: ({ principal }) => can(principal, action, null as never),
});

const allowedBy = (field: string) => (answer: ApiAnswer) =>
  succeeded(answer) && answer.body.erlaubt[field] === true;

/** Each so-many-th one, where the same decision is asked in a second way; shifted, to meet all kinds. */
const some = <T>(objects: readonly T[], step: number): T[] =>
  objects.filter((_, index) => (index + Math.floor(index / step)) % step === 0);

/** Every question of the city, for each kind of object and each action that has a route. */
export const questionsAbout = (city: City): Question[] => [
  ...about(city.vorgaenge, {
    action: 'vorgang:read',
    request: ({ id }) => ({ path: `/api/vorgaenge/${id}` }),
  }),
  ...about(city.vorgaenge, {
    action: 'vorgang:write',
    request: ({ id }) => ({ path: `/api/vorgaenge/${id}` }),
    isYes: (answer) => succeeded(answer) && answer.body.darfBearbeiten === true,
  }),
  ...about(some(city.vorgaenge, 3), {
    action: 'vorgang:write',
    // A change of nothing: allowed or not, everything stays as it is for the next asker.
    request: ({ id }) => ({ path: `/api/vorgaenge/${id}`, method: 'PATCH', body: {} }),
  }),
  ...about(city.dokumente, {
    action: 'dokument:read',
    request: ({ id }) => ({ path: `/api/dokumente/${id}` }),
  }),
  ...about(some(city.dokumente, 2), {
    action: 'dokument:download',
    request: ({ id }) => ({ path: `/api/dokumente/${id}/dateien/0` }),
  }),
  ...about(city.posteingaenge, {
    action: 'posteingang:line',
    request: ({ id }) => ({ path: `/api/posteingaenge/${id}/zeile` }),
  }),
  ...about(city.posteingaenge, {
    action: 'posteingang:line-in-full',
    request: ({ id }) => ({ path: `/api/posteingaenge/${id}/zeile` }),
    isYes: (answer) => succeeded(answer) && answer.body.betreff !== null,
  }),
  ...about(city.posteingaenge, {
    action: 'posteingang:content',
    request: ({ id }) => ({ path: `/api/posteingaenge/${id}` }),
  }),
  ...about(city.stapel, {
    action: 'posteingang:whole',
    request: ({ id }) => ({ path: `/api/posteingaenge/${id}/original` }),
  }),
  ...about([...city.stapel, ...some(city.posteingaenge, 4)], {
    action: 'posteingang:whole',
    request: ({ id }) => ({ path: `/api/posteingaenge/${id}` }),
    isYes: (answer) => succeeded(answer) && answer.body.original !== null,
  }),
  ...about(city.stapelseiten, {
    action: 'posteingang:page',
    request: ({ id, nummer }) => ({ path: `/api/posteingaenge/${id}/seiten/${nummer}/text` }),
  }),
  ...about(city.stapelseiten, {
    action: 'posteingang:page',
    request: ({ id }) => ({ path: `/api/posteingaenge/${id}` }),
    isYes: (answer, { nummer }) =>
      succeeded(answer) &&
      answer.body.seiten.some((page: { nummer: number }) => page.nummer === nummer),
  }),
  ...about(some(city.posteingaenge, 2), {
    action: 'postkorb:read',
    request: ({ postkorbId }) =>
      postkorbId === null
        ? undefined
        : { path: `/api/postkorb/${postkorbId}/gelesen`, method: 'POST' },
  }),
  ...about(some(city.posteingaenge, 2), {
    action: 'postkorb:forward',
    // To where it lies already: refused for what it asks, not for who asks, so that nothing moves.
    request: ({ postkorbId, organisationseinheitId }) =>
      postkorbId === null
        ? undefined
        : {
            path: `/api/postkorb/${postkorbId}/weitergabe`,
            method: 'POST',
            body: { an: 'einheit', organisationseinheitId, begruendung: 'nicht zuständig' },
          },
    isYes: ({ status }) => status === 409 || status === 422,
  }),
  ...about(city.postausgaenge, {
    action: 'postausgang:read',
    request: ({ id }) => ({ path: `/api/postausgaenge/${id}` }),
  }),
  ...about(city.postausgaenge, {
    action: 'postausgang:write',
    request: ({ id }) => ({ path: `/api/postausgaenge/${id}` }),
    isYes: allowedBy('bearbeiten'),
  }),
  ...about(city.postausgaenge, {
    action: 'postausgang:release',
    request: ({ id }) => ({ path: `/api/postausgaenge/${id}` }),
    isYes: allowedBy('freigeben'),
  }),
  ...about(
    city.postausgaenge.filter((letter) => letter.zustand !== 'failed'),
    {
      action: 'postausgang:resolve',
      request: ({ id }) => ({ path: `/api/postausgaenge/${id}` }),
      isYes: allowedBy('klaeren'),
    },
  ),
  general('postlauf:fuehren', '/api/postlaeufe'),
  general('audit:read', '/api/audit?limit=1'),
  general('auswertung:read', '/api/auswertung?zeitraum=tag'),
  general('modell:read', '/api/selbstannahme'),
  general('vorlagen:manage', '/api/vorlagenverwaltung?art=briefkopf'),
  general('textbaustein:read', '/api/textbausteine?suche=Frist'),
  general('organisation:read', '/api/organisationseinheiten'),
  general('organisation:manage', '/api/personen?limit=1'),
];

/** A list or a count that must tell of exactly the objects that its asker may see. */
export interface ListQuestion {
  path: string;
  found: (answer: ApiAnswer) => readonly (string | number)[];
  expected: (asker: Asker) => readonly (string | number)[];
}

const idsIn =
  (field: string, key: string) =>
  (answer: ApiAnswer): string[] =>
    (answer.body?.[field] ?? []).map((one: Record<string, string>) => one[key]).sort();

const visible =
  <A extends Action>(action: A, objects: readonly ({ id: string } & ActionObject<A>)[]) =>
  ({ principal }: Asker): string[] =>
    objects
      .filter((object) => can(principal, action, object))
      .map((object) => object.id)
      .sort();

const mostSuggestions = 20;

/** The lists, counts, searches and suggestions of all kinds. */
export const listsOf = (city: City): ListQuestion[] => {
  const inPostkorb = city.posteingaenge.filter((item) => item.postkorbId !== null);
  const vorgaenge = visible('vorgang:read', city.vorgaenge);
  const dokumente = visible('dokument:read', city.dokumente);
  const zeilen = visible('posteingang:line', city.posteingaenge);
  const offen = visible('posteingang:line-in-full', city.posteingaenge);
  const hits = (field: string) => (answer: ApiAnswer) => [answer.body?.anzahl?.[field] ?? 0];
  return [
    {
      path: '/api/vorgaenge?bereich=sichtbare&limit=200',
      found: (answer) => [answer.body?.anzahl ?? 0, ...idsIn('vorgaenge', 'id')(answer)],
      expected: (asker) => [vorgaenge(asker).length, ...vorgaenge(asker)],
    },
    {
      path: `/api/vorgaenge/vorschlaege?q=anh%C3%B6rung&limit=${mostSuggestions}`,
      // Which twenty are offered is free, but none beyond what is visible.
      found: (answer) => {
        const all = new Set(city.vorgaenge.map((vorgang) => vorgang.id));
        return [idsIn('vorschlaege', 'id')(answer).filter((id) => all.has(id)).length];
      },
      expected: (asker) => [Math.min(mostSuggestions, vorgaenge(asker).length)],
    },
    {
      path: '/api/posteingaenge?limit=200',
      found: (answer) => [
        Object.values<number>(answer.body?.anzahl ?? {}).reduce((sum, one) => sum + one, 0),
        ...idsIn('zeilen', 'id')(answer),
      ],
      expected: (asker) => [zeilen(asker).length, ...zeilen(asker)],
    },
    {
      path: '/api/postkorb',
      found: idsIn('eintraege', 'posteingangId'),
      expected: visible('postkorb:read', inPostkorb),
    },
    {
      path: '/api/fristen?zustand=alle&limit=500',
      found: (answer) =>
        (answer.body?.fristen ?? [])
          .map(
            (one: Record<'posteingang' | 'vorgang', { id: string } | null>) =>
              (one.posteingang ?? one.vorgang)?.id,
          )
          .sort(),
      expected: (asker) => {
        if (!hasPermission(asker.principal, 'vorgang:read')) return [];
        const arrived = visible(
          'posteingang:content',
          city.posteingaenge.filter((one) => one.zustand === 'zugeordnet'),
        );
        return [...arrived(asker), ...vorgaenge(asker)].sort();
      },
    },
    {
      path: '/api/suche?q=Stellungnahme&limit=50',
      found: idsIn('dokumente', 'id'),
      expected: dokumente,
    },
    {
      path: '/api/suche?q=ellungnah',
      found: hits('dokumente'),
      expected: (asker) => [dokumente(asker).length],
    },
    {
      path: '/api/suche?q=gehweg',
      found: hits('vorgaenge'),
      expected: (asker) => [vorgaenge(asker).length],
    },
    {
      path: '/api/suche?q=widerspruch',
      found: hits('posteingaenge'),
      expected: (asker) => [offen(asker).length],
    },
    {
      path: '/api/posteingaenge?suche=widerspruch&limit=200',
      found: idsIn('zeilen', 'id'),
      expected: offen,
    },
  ];
};
