import { drawPersonName, loginOf } from './contacts.js';
import { organisationseinheiten } from './data/organisationseinheiten.js';
import type { Random } from './random.js';

/** What a person may do, in one office or (at the city itself) everywhere. */
export type SampleRole =
  | 'poststelle'
  | 'sachbearbeitung'
  | 'leitung'
  | 'postausgang'
  | 'revision'
  | 'administration';

/** One employee of the sample city. */
export interface SamplePerson {
  login: string;
  name: string;
  email: string;
  roles: readonly { role: SampleRole; kuerzel: string }[];
}

type Post = readonly [SampleRole, string];

const repeat = (count: number, post: Post): Post[] => Array.from({ length: count }, () => post);

/** 60 posts: every unit has a head, every office clerks, the central roles are filled twice or more. */
const posts = (): Post[] => {
  const offices = organisationseinheiten.filter(({ ebene }) => ebene === 'amt');
  const central = [
    ...repeat(4, ['poststelle', '10'] as const),
    ...repeat(2, ['postausgang', '10'] as const),
    ...repeat(2, ['revision', 'OB'] as const),
    ...repeat(2, ['administration', 'OB'] as const),
  ];
  const heads = organisationseinheiten.map(({ kuerzel }): Post => ['leitung', kuerzel]);
  const clerkCount = 60 - central.length - heads.length;
  const clerks = Array.from({ length: clerkCount }, (_, index): Post => {
    const office = offices[index % offices.length];
    return ['sachbearbeitung', office?.kuerzel ?? '10'];
  });
  return [...central, ...heads, ...clerks];
};

/** Fills all posts with invented people whose logins are unique. */
export const drawPersonen = (random: Random): SamplePerson[] => {
  const logins = new Set<string>();
  return posts().map(([role, kuerzel]) => {
    let name = drawPersonName(random);
    while (logins.has(loginOf(name))) name = drawPersonName(random);
    const login = loginOf(name);
    logins.add(login);
    return { login, name, email: `${login}@stadt-lohwerda.example`, roles: [{ role, kuerzel }] };
  });
};
