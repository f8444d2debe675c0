import { describe, expect, it } from 'vitest';
import type { Empfang } from '#eakte/index.js';
import { type Wahlfakten, waehleKanal } from './kanalwahl.js';
import type { Versandkanal } from './postausgang.schema.js';

const postfach = '0f8fad5b-d9cb-469f-a165-70867728950e';
const alle = ['portal', 'email', 'sftp', 'druck', 'ipp', 'briefdienst'] as const;
const price = (cent: number) => ({ cent, preisstand: '2025-01-01', text: 'Porto' });

const empfang = (given: Partial<Empfang> = {}): Empfang => ({
  beteiligterId: '00000000-0000-4000-8000-000000000001',
  name: 'Anna Berg',
  email: 'anna@example.org',
  bevorzugterWeg: null,
  postfachId: null,
  form: 'normal',
  sprache: 'de',
  zertifikatPem: null,
  zertifikatGilt: false,
  einwilligungen: [],
  widerrufen: [],
  ...given,
});
const ja = (...umfang: Empfang['einwilligungen'][number]['umfang'][]) =>
  umfang.map((one) => ({ umfang: one, erteiltAm: '2026-01-10', adresse: 'anna@example.org' }));

/** An informal letter to somebody with address and e-mail, with every way set up. */
const base: Wahlfakten = {
  erlaubt: ['portal', 'email', 'druck'],
  verwaltungsakt: false,
  rechtsform: 'formfrei',
  wunsch: null,
  email: 'anna@example.org',
  postanschrift: true,
  vertraulich: false,
  bytes: 60_000,
  empfang: empfang(),
  wege: alle.map((kanal) => ({ kanal })),
  gescheitert: [],
};
const only = (...kanaele: Versandkanal[]) => kanaele.map((kanal) => ({ kanal }));
const bescheid = { verwaltungsakt: true } as const;
const mailJa = empfang({ einwilligungen: ja('email') });
const portalDa = empfang({ postfachId: postfach });
const portalJa = empfang({ postfachId: postfach, einwilligungen: ja('portal') });
const beides = empfang({ postfachId: postfach, einwilligungen: ja('portal', 'email') });
const widerrufen = empfang({ widerrufen: ['email'] });
const failed = (kanal: Versandkanal) => ({ gescheitert: [{ kanal, grund: 'Abgelehnt.' }] });

/** What is given, which way it goes, and what its reason or that of the way in brackets must name. */
const cases: [string, Partial<Wahlfakten>, Versandkanal | undefined, string, Versandkanal?][] = [
  ['nothing known, by post', {}, 'sftp', '§ 37 Absatz 2 VwVfG'],
  ['nobody of the Vorgang, by post', { empfang: undefined }, 'sftp', '§ 37 Absatz 2 VwVfG'],
  ['an address is no consent', {}, 'sftp', '§ 3a Absatz 1 VwVfG', 'email'],
  ['consent to e-mail', { empfang: mailJa }, 'email', '10.01.2026 (§ 3a Absatz 1 VwVfG)'],
  [
    'consent, but no address',
    { empfang: mailJa, email: null },
    'sftp',
    'keine E-Mail-Adresse',
    'email',
  ],
  [
    'the clerk chooses e-mail',
    { wunsch: 'email' },
    'email',
    'schlüssiges Verhalten eröffnet, § 3a Absatz 1',
  ],
  [
    'withdrawn consent',
    { empfang: widerrufen },
    'sftp',
    'widerrufen (§ 3a Absatz 1 VwVfG)',
    'email',
  ],
  [
    'withdrawn, the clerk cannot overrule',
    { empfang: widerrufen, wunsch: 'email' },
    'sftp',
    'Statt E-Mail: Die Einwilligung in E-Mail ist widerrufen',
  ],
  [
    'a Bescheid never by e-mail',
    { ...bescheid, empfang: mailJa },
    'sftp',
    '§ 41 Absatz 2 Satz 3 VwVfG',
    'email',
  ],
  [
    'a Bescheid never by e-mail, asked for or not',
    { ...bescheid, empfang: mailJa, wunsch: 'email' },
    'sftp',
    'Statt E-Mail: Ein Bescheid geht nie',
  ],
  [
    'a Bescheid, e-mail preferred',
    { ...bescheid, empfang: { ...mailJa, bevorzugterWeg: 'email' } },
    'sftp',
    '§ 37 Absatz 2',
  ],
  [
    'a Bescheid into the Postfach, presumed',
    { ...bescheid, empfang: portalDa },
    'portal',
    'vermutet (§ 9 Absatz 1 OZG)',
  ],
  [
    'a Bescheid into the Postfach, agreed',
    { ...bescheid, empfang: portalJa },
    'portal',
    '§ 41 Absatz 2a VwVfG',
  ],
  [
    'the Postfach excluded',
    { empfang: empfang({ postfachId: postfach, einwilligungen: ja('portal_ausschluss') }) },
    'sftp',
    '§ 9 Absatz 1 OZG',
    'portal',
  ],
  [
    'excluded in spite of an older consent',
    {
      empfang: empfang({ postfachId: postfach, einwilligungen: ja('portal', 'portal_ausschluss') }),
    },
    'sftp',
    'ausgeschlossen',
    'portal',
  ],
  [
    'excluded, e-mail agreed',
    {
      empfang: empfang({ postfachId: postfach, einwilligungen: ja('portal_ausschluss', 'email') }),
    },
    'email',
    '§ 3a Absatz 1',
  ],
  [
    'consent to the Postfach withdrawn',
    { empfang: { ...portalDa, widerrufen: ['portal'] } },
    'sftp',
    '§ 41 Absatz 2a VwVfG',
    'portal',
  ],
  [
    'consent without a Postfach',
    { empfang: empfang({ einwilligungen: ja('portal') }) },
    'sftp',
    'kein Postfach',
    'portal',
  ],
  ['both agreed', { empfang: beides }, 'portal', 'ohne Porto'],
  [
    'both agreed, e-mail preferred',
    { empfang: { ...beides, bevorzugterWeg: 'email' } },
    'email',
    'gewünscht',
  ],
  [
    'both agreed, post preferred',
    { empfang: { ...beides, bevorzugterWeg: 'post' } },
    'sftp',
    'von der Empfängerin',
  ],
  [
    'post preferred, the clerk chooses the Postfach',
    { wunsch: 'portal', empfang: { ...beides, bevorzugterWeg: 'post' } },
    'portal',
    'von der Sachbearbeitung gewählt',
  ],
  [
    'e-mail preferred without consent',
    { empfang: empfang({ bevorzugterWeg: 'email' }) },
    'sftp',
    'nicht eröffnet',
    'email',
  ],
  [
    'the Postfach preferred and unknown',
    { empfang: empfang({ bevorzugterWeg: 'portal' }) },
    'sftp',
    'kein Postfach',
    'portal',
  ],
  [
    'Schriftform, by post',
    { rechtsform: 'schriftform', empfang: beides },
    'sftp',
    '§ 3a Absatz 2 und 3 VwVfG',
    'portal',
  ],
  [
    'Schriftform, not by e-mail',
    { rechtsform: 'schriftform', wunsch: 'email' },
    'sftp',
    'Statt E-Mail: Schriftform ist vorgeschrieben',
  ],
  [
    'formal service, not into the Postfach',
    { rechtsform: 'zustellung', empfang: beides },
    'sftp',
    '§§ 3 bis 5 VwZG',
    'portal',
  ],
  [
    'formal service, not by e-mail',
    { rechtsform: 'zustellung', empfang: beides, wunsch: 'email' },
    'sftp',
    '§§ 3 bis 5 VwZG',
    'email',
  ],
  [
    'formal service, not by the letter service',
    { rechtsform: 'zustellung', wege: only('briefdienst') },
    undefined,
    '§ 3 VwZG',
    'briefdienst',
  ],
  [
    'confidential, no certificate',
    { vertraulich: true, empfang: mailJa },
    'sftp',
    'Artikel 32 DSGVO',
    'email',
  ],
  [
    'confidential, with certificate',
    { vertraulich: true, empfang: { ...mailJa, zertifikatPem: 'PEM', zertifikatGilt: true } },
    'email',
    '§ 3a',
  ],
  [
    'a certificate out of date keeps the letter from e-mail, it does not leave in the clear',
    { empfang: { ...mailJa, zertifikatPem: 'PEM', zertifikatGilt: false } },
    'sftp',
    'Artikel 32 DSGVO',
    'email',
  ],
  [
    'confidential, not by a service outside',
    { vertraulich: true, wege: only('briefdienst') },
    undefined,
    'Artikel 28 und 32 DSGVO',
    'briefdienst',
  ],
  [
    'confidential, on paper in the house',
    { vertraulich: true, wege: only('briefdienst', 'ipp') },
    'ipp',
    '§ 37',
  ],
  ['too large for e-mail', { bytes: 8_000_000, empfang: mailJa }, 'sftp', 'zu groß', 'email'],
  [
    'too large for the Postfach',
    { bytes: 16_000_000, empfang: portalJa },
    'sftp',
    'zu groß',
    'portal',
  ],
  ['large, but not for the Postfach', { bytes: 8_000_000, empfang: beides }, 'portal', '§ 9 OZG'],
  [
    'the template forbids e-mail',
    { erlaubt: ['druck'], empfang: mailJa },
    'sftp',
    'Vorlage',
    'email',
  ],
  [
    'the template forbids the Postfach',
    { erlaubt: ['email', 'druck'], empfang: portalJa },
    'sftp',
    'Vorlage',
    'portal',
  ],
  ['the template knows only e-mail', { erlaubt: ['email'] }, undefined, 'Kein Weg ist möglich'],
  [
    'the template knows only e-mail, agreed',
    { erlaubt: ['email'], empfang: mailJa },
    'email',
    '§ 3a',
  ],
  ['no postal address', { postanschrift: false }, undefined, 'Kein Weg ist möglich'],
  [
    'no postal address, Postfach known',
    { postanschrift: false, empfang: { ...portalDa, bevorzugterWeg: 'post' } },
    'portal',
    '§ 9',
  ],
  [
    'no mail server',
    { wege: only('druck'), wunsch: 'email' },
    'druck',
    'Statt E-Mail: Dieser Weg ist nicht eingerichtet.',
  ],
  [
    'the portal does not answer',
    {
      empfang: portalJa,
      wege: [
        { kanal: 'portal', hindernis: 'Der Zustelldienst antwortet nicht.' },
        { kanal: 'druck' },
      ],
    },
    'druck',
    'antwortet nicht',
    'portal',
  ],
  [
    'the cheaper of two prices',
    {
      wege: [
        { kanal: 'druck', kosten: price(140) },
        { kanal: 'briefdienst', kosten: price(99) },
      ],
    },
    'briefdienst',
    '0,99 €',
  ],
  [
    'the same price, our own way first',
    {
      wege: [
        { kanal: 'briefdienst', kosten: price(99) },
        { kanal: 'druck', kosten: price(99) },
      ],
    },
    'druck',
    '§ 37',
  ],
  [
    'a price is no reason where the other is unknown',
    { wege: [{ kanal: 'druck' }, { kanal: 'briefdienst', kosten: price(99) }] },
    'druck',
    '§ 37',
  ],
  [
    'the printer in the house, as asked for',
    { wunsch: 'ipp' },
    'ipp',
    'von der Sachbearbeitung gewählt',
  ],
  [
    'paper, as asked for, in spite of consent',
    { wunsch: 'druck', empfang: beides },
    'sftp',
    'von der Sachbearbeitung gewählt',
  ],
  [
    'after the Postfach failed, e-mail where agreed',
    { empfang: beides, ...failed('portal') },
    'email',
    'gescheitert: Abgelehnt.',
    'portal',
  ],
  [
    'after the Postfach failed, post where not',
    { empfang: portalJa, ...failed('portal') },
    'sftp',
    '§ 37',
  ],
  [
    'a Bescheid after the Postfach failed',
    { ...bescheid, empfang: beides, ...failed('portal') },
    'sftp',
    '§ 37',
  ],
  ['after e-mail failed', { empfang: mailJa, ...failed('email') }, 'sftp', '§ 37'],
  [
    'after everything failed',
    { gescheitert: alle.map((kanal) => ({ kanal, grund: 'x.' })) },
    undefined,
    'Kein Weg ist möglich',
  ],
];

describe('the choice of the way', () => {
  it.each(cases)('%s', (_name, changes, kanal, words, about) => {
    const wahl = waehleKanal({ ...base, ...changes });
    expect(wahl.kanal).toBe(kanal);
    const grund =
      about === undefined ? wahl.grund : wahl.erwogen.find((one) => one.kanal === about)?.grund;
    expect(grund).toContain(words);
  });

  it('tells of every way, and the chosen one is possible', () => {
    for (const [, changes] of cases) {
      const wahl = waehleKanal({ ...base, ...changes });
      expect(wahl.erwogen.map((one) => one.kanal).sort()).toEqual([...alle].sort());
      expect(wahl.erwogen.every((one) => one.grund.endsWith('.'))).toBe(true);
      if (wahl.kanal === undefined) expect(wahl.erwogen.some((one) => one.moeglich)).toBe(false);
      else expect(wahl.erwogen.find((one) => one.kanal === wahl.kanal)?.moeglich).toBe(true);
    }
  });

  it('never sends formal service, Schriftform or a Bescheid by e-mail, whatever else is true', () => {
    for (const [, changes] of cases) {
      const facts = { ...base, ...changes, wunsch: 'email' as const, empfang: beides };
      for (const strict of [{ rechtsform: 'zustellung' }, { rechtsform: 'schriftform' }] as const) {
        expect(waehleKanal({ ...facts, ...strict }).kanal ?? '').not.toMatch(/^(email|portal)$/);
      }
      expect(waehleKanal({ ...facts, verwaltungsakt: true }).kanal).not.toBe('email');
    }
  });
});
