import type { GroupId, Gruppe, Term, TermId } from './begriffe.js';
import type { XmlElement } from './xml.js';

/**
 * Where a syntax keeps a term: steps of local names, each with conditions (`[Code=50]`, `[@schemeID!=SEPA]`), a last
 * step `@name` for an attribute. ` | ` separates places of which the first with a value counts, ` & ` places that all
 * count. Behind `#` stand the attributes for scheme and version; `../Name` is an element beside the value.
 */
export type Place = string;

/** Where a syntax keeps a group, and what is in it; `.` is the place of the group around it. */
export interface GroupBinding {
  id: GroupId;
  at: string;
  terms: Partial<Record<TermId, Place>>;
  groups?: readonly GroupBinding[];
}

/** The binding of a whole document. */
export interface Binding {
  terms: Partial<Record<TermId, Place>>;
  groups: readonly GroupBinding[];
}

interface Found {
  element: XmlElement;
  parent: XmlElement | undefined;
}

interface Condition {
  path: string;
  equal: boolean;
  value: string;
}

interface Step {
  name: string;
  conditions: readonly Condition[];
}

const conditionForm = /\[([^\]!=]+)(!?=)([^\]]*)\]/g;

const stepOf = (source: string): Step => ({
  name: /^[^[]+/.exec(source)?.[0] ?? '',
  conditions: [...source.matchAll(conditionForm)].map(([, path = '', sign, value = '']) => ({
    path,
    equal: sign === '=',
    value,
  })),
});

const steps = new Map<string, readonly Step[]>();

/** The steps of a path; conditions may hold slashes of their own. */
const stepsOf = (path: string): readonly Step[] => {
  const known = steps.get(path);
  if (known !== undefined) return known;
  const made = path === '.' ? [] : path.split(/\/(?![^[]*\])/).map(stepOf);
  steps.set(path, made);
  return made;
};

const valuesAt = (element: XmlElement, path: string): string[] => {
  if (path.startsWith('@')) return [element.attributes[path.slice(1)] ?? ''];
  return find(element, path).map((one) => one.element.text.trim());
};

/** The two other spellings that XML schema allows for a boolean. */
const booleans: Readonly<Record<string, string>> = { '0': 'false', '1': 'true' };

const holds = (element: XmlElement, { path, equal, value }: Condition): boolean => {
  const isBoolean = value === 'true' || value === 'false';
  const values = valuesAt(element, path).map((one) => (isBoolean ? (booleans[one] ?? one) : one));
  return values.includes(value) === equal;
};

function find(from: XmlElement, path: string): Found[] {
  let found: Found[] = [{ element: from, parent: undefined }];
  for (const { name, conditions } of stepsOf(path)) {
    found = found.flatMap(({ element }) =>
      element.children
        .filter((child) => child.name === name && conditions.every((one) => holds(child, one)))
        .map((child) => ({ element: child, parent: element })),
    );
  }
  return found;
}

/** The elements at a path below another one. */
export const elementsAt = (from: XmlElement, path: string): XmlElement[] =>
  find(from, path).map(({ element }) => element);

const attributeOf = ({ element, parent }: Found, name: string | undefined): string | undefined => {
  if (name === undefined) return undefined;
  const value = name.startsWith('../')
    ? parent?.children.find((child) => child.name === name.slice(3))?.text.trim()
    : element.attributes[name];
  return value === '' ? undefined : value;
};

const termsAtOne = (from: XmlElement, place: string): Term[] => {
  const [path = '', schemeName, versionName] = place.split('#');
  const [, before = path, attribute] = /^(.*?)(?:\/|^)@(\w+)$/.exec(path) ?? [];
  return find(from, before).flatMap((found) => {
    const text = attribute === undefined ? found.element.text : found.element.attributes[attribute];
    const value = (text ?? '').trim();
    const scheme = attributeOf(found, schemeName);
    const version = attributeOf(found, versionName);
    if (value === '') return [];
    return [
      {
        value,
        ...(scheme === undefined ? {} : { scheme }),
        ...(version === undefined ? {} : { version }),
      },
    ];
  });
};

const termsAt = (from: XmlElement, place: Place): Term[] => {
  if (place.includes(' & ')) return place.split(' & ').flatMap((one) => termsAtOne(from, one));
  for (const one of place.split(' | ')) {
    const found = termsAtOne(from, one);
    if (found.length > 0) return found;
  }
  return [];
};

const isEmpty = ({ terms, groups }: Gruppe): boolean =>
  Object.keys(terms).length === 0 && Object.keys(groups).length === 0;

/** Reads the terms and groups of a binding from an element; what is empty does not appear. */
export const readBinding = (
  from: XmlElement,
  binding: { terms: GroupBinding['terms']; groups?: readonly GroupBinding[] | undefined },
): Gruppe => {
  const read: Gruppe = { terms: {}, groups: {} };
  for (const [id, place] of Object.entries(binding.terms) as [TermId, Place][]) {
    const terms = termsAt(from, place);
    if (terms.length > 0) read.terms[id] = terms;
  }
  for (const group of binding.groups ?? []) {
    const found = elementsAt(from, group.at)
      .map((element) => readBinding(element, group))
      .filter((one) => !isEmpty(one));
    if (found.length > 0) read.groups[group.id] = [...(read.groups[group.id] ?? []), ...found];
  }
  return read;
};
