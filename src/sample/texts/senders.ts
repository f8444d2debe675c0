import type { SenderArt } from './thema.js';

type Names = Readonly<Partial<Record<SenderArt, readonly string[]>>>;

const builders = ['Lohetal Straßenbau GmbH', 'Tiefbau Harthenau GmbH & Co. KG'] as const;
const lamps = ['Leuchtmasten Görnitz GmbH', 'Elektro Sperlich GmbH'] as const;
const landlords = [
  'Hausverwaltung Nordring GmbH',
  'Wohnbaugenossenschaft Weberviertel eG',
  'Immobilien Ostertag GmbH',
] as const;

/** Who plausibly writes about a heading; kinds of senders that are not named here may be anybody. */
const senders: Readonly<Record<string, Names>> = {
  '11.10': { authority: ['Landratsamt Lohetalkreis', 'Stadtverwaltung Bad Wiesenlohe'] },
  '11.20': {
    company: [
      'Bürobedarf Kremserling & Co. KG',
      'Papier Altwasser OHG',
      'IT-Systemhaus Lohwerda GmbH',
      'Elektro Sperlich GmbH',
    ],
  },
  '12.20': {
    court: ['Arbeitsgericht Lohwerda'],
    authority: ['Jobcenter Lohetal', 'Landratsamt Lohetalkreis'],
  },
  '13.10': {
    court: ['Amtsgericht Lohwerda', 'Landgericht Lohwerda', 'Verwaltungsgericht Lohwerda'],
  },
  '21.20': { company: landlords, authority: ['Finanzamt Steinbrücken'] },
  '21.30': { authority: ['Finanzamt Steinbrücken'] },
  '22.10': {
    company: [
      'Catering Löwenzahn GmbH',
      'Veranstaltungstechnik Tröltzsch GmbH',
      'Buchhandlung am Pulverturm e. K.',
      'Reinigungsdienst Blitzblank Mölsnitz GmbH',
    ],
  },
  '23.30': {
    authority: [
      'Hauptzollamt Nordersundhafen',
      'Stadtverwaltung Bad Wiesenlohe',
      'Landratsamt Lohetalkreis',
    ],
  },
  '31.10': { court: ['Amtsgericht Lohwerda'] },
  '32.20': { company: ['Catering Löwenzahn GmbH', 'Veranstaltungstechnik Tröltzsch GmbH'] },
  '41.10': {
    company: ['Inkassobüro Westerklint GmbH', ...landlords],
    authority: [
      'Polizeirevier Lohwerda',
      'Jobcenter Lohetal',
      'Stadt Rebenstadt am Main – Bürgerservice',
    ],
  },
  '42.10': { court: ['Verwaltungsgericht Lohwerda'] },
  '42.20': { authority: ['Landratsamt Lohetalkreis'] },
  '52.10': { court: ['Sozialgericht Steinbrücken'] },
  '52.20': { company: ['Pflegezentrum Haus Lohaue gGmbH'], insurer: ['Lohetaler Pflegekasse'] },
  '53.30': { court: ['Amtsgericht Lohwerda'] },
  '61.10': { company: [...landlords, 'Autohaus Taubmann GmbH'] },
  '61.20': { company: [...landlords, 'Autohaus Taubmann GmbH'] },
  '71.10': { company: ['Autohaus Taubmann GmbH', 'Umzüge Klinghammer GmbH'] },
  '71.20': { company: lamps },
  '71.30': { company: [...builders, 'Leuchtmasten Görnitz GmbH'] },
  '72.10': {
    company: [
      'Gerüstbau Fährmeister GmbH',
      'Malerbetrieb Hübschke e. K.',
      'Catering Löwenzahn GmbH',
      'Buchhandlung am Pulverturm e. K.',
    ],
  },
  '72.20': {
    company: [...builders, 'Umzüge Klinghammer GmbH', 'Gerüstbau Fährmeister GmbH'],
    authority: ['Landesamt für Straßenwesen, Niederlassung Lohetal'],
  },
  '72.30': { company: ['Elektro Sperlich GmbH', 'Malerbetrieb Hübschke e. K.'] },
  '81.10': { company: ['Baumdienst Eichhofer', ...landlords] },
  '81.20': {
    company: ['Grünpflege Wendelborn GmbH', 'Spielgerätebau Rößling GmbH', 'Baumdienst Eichhofer'],
  },
};

/** The names from which the sender of a letter about the heading is drawn; undefined: anybody of that kind. */
export const senderNames = (kennzeichen: string, art: SenderArt): readonly string[] | undefined =>
  senders[kennzeichen]?.[art];

/** Whether such a sender writes about somebody else's matter: a lawyer, a court, an insurer, an employer, a home. */
export const actsForAnother = (kennzeichen: string, art: SenderArt): boolean =>
  art === 'lawyer' ||
  art === 'court' ||
  art === 'insurer' ||
  ((art === 'company' || art === 'authority') && /^(42|52)\./.test(kennzeichen));
