import type { Handhabungsregel, Umschlag, Umschlagurteil } from './regeln.schema.js';

/** A person of the house, as an envelope may name them. */
export interface Hausperson {
  id: string;
  name: string;
  email?: string | null;
}

/** Lower case without umlauts and punctuation, words apart by one space: `Z. Hd.` → `z hd`. */
export const schlicht = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Whether the words stand in the text; a star at the end leaves the last word open. */
const contains = (text: string, value: string): boolean => {
  const words = schlicht(value);
  if (words === '') return false;
  return ` ${text} `.includes(value.trim().endsWith('*') ? ` ${words}` : ` ${words} `);
};

const firstWord = (text: string, werte: readonly string[]): string | undefined =>
  werte.find((value) => contains(text, value));

const linesOf = (anschrift: string): string[] =>
  anschrift
    .split(/[\n\r,;]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '');

const anrede = /^(herrn?|frau|dr|prof)$/;
const titel = /^(herrn?|frau|dr|prof|dipl|ing|med|jur|phil|rer|nat|pol|mag|ba|ma)$/;
/** An office without a name is no person: „Herrn Oberbürgermeister“ is mail for the house. */
const amtsbezeichnung =
  /(buergermeister|leiter|dezernent|direktor|praesident|beauftragter?|vorsitzender?|kaemmerer|sachbearbeiter)(in|innen|s)?$/;

const namesIn = (line: string): string[] =>
  schlicht(line)
    .split(' ')
    .filter((word) => word !== '' && !titel.test(word) && !amtsbezeichnung.test(word));

const isFullName = (line: string, person: Hausperson): boolean => {
  const words = new Set(namesIn(line));
  const name = namesIn(person.name);
  return name.length > 1 && name.every((word) => words.has(word));
};

const namesAPerson = (line: string, people: readonly Hausperson[]): boolean => {
  const words = schlicht(line).split(' ');
  const addressed = words.some((word, index) => index < 2 && anrede.test(word));
  return (addressed && namesIn(line).length > 0) || people.some((one) => isFullName(line, one));
};

/**
 * The one person of the house whose full name stands in the address or the wording, or whose mail address it is;
 * undefined where nobody is named or more than one could be meant.
 */
export const findeEmpfaenger = (
  umschlag: Pick<Umschlag, 'anschrift' | 'vermerk' | 'empfaengeradressen'>,
  people: readonly Hausperson[],
): Hausperson | undefined => {
  const lines = [...linesOf(umschlag.anschrift), umschlag.vermerk];
  const addresses = umschlag.empfaengeradressen.map((one) => one.toLowerCase());
  const meant = people.filter(
    (one) =>
      lines.some((line) => isFullName(line, one)) ||
      (one.email != null && addresses.includes(one.email.toLowerCase())),
  );
  return meant.length === 1 ? meant[0] : undefined;
};

interface Befund {
  trifft: boolean;
  grund: string;
}

const yes = (grund: string): Befund => ({ trifft: true, grund });
const no = (grund: string): Befund => ({ trifft: false, grund });

const nameBeforeAuthority = (
  umschlag: Umschlag,
  werte: readonly string[],
  people: readonly Hausperson[],
): Befund => {
  const lines = linesOf(umschlag.anschrift);
  const authority = lines.findIndex((line) => firstWord(schlicht(line), werte) !== undefined);
  if (authority === -1) return no('In der Anschrift steht keine Behörde.');
  const person = lines.slice(0, authority).find((line) => namesAPerson(line, people));
  return person === undefined
    ? no('Vor der Behörde steht kein Name.')
    : yes(`„${person}“ steht in der Anschrift vor „${lines[authority]}“.`);
};

/** `Adresse` without what stands behind a plus sign; `*@haus.example` is a whole domain. */
const meansAddress = (value: string, address: string): boolean => {
  const [local = '', domain = ''] = address.toLowerCase().split('@');
  const plain = `${local.replace(/\+.*$/, '')}@${domain}`;
  return [address.toLowerCase(), plain, `*@${domain}`].includes(value.toLowerCase());
};

const addressed = (werte: readonly string[], addresses: readonly string[]): Befund => {
  const hit = addresses.find((one) => werte.some((value) => meansAddress(value, one)));
  return hit === undefined
    ? no('Die Adresse steht nicht in der Regel.')
    : yes(`Die Adresse ${hit} steht in der Regel.`);
};

const wording = (text: string, werte: readonly string[]): Befund => {
  const hit = firstWord(text, werte);
  return hit === undefined
    ? no('Kein Wort der Regel steht auf dem Umschlag.')
    : yes(`Auf dem Umschlag steht „${hit.replace(/\*$/, '…')}“.`);
};

const look = (
  regel: Handhabungsregel,
  umschlag: Umschlag,
  people: readonly Hausperson[],
): Befund => {
  const text = schlicht(`${umschlag.vermerk} ${umschlag.anschrift}`);
  switch (regel.merkmal) {
    case 'vermerk':
    case 'zu_haenden':
      return wording(text, regel.werte);
    case 'name_vor_behoerde':
      return nameBeforeAuthority(umschlag, regel.werte, people);
    case 'empfaengeradresse':
      return addressed(regel.werte, umschlag.empfaengeradressen);
    case 'absenderadresse':
      return addressed(regel.werte, [umschlag.absenderadresse]);
    case 'eingangsort':
      return umschlag.eingangsort !== '' &&
        regel.werte.some((value) => schlicht(value) === schlicht(umschlag.eingangsort))
        ? yes(`Eingegangen über „${umschlag.eingangsort}“.`)
        : no('Anderer Eingangsort.');
  }
};

const isValid = (regel: Handhabungsregel, tag: string): boolean =>
  (regel.gueltigAb === null || regel.gueltigAb <= tag) &&
  (regel.gueltigBis === null || tag <= regel.gueltigBis);

/**
 * Decides from the envelope alone, and never from what is in it: the first rule by `rang` that is valid on `tag`
 * (YYYY-MM-DD) and fits; a class that the station names goes before. Says of each rule whether it fits, and why.
 */
export const urteile = (
  regeln: readonly Handhabungsregel[],
  umschlag: Umschlag,
  context: { tag: string; personen: readonly Hausperson[] },
): Umschlagurteil => {
  const inOrder = regeln.toSorted((a, b) => a.rang - b.rang || a.id.localeCompare(b.id));
  const looked = inOrder.map((regel) => {
    const befund = isValid(regel, context.tag)
      ? look(regel, umschlag, context.personen)
      : no('An diesem Tag gilt die Regel nicht.');
    return { regel, ...befund };
  });
  const said = inOrder.find(
    (regel) =>
      umschlag.klasse !== undefined &&
      regel.klasse === umschlag.klasse &&
      isValid(regel, context.tag),
  );
  const fired = looked.find(({ trifft }) => trifft);
  const regel = said ?? fired?.regel ?? null;
  const empfaenger = findeEmpfaenger(umschlag, context.personen);
  return {
    klasse: umschlag.klasse ?? regel?.klasse ?? null,
    regel,
    begruendung:
      umschlag.klasse === undefined
        ? (fired?.grund ?? 'Keine Regel trifft zu; die Sendung wird geöffnet.')
        : 'Von der Poststelle so angegeben.',
    empfaenger: empfaenger === undefined ? null : { id: empfaenger.id, name: empfaenger.name },
    geprueft: looked.map(({ regel: one, trifft, grund }) => ({ id: one.id, trifft, grund })),
  };
};
