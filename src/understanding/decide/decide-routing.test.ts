import { describe, expect, it } from 'vitest';
import { pageOf, plainPage } from '#test/support/page-of.js';
import type { MatchResult } from '../aktenzeichen/match-register.js';
import type { Prediction } from '../classify/classifier.js';
import { extractFields } from '../extract/extract-fields.js';
import { decideRouting, type RoutingInput } from './decide-routing.js';

const units = [
  { kuerzel: '20', name: 'Steueramt', zustaendigkeit: 'Hundesteuer, Grundsteuer.' },
  { kuerzel: '32', name: 'Ordnungsamt', zustaendigkeit: 'Bußgeldverfahren, Gewerbemeldungen.' },
  { kuerzel: '51', name: 'Jugendamt', zustaendigkeit: 'Kindertagesstätten, Elternbeiträge.' },
  { kuerzel: '66', name: 'Tiefbauamt', zustaendigkeit: 'Straßenschäden.' },
];

const extractionOf = (text: string, office?: string) =>
  extractFields(
    [
      {
        number: 1,
        text: plainPage(
          `Erika Mustermann\nLindenstraße 12\n09999 Musterstadt\n\nStadt Musterstadt\n${office === undefined ? '' : `${office}\n`}Rathausplatz 1\n09999 Musterstadt\n\n${text}`,
        ),
      },
    ],
    {
      knownOrganisationseinheiten: units.map(({ kuerzel }) => kuerzel),
      ownAddress: { plz: '09999', ort: 'Musterstadt', name: 'Stadt Musterstadt' },
      today: '2026-11-20',
    },
  );

const predictionOf = (...shares: [kuerzel: string, probability: number][]): Prediction => ({
  kind: [{ value: 'widerspruch', probability: 0.9 }],
  einheit: shares.map(([value, probability]) => ({ value, probability })),
  modelVersion: 'test',
});

const found: MatchResult = {
  outcome: 'found',
  vorgangId: 'v1',
  geschaeftszeichen: '20-2110/3/9-2026',
  einheit: '20',
  confidence: 0.98,
  repaired: false,
  reason: 'gelesen',
  reasons: ['gelesen'],
};
const none: MatchResult = { outcome: 'none', read: null, candidates: [] };
const candidate = (number: number, einheit: string, score = 0.8) => ({
  vorgangId: `v${number}`,
  geschaeftszeichen: `${einheit}-2110/3/${number}-2026`,
  einheit,
  betreff: 'Hundesteuer',
  reasons: ['Absender ist beteiligt'],
  score,
});

const decide = (input: Partial<RoutingInput> & { text?: string; office?: string } = {}) =>
  decideRouting({
    extraction: extractionOf(
      input.text ??
        'Sehr geehrte Damen und Herren, ich widerspreche dem Bescheid, weil er falsch ist und mich kränkt.',
      input.office,
    ),
    prediction: predictionOf(['66', 0.5], ['20', 0.4], ['32', 0.06], ['51', 0.04]),
    match: none,
    candidates: [],
    rules: { units },
    ...input,
  });

describe('where a letter goes', () => {
  it('its Geschäftszeichen leads to one Vorgang: it is attached, and the unit of the Vorgang gets it', () => {
    const decision = decide({ match: found });
    expect(decision.action).toBe('attach');
    expect(decision.vorgang.value).toBe('v1');
    expect(decision.einheit.value).toBe('20');
    expect(decision.clearing).toBeUndefined();
    expect(decision.einheit.reasons.join()).toContain('20-2110/3/9-2026');
  });

  it.each([
    ['no sign at all', none, 'kein-geschaeftszeichen'],
    [
      'a sign that does not exist',
      { outcome: 'none', read: '20-2110/3/999-2026', candidates: [] },
      'geschaeftszeichen-unbekannt',
    ],
    [
      'several possible Vorgänge',
      {
        outcome: 'ambiguous',
        cause: 'several',
        candidates: [candidate(1, '20'), candidate(2, '32')],
        reason: 'zwei Zeichen',
        read: 'x',
      },
      'geschaeftszeichen-mehrdeutig',
    ],
    [
      'a sender who does not fit',
      {
        outcome: 'ambiguous',
        cause: 'contradiction',
        candidates: [candidate(1, '20')],
        reason: 'Absender fremd',
        read: '20-2110/3/1-2026',
      },
      'widerspruch',
    ],
    [
      'a match that is not sure enough',
      { ...found, confidence: 0.75 },
      'geschaeftszeichen-mehrdeutig',
    ],
  ] as [string, MatchResult, string][])('%s: Clearing with what to do', (_, match, code) => {
    const decision = decide({ match });
    expect(decision.action).toBe('clearing');
    expect(decision.vorgang.value).toBeNull();
    expect(decision.clearing?.code).toBe(code);
    expect(decision.clearing?.text).toMatch(/^\p{Lu}.*Bitte .*\.$/su);
  });

  it('a match without support is doubted when the words clearly speak for another unit', () => {
    const prediction = predictionOf(['51', 0.99], ['20', 0.01]);
    const weak = { ...found, confidence: 0.88 };
    expect(decide({ match: weak, prediction }).clearing?.code).toBe('widerspruch');
    expect(decide({ match: weak }).action).toBe('attach');
    expect(decide({ match: found, prediction }).action).toBe('attach');
  });

  it('a scan with hardly a word is said to be illegible, a mail of three words is not', () => {
    const context = { knownOrganisationseinheiten: [], today: '2026-11-20' };
    const scan = extractFields([{ number: 1, text: pageOf([[0.1, 0.1, '~ ,. Im']]) }], context);
    expect(decide({ extraction: scan }).clearing?.code).toBe('nicht-lesbar');
    const mail = extractFields([{ number: 1, text: plainPage('Bitte um Rückruf') }], context);
    expect(decide({ extraction: mail }).clearing?.code).toBe('kein-geschaeftszeichen');
  });

  it('candidates by sender and subject are offered, best first and at most five, but never taken', () => {
    const candidates = [3, 7, 1, 9, 5, 2, 8].map((number) => candidate(number, '20', number / 10));
    const decision = decide({ candidates });
    expect(decision.action).toBe('clearing');
    expect(decision.vorgang.value).toBeNull();
    expect(decision.vorgang.candidates.map(({ value }) => value)).toEqual([
      'v9',
      'v8',
      'v7',
      'v5',
      'v3',
    ]);
    expect(decision.vorgang.candidates[0]?.reasons).toEqual(['Absender ist beteiligt']);
  });

  it('Vorgänge with a similar sign are offered before those of the sender, none twice', () => {
    const match: MatchResult = {
      outcome: 'none',
      read: '20-2110/3/4-2026',
      candidates: [candidate(2, '20')],
    };
    const decision = decide({ match, candidates: [candidate(1, '20'), candidate(2, '20')] });
    expect(decision.vorgang.candidates.map(({ value }) => value)).toEqual(['v2', 'v1']);
  });
});

describe('a mail to the address of a unit', () => {
  const addressed = { einheit: '51', reason: 'An die Adresse kita@stadt.example gerichtet' };

  it('goes there without a Vorgang when the classifier is not sure of another unit', () => {
    const decision = decide({ addressed, candidates: [candidate(1, '20')], office: 'Steueramt' });
    expect(decision.action).toBe('deliver');
    expect(decision.clearing).toBeUndefined();
    expect(decision.einheit.value).toBe('51');
    expect(decision.einheit.reasons).toContain(addressed.reason);
    expect(decision.vorgang.value).toBeNull();
  });

  it('is left to a person when the classifier is sure of another one; both are proposed', () => {
    const decision = decide({ addressed, prediction: predictionOf(['66', 0.99], ['20', 0.01]) });
    expect(decision.action).toBe('clearing');
    expect(decision.clearing).toMatchObject({
      code: 'andere-einheit',
      text: expect.stringMatching(/spricht aber klar für 66\. Bitte /),
    });
    expect(decision.einheit.candidates.slice(0, 2).map(({ value }) => value)).toEqual(['66', '51']);
    expect(decision.einheit.candidates[1]?.reasons).toContain(addressed.reason);
  });

  it('goes there when the classifier is sure of the same', () => {
    const decision = decide({ addressed, prediction: predictionOf(['51', 0.99], ['20', 0.01]) });
    expect(decision.action).toBe('deliver');
  });

  it('follows its Geschäftszeichen all the same', () => {
    const decision = decide({ addressed, match: found });
    expect(decision.action).toBe('attach');
    expect(decision.einheit.value).toBe('20');
  });

  it('with a Geschäftszeichen that does not exist still asks a person', () => {
    const decision = decide({
      addressed,
      match: { outcome: 'none', read: '20-2110/3/999-2026', candidates: [] },
    });
    expect(decision.clearing?.code).toBe('geschaeftszeichen-unbekannt');
    expect(decision.einheit.value).toBe('51');
  });
});

describe('which unit Clearing proposes', () => {
  const first = (input: Parameters<typeof decide>[0]) => decide(input).einheit.candidates[0];

  it('without other signs it is the first of the classifier', () => {
    expect(first({})?.value).toBe('66');
  });

  it('the office in the address outweighs a hesitant classifier, not a certain one', () => {
    expect(first({ office: 'Steueramt' })).toMatchObject({
      value: '20',
      reasons: expect.arrayContaining(['Anschrift nennt „Steueramt“']),
    });
    expect(
      first({ office: 'Jugendamt', prediction: predictionOf(['66', 0.99], ['51', 0.003]) })?.value,
    ).toBe('66');
  });

  it('the office is recognised in spite of a reading fault', () => {
    expect(first({ office: 'Steuerarnt' })?.value).toBe('20');
  });

  it('the head of an unknown Geschäftszeichen names the unit', () => {
    expect(
      first({ match: { outcome: 'none', read: '51-5310/3/999-2026', candidates: [] } })?.value,
    ).toBe('51');
  });

  it('words of a Zuständigkeit and fitting Vorgänge count', () => {
    const prediction = predictionOf(['66', 0.26], ['20', 0.25], ['32', 0.25], ['51', 0.24]);
    expect(
      first({ prediction, text: 'Frage zu Gewerbemeldungen und Bußgeldverfahren in unserer Stadt' })
        ?.value,
    ).toBe('32');
    expect(first({ prediction, candidates: [candidate(1, '51')] })?.value).toBe('51');
  });

  it('a rule of the house applies to the senders that it names', () => {
    const hints = [
      {
        einheit: '32',
        factor: 50,
        reason: 'Post von Gerichten geht an 32',
        senderKind: 'court' as const,
      },
    ];
    const prediction = predictionOf(['66', 0.5], ['32', 0.5]);
    expect(first({ rules: { units, hints }, prediction })?.reasons).not.toContain(
      'Post von Gerichten geht an 32',
    );
    const extraction = extractFields(
      [
        {
          number: 1,
          text: plainPage(
            'Amtsgericht Nordheim\nMarkt 1\n01234 Nordheim\n\nSehr geehrte Damen und Herren,',
          ),
        },
      ],
      { knownOrganisationseinheiten: [], today: '2026-11-20' },
    );
    expect(first({ rules: { units, hints }, prediction, extraction })).toMatchObject({
      value: '32',
      reasons: ['Post von Gerichten geht an 32'],
    });
  });

  it('a unit that the model has never seen can still be proposed', () => {
    expect(
      first({ prediction: predictionOf(['66', 0.6], ['20', 0.4]), office: 'Jugendamt' })?.value,
    ).toBe('51');
  });

  it('confidences are shares of one, and at most five units are named', () => {
    const { candidates } = decide({}).einheit;
    expect(candidates.length).toBeLessThanOrEqual(5);
    expect(candidates.reduce((sum, { confidence }) => sum + confidence, 0)).toBeCloseTo(1, 6);
  });

  it('the words behind the answer are shown to the clerk', () => {
    const decision = decide({
      words: { einheit: ['Gehweg', 'Schlagloch'], kind: ['Widerspruch'] },
    });
    expect(decision.einheit.reasons.join()).toContain('„Gehweg“, „Schlagloch“');
    expect(decision.kind.reasons.join()).toContain('„Widerspruch“');
  });
});
