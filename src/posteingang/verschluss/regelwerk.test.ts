import { describe, expect, it } from 'vitest';
import { type Handhabungsregel, Umschlag } from './regeln.schema.js';
import { findeEmpfaenger, type Hausperson, schlicht, urteile } from './regelwerk.js';

const aRule = (facts: Partial<Handhabungsregel>): Handhabungsregel => ({
  id: `00000000-0000-4000-8000-${String(facts.rang ?? 50).padStart(12, '0')}`,
  rang: 50,
  bezeichnung: 'Regel',
  merkmal: 'vermerk',
  werte: ['persönlich'],
  klasse: 'persoenlich',
  oeffner: 'empfaenger',
  einheit: null,
  ohneScan: false,
  rechtsgrundlage: 'Dienstanweisung',
  gueltigAb: null,
  gueltigBis: null,
  ...facts,
});

const persoenlich = aRule({ rang: 70 });
const zuHaenden = aRule({
  rang: 80,
  merkmal: 'zu_haenden',
  werte: ['z. Hd.', 'z.Hd.', 'zu Händen'],
  klasse: null,
  oeffner: null,
});
const nameVorn = aRule({
  rang: 90,
  merkmal: 'name_vor_behoerde',
  werte: ['Stadt*', 'Ordnungsamt'],
});
const alle = [nameVorn, zuHaenden, persoenlich];

const jana: Hausperson = { id: 'jana', name: 'Jana Weber' };
const personen = [jana, { id: 'otto', name: 'Dr. Otto Lang' }];
const on = (facts: Partial<Umschlag>, regeln = alle, tag = '2026-11-23') =>
  urteile(regeln, Umschlag.parse(facts), { tag, personen });

describe('the decision from the envelope', () => {
  it.each([
    ['Frau Jana Weber\nStadt Lohwerda\nMarkt 1\n05110 Lohwerda', 90, 'persoenlich'],
    ['Jana Weber\nStadtverwaltung Lohwerda', 90, 'persoenlich'],
    ['Herrn Unbekannt Fremder\nOrdnungsamt', 90, 'persoenlich'],
    ['Stadt Lohwerda\nFrau Jana Weber\nMarkt 1', undefined, null],
    ['Herrn Oberbürgermeister\nStadt Lohwerda', undefined, null],
    ['z. Hd. Frau Jana Weber\nStadt Lohwerda', 80, null],
    ['Stadt Lohwerda\nzu Händen von Frau Weber', 80, null],
    ['z.Hd. Frau Jana Weber – PERSÖNLICH –\nStadt Lohwerda', 70, 'persoenlich'],
    ['Stadt Lohwerda\nMarkt 1\n05110 Lohwerda', undefined, null],
  ])('%j', (anschrift, rang, klasse) => {
    const verdict = on({ anschrift });
    expect([verdict.regel?.rang, verdict.klasse]).toEqual([rang, klasse]);
  });

  it('says why, and why the others do not decide', () => {
    const { begruendung, geprueft, empfaenger } = on({
      anschrift: 'Frau Jana Weber, Stadt Lohwerda',
    });
    expect(begruendung).toBe('„Frau Jana Weber“ steht in der Anschrift vor „Stadt Lohwerda“.');
    expect(geprueft.map(({ trifft }) => trifft)).toEqual([false, false, true]);
    expect(empfaenger).toEqual({ id: 'jana', name: 'Jana Weber' });
  });

  it('takes whole words, any writing, and leaves a starred word open', () => {
    expect(on({ vermerk: 'PERSÖNLICH!' }).klasse).toBe('persoenlich');
    expect(on({ vermerk: 'persoenlich' }).klasse).toBe('persoenlich');
    expect(on({ vermerk: 'Persönlichkeitsentwicklung' }).klasse).toBeNull();
    const wahl = aRule({ werte: ['Wahlbrief*'], klasse: 'briefwahl', oeffner: 'einheit' });
    expect(on({ vermerk: 'Wahlbriefumschlag' }, [wahl]).klasse).toBe('briefwahl');
  });

  it('knows the days of a rule', () => {
    const dated = [aRule({ gueltigAb: '2026-01-01', gueltigBis: '2026-06-30' })];
    const days = ['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'];
    expect(days.map((tag) => on({ vermerk: 'persönlich' }, dated, tag).klasse)).toEqual([
      null,
      'persoenlich',
      'persoenlich',
      null,
    ]);
  });

  it('decides on a mail by its addresses and on a scan by its station', () => {
    const rules = [
      aRule({ rang: 1, merkmal: 'empfaengeradresse', werte: ['ob@haus.example', '*@pr.example'] }),
      aRule({ rang: 2, merkmal: 'absenderadresse', werte: ['*@klinik.example'] }),
      aRule({ rang: 3, merkmal: 'eingangsort', werte: ['Personal ungeöffnet'] }),
    ];
    const rangOf = (facts: Partial<Umschlag>) => on(facts, rules).regel?.rang;
    expect(rangOf({ empfaengeradressen: ['OB+x@haus.example'] })).toBe(1);
    expect(rangOf({ empfaengeradressen: ['info@haus.example', 'wer@pr.example'] })).toBe(1);
    expect(rangOf({ absenderadresse: 'arzt@klinik.example' })).toBe(2);
    expect(rangOf({ eingangsort: 'personal UNGEÖFFNET' })).toBe(3);
    expect(rangOf({ eingangsort: 'Personal' })).toBeUndefined();
    expect(rangOf({})).toBeUndefined();
  });

  it('lets the class that the station names go before every word', () => {
    const vs = aRule({ rang: 99, klasse: 'vs', oeffner: 'einheit', werte: ['Verschlusssache'] });
    const verdict = on({ klasse: 'vs', vermerk: 'persönlich' }, [...alle, vs]);
    expect([verdict.klasse, verdict.regel?.rang]).toEqual(['vs', 99]);
    expect(on({ klasse: 'vs' }).regel).toBeNull();
  });
});

describe('the person on the envelope', () => {
  it('is the one whose whole name stands there', () => {
    const meant = (anschrift: string, people = personen) =>
      findeEmpfaenger({ anschrift, vermerk: '', empfaengeradressen: [] }, people)?.id;
    expect(meant('Herrn Dr. Otto Lang\nStadt')).toBe('otto');
    expect(meant('Lang, Otto')).toBeUndefined();
    expect(meant('Weber\nStadt')).toBeUndefined();
    expect(meant('Jana Weber', [jana, { id: 'andere', name: 'Jana Weber' }])).toBeUndefined();
  });
});

describe('plain words', () => {
  it('are the same however they are written', () => {
    expect(schlicht('  Z.Hd.  Größe–Ämter é ')).toBe('z hd groesse aemter e');
  });
});
