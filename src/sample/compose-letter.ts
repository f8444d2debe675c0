import { composeBody } from './compose-body.js';
import {
  composeClosing,
  composeDate,
  composeFooter,
  composeHead,
  composeInfo,
  composeRecipient,
  composeSalutation,
  drawLetterDay,
  drawStyle,
} from './compose-frame.js';
import { composeAppendix, composeTable } from './compose-table.js';
import { type Contact, drawForeignReference } from './contacts.js';
import { addDays, money, numericDate } from './german-format.js';
import {
  type Block,
  type Draft,
  type GeneratedLetter,
  type LetterStyle,
  type LetterTruth,
  textOf,
} from './letter.js';
import type { Municipality, SampleVorgang } from './municipality.js';
import { printedFacts } from './printed-facts.js';
import type { Random } from './random.js';
import { drawPrintedReference, type PrintedReference } from './reference.js';
import type { Sachverhalt } from './sachverhalt.js';
import { type Slots, writeFromTemplate } from './spin.js';
import type { KindText } from './texts/letter-kind.js';
import { getThema } from './texts/themen.js';
import { withTypos } from './typos.js';
import { voiceOf } from './voice.js';

/** What is decided before the first word is written. */
export interface LetterPlan {
  id: string;
  kindText: KindText;
  kennzeichen: string;
  vorgang: SampleVorgang | undefined;
  contact: Contact;
  /** The party whose matter it is: the sender, or whom the sender stands for. */
  principal: Contact;
  sachverhalt: Sachverhalt;
}

interface Written {
  plan: LetterPlan;
  draft: Draft;
  datum: string;
  fristIso: string;
  style: LetterStyle;
  reference: PrintedReference | undefined;
  fremdesZeichen: string | undefined;
  zahlbetragCents: number | undefined;
  iban: string;
}

const share = (random: Random, probability: number): boolean => random.chance(probability);

const letterSlots = (
  plan: LetterPlan,
  { datum, fristIso, random }: { datum: string; fristIso: string; random: Random },
): Slots => ({
  ...plan.sachverhalt.slots,
  name: plan.principal.name,
  mandant: plan.principal.name,
  alter: String(random.int(24, 88)),
  terminTag: numericDate(addDays(datum, random.int(25, 90))),
  terminUhr: `${random.int(8, 14)}.${random.pick(['00', '15', '30', '45'])}`,
  geburtstag: numericDate(addDays(datum, -random.int(7000, 27000))),
  rechnungNr: random.pick([
    `${datum.slice(0, 4)}-${random.int(1000, 9999)}`,
    `RE${random.int(10000, 99999)}`,
    `${random.int(100, 999)}/${datum.slice(2, 4)}`,
  ]),
  fristDatum: numericDate(fristIso),
  zahlbarBis: numericDate(fristIso),
  ...voiceOf(plan.contact.art),
});

const drawReference = (
  plan: LetterPlan,
  style: LetterStyle,
  random: Random,
): PrintedReference | undefined =>
  plan.vorgang === undefined || !share(random, 0.87)
    ? undefined
    : drawPrintedReference(plan.vorgang.geschaeftszeichen, {
        random,
        art: plan.contact.art,
        hasInfoBlock: style.layout !== 'citizen',
      });

const referenceSentences = (printed: string, label: string): readonly string[] => [
  `es geht um das ${label.replace('.', '').replace('Az', 'Aktenzeichen')} ${printed}.`,
  `ich beziehe mich auf Ihr Schreiben mit dem ${label.replace('Az.', 'Aktenzeichen')} ${printed}.`,
  `mein Anliegen läuft bei Ihnen unter dem ${label.replace('Az.', 'Aktenzeichen')} ${printed}.`,
];

const subjectBlock = (written: Written, subject: string): Block => {
  const { reference, draft } = written;
  if (reference?.placement !== 'subject') return { type: 'subject', lines: [subject] };
  const line = `${reference.label} ${reference.printed}`;
  return {
    type: 'subject',
    lines: draft.random.chance(0.3) ? [`${subject}, ${line}`] : [subject, line],
  };
};

const referenceBlock = ({ reference }: Written): Block[] =>
  reference?.placement === 'reference'
    ? [{ type: 'reference', text: `${reference.label} ${reference.printed}` }]
    : [];

const composeParagraphs = (written: Written): { before: string[]; after: readonly string[] } => {
  const { plan, draft, reference } = written;
  const body = composeBody(
    { kindText: plan.kindText, thema: getThema(plan.kennzeichen), art: plan.contact.art },
    draft,
  );
  const opening =
    reference?.placement === 'sentence'
      ? [
          draft.random.pick(referenceSentences(reference.printed, reference.label)),
          body.opening.charAt(0).toUpperCase() + body.opening.slice(1),
        ]
      : [body.opening];
  const before = [opening.join(' '), ...body.middle];
  const careless = plan.contact.art === 'citizen' && draft.random.chance(0.35);
  const guarded = reference?.placement === 'sentence' ? 1 : 0;
  if (!careless || before.length <= guarded) return { before, after: body.ending };
  return {
    before: [...before.slice(0, guarded), ...withTypos(before.slice(guarded), draft.random)],
    after: body.ending,
  };
};

const enclosuresOf = ({ plan, draft }: Written): string[] => {
  const { random } = draft;
  if (!share(random, plan.kindText.enclosureShare)) return [];
  const all = [...(plan.kindText.enclosures ?? []), ...getThema(plan.kennzeichen).unterlagen];
  return random
    .shuffle(all)
    .slice(0, random.int(1, Math.min(4, all.length)))
    .map((item) => writeFromTemplate(item, draft));
};

const composeBlocks = (
  written: Written,
  municipality: Municipality,
  table: Block | undefined,
): { blocks: Block[]; betreff: string; addressedTo: string | undefined; einschreiben: boolean } => {
  const { plan, draft, style, datum } = written;
  const { random } = draft;
  const { contact } = plan;
  const einschreiben = share(
    random,
    plan.kindText.kind === 'widerspruch' || contact.art === 'lawyer' ? 0.15 : 0.03,
  );
  const kuerzel =
    municipality.aktenplan.find((unit) => unit.kennzeichen === plan.kennzeichen)?.federfuehrung ??
    '10';
  const recipient = composeRecipient({ municipality, kuerzel, einschreiben }, random);
  const betreff = writeFromTemplate(random.pick(plan.kindText.subjects), draft);
  const info =
    style.layout === 'citizen'
      ? composeDate(contact, { datum, random })
      : composeInfo(
          {
            contact,
            datum,
            reference: written.reference,
            fremdesZeichen: written.fremdesZeichen,
            bescheidVom: draft.slots['bescheidVom'] ?? '',
          },
          random,
        );
  const { before, after } = composeParagraphs(written);
  const enclosures = enclosuresOf(written);
  const appendix =
    enclosures.length > 0 && share(random, 0.3)
      ? [composeAppendix(draft, { iban: written.iban, isPrivate: contact.art === 'citizen' })]
      : [];
  const footer = composeFooter(contact, { iban: written.iban, random });
  const clerk = municipality.personen.find(({ login }) => login === plan.vorgang?.bearbeiter)?.name;
  const blocks: Block[] = [
    composeHead(contact, random),
    recipient.block,
    info,
    ...referenceBlock(written),
    subjectBlock(written, betreff),
    composeSalutation(contact, { clerk, random }),
    ...before.map((text): Block => ({ type: 'paragraph', text })),
    ...(table === undefined ? [] : [table]),
    ...after.map((text): Block => ({ type: 'paragraph', text })),
    ...composeClosing(contact, random),
    ...(enclosures.length === 0 ? [] : [{ type: 'enclosures', items: enclosures } as const]),
    ...(footer === undefined ? [] : [footer]),
    ...appendix,
  ];
  return { blocks, betreff, addressedTo: recipient.addressedTo, einschreiben };
};

const truthOf = (
  written: Written,
  {
    betreff,
    addressedTo,
    einschreiben,
    text,
    kuerzel,
  }: {
    betreff: string;
    addressedTo: string | undefined;
    einschreiben: boolean;
    text: string;
    kuerzel: string;
  },
): LetterTruth => {
  const { plan, reference, fremdesZeichen, datum, zahlbetragCents } = written;
  const { art, name, strasse, plz, ort, email } = plan.contact;
  return {
    id: plan.id,
    kind: plan.kindText.kind,
    organisationseinheit: kuerzel,
    kennzeichen: plan.kennzeichen,
    ...(plan.vorgang === undefined
      ? {}
      : {
          geschaeftszeichen: plan.vorgang.geschaeftszeichen,
          vorgangBetreff: plan.vorgang.betreff,
        }),
    ...(reference === undefined
      ? {}
      : {
          geschaeftszeichenPrinted: reference.printed,
          geschaeftszeichenPlacement: reference.placement,
        }),
    geschaeftszeichenMistyped: reference?.mistyped ?? false,
    ...(fremdesZeichen !== undefined && text.includes(fremdesZeichen) ? { fremdesZeichen } : {}),
    sender:
      email === undefined
        ? { art, name, strasse, plz, ort }
        : { art, name, strasse, plz, ort, email },
    ...(addressedTo === undefined ? {} : { addressedTo }),
    datum,
    betreff,
    ...printedFacts(text, { frist: written.fristIso, iban: written.iban }),
    ...(zahlbetragCents === undefined ? {} : { zahlbetragCents }),
    einschreiben,
  };
};

/** Writes one letter according to plan; the same plan and stream of numbers give the same letter. */
export const composeLetter = (
  plan: LetterPlan,
  { random, municipality, today }: { random: Random; municipality: Municipality; today: string },
): GeneratedLetter => {
  const datum = drawLetterDay(today, random);
  const fristIso = addDays(datum, random.pick([10, 14, 14, 21, 28, 30]));
  const style = drawStyle(plan.contact, random);
  const slots = letterSlots(plan, { datum, fristIso, random });
  const party = plan.vorgang?.beteiligte.find(({ name }) => name === plan.contact.name);
  const fremdesZeichen =
    party?.zeichen ??
    drawForeignReference(plan.contact, { random, today, kennzeichen: plan.kennzeichen });
  const table = composeTable(
    {
      attachment: plan.kindText.attachment,
      kennzeichen: plan.kennzeichen,
      betragCents: plan.sachverhalt.betragCents,
    },
    { random, slots },
  );
  const summe = money(table?.totalCents ?? plan.sachverhalt.betragCents);
  const written: Written = {
    plan,
    draft: { random, slots: { ...slots, summe } },
    datum,
    fristIso,
    style,
    reference: drawReference(plan, style, random),
    fremdesZeichen,
    zahlbetragCents: table?.totalCents,
    iban: plan.sachverhalt.iban,
  };
  const parts = composeBlocks(written, municipality, table?.block);
  const kuerzel =
    municipality.aktenplan.find((unit) => unit.kennzeichen === plan.kennzeichen)?.federfuehrung ??
    '10';
  const text = textOf(parts);
  return { truth: truthOf(written, { ...parts, text, kuerzel }), style, blocks: parts.blocks };
};
