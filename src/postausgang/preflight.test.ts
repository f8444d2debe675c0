import { describe, expect, it } from 'vitest';
import type { Block } from './postausgang.schema.js';
import { istVersandfaehig, type Pruefling, pruefeBrief } from './preflight.js';
import type { Briefvorlage } from './vorlagen.js';

const absatz = (text: string): Block => ({ art: 'absatz', laeufe: [{ text }] });

const vorlage: Briefvorlage = {
  name: 'bescheid',
  titel: 'Bescheid',
  beschreibung: '',
  vierAugen: true,
  verwaltungsakt: true,
  rechtsform: 'formfrei',
  form: 'B',
  kanaele: ['druck', 'email'],
  bloecke: ['absatz', 'rechtsbehelfsbelehrung'],
  pflichtbloecke: ['rechtsbehelfsbelehrung'],
  betreff: '',
  inhalt: {} as Briefvorlage['inhalt'],
};
const belehrung = (text: string): Block => ({ art: 'rechtsbehelfsbelehrung', text });
const guteBelehrung = belehrung(
  'Gegen diesen Bescheid kann innerhalb eines Monats Widerspruch bei der Stadt Lohwerda, Markt 1, 05110 Lohwerda, erhoben werden.',
);

const letter = (
  changes: {
    bloecke?: Block[];
    empfaenger?: Partial<Pruefling['brief']['empfaenger']>;
    anlagen?: string[];
  } & Partial<Pruefling> = {},
): Pruefling => ({
  vorlage,
  seitenzahl: changes.seitenzahl ?? 2,
  kanalWunsch: changes.kanalWunsch ?? null,
  brief: {
    betreff: 'Entscheidung',
    empfaenger: {
      name: 'Jens Hartwig',
      zusatz: '',
      strasse: 'Gartenstr. 4',
      plz: '05110',
      ort: 'Lohwerda',
      land: '',
      email: null,
      ...changes.empfaenger,
    },
    inhalt: {
      anrede: 'Guten Tag,',
      bloecke: changes.bloecke ?? [absatz('wir entscheiden.'), guteBelehrung],
      grussformel: '',
      unterzeichner: '',
      anlagen: changes.anlagen ?? [],
      ihrZeichen: '',
      ihreNachrichtVom: '',
    },
  },
});

const codes = (pruefling: Pruefling, stufe: 'fehler' | 'hinweis') =>
  pruefeBrief(pruefling)
    .filter((finding) => finding.stufe === stufe)
    .map((finding) => finding.code);

describe('the check before a letter leaves', () => {
  it('lets a complete letter pass', () => {
    const findings = pruefeBrief(letter());
    expect(istVersandfaehig(findings)).toBe(true);
    expect(findings.map((finding) => finding.stufe)).toEqual(['ok', 'ok']);
  });

  it.each([
    ['a postal code of four digits', { plz: '5110' }],
    ['no town', { ort: '' }],
  ])('stops a letter to an address with %s', (_what, empfaenger) => {
    expect(istVersandfaehig(pruefeBrief(letter({ empfaenger })))).toBe(false);
  });

  it('asks for no postal address when the letter goes by e-mail', () => {
    const pruefling = letter({
      kanalWunsch: 'email',
      empfaenger: { ort: '', plz: '', strasse: '', email: 'a@b.example' },
    });
    expect(codes(pruefling, 'fehler')).toEqual([]);
  });

  it.each([
    [
      'Gegen diesen Bescheid kann innerhalb eines Monats etwas bei der Stadt, 05110 Lohwerda, eingelegt werden.',
      'der Rechtsbehelf',
    ],
    [
      'Gegen diesen Bescheid kann Widerspruch bei der Stadt, 05110 Lohwerda, erhoben werden.',
      'die Frist',
    ],
    ['Gegen diesen Bescheid kann innerhalb eines Monats Widerspruch erhoben werden.', 'die Stelle'],
  ])('names what a Rechtsbehelfsbelehrung lacks: %s', (text, missing) => {
    const findings = pruefeBrief(letter({ bloecke: [absatz('x.'), belehrung(text)] }));
    const finding = findings.find((one) => one.code === 'belehrung-unvollstaendig');
    expect(finding).toMatchObject({ stufe: 'fehler', text: expect.stringContaining(missing) });
  });

  it('stops a Bescheid without any Belehrung, and a block that its template does not allow', () => {
    const bloecke: Block[] = [absatz('x.'), { art: 'ueberschrift', text: 'Begründung' }];
    expect(codes(letter({ bloecke }), 'fehler')).toEqual([
      'baustein-unzulaessig',
      'pflichtbaustein-fehlt',
    ]);
  });

  it('stops a letter with open places and reminds of Anlagen that nobody named', () => {
    const bloecke = [absatz('Als Anlage erhalten Sie [Name der Anlage].'), guteBelehrung];
    expect(codes(letter({ bloecke }), 'fehler')).toEqual(['platzhalter-offen']);
    expect(codes(letter({ bloecke }), 'hinweis')).toEqual(['anlagen-fehlen']);
    expect(codes(letter({ bloecke, anlagen: ['Lageplan'] }), 'hinweis')).toEqual([]);
  });

  it('stops a letter that fits into no envelope', () => {
    expect(codes(letter({ seitenzahl: 91 }), 'fehler')).toEqual(['zu-viele-seiten']);
  });
});
