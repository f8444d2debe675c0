import type { Random } from '../random.js';
import {
  type AnliegenArt,
  type AnliegenSatz,
  anliegenArten,
  weightOfRank,
} from './anliegen-art.js';

/** How one group of senders writes: the people of one town, their words and what moves them. */
export interface Stimme {
  gruppe: string;
  ort: string;
  ortsteile: readonly string[];
  strassen: readonly string[];
  /** Which sentences of a matter they use. */
  saetze(art: AnliegenArt): readonly AnliegenSatz[];
  /** Words that they use for others. */
  inEigenenWorten(text: string, random: Random): string;
  /** What a matter is called there and nowhere else, after a form or a campaign. */
  hausname(art: AnliegenArt): string;
  gruss: readonly string[];
  schluss: readonly string[];
  floskeln: readonly string[];
  gewichte: Readonly<Record<string, number>>;
}

const places = {
  first:
    'Alten,Birken,Dachs,Eber,Falken,Gers,Hasel,Iller,Jung,Klein,Linden,Mühl,Nessel,Ober,Pfaffen,Quell,Ross,Sauer,Tannen,Ulmen,Wald,Ziegel'.split(
      ',',
    ),
  last: 'bach,berg,feld,grund,hain,hausen,hofen,leite,moos,rode,stedt,tal,walde,werda,zell'.split(
    ',',
  ),
  streets: 'straße,weg,gasse,ring,platz,allee,steig,damm'.split(','),
};

const codes = {
  first:
    'Adler,Ahorn,Amsel,Anker,Bernstein,Biber,Distel,Drossel,Efeu,Eisvogel,Elster,Enzian,Fasan,Flieder,Forelle,Ginster,Habicht,Hecht,Holunder,Iltis,Jaspis,Kiebitz,Kranich,Lerche,Luchs,Marder,Mistel,Natter,Otter,Pirol,Quarz,Reiher,Salbei,Specht,Star,Thymian,Uhu,Wacholder,Zander,Zeisig'.split(
      ',',
    ),
  last: 'aktion,bogen,blatt,brief,heft,karte,liste,meldung,muster,programm,schein,serie,zettel,vermerk'.split(
    ',',
  ),
};

/** Words of the same gender and number, so that one may stand for the other. */
const synonyms: readonly (readonly string[])[] = [
  ['brauche', 'benötige', 'bräuchte'],
  ['möchte', 'will', 'würde gern'],
  ['kaputt', 'defekt', 'hinüber', 'beschädigt'],
  ['Auto', 'Fahrzeug', 'Kfz'],
  ['Tonne', 'Mülltonne', 'Abfalltonne'],
  ['laterne', 'leuchte', 'lampe'],
  ['Genehmigung', 'Erlaubnis', 'Bewilligung'],
  ['Gebühr', 'Abgabe', 'Rechnung'],
  ['Termin', 'Vorsprachetermin', 'Besuchstermin'],
  ['Unterlagen', 'Papiere', 'Formulare'],
  ['Straße', 'Str.', 'Strasse'],
  ['ständig', 'andauernd', 'immerzu', 'dauernd'],
  ['Nachbar', 'Anlieger', 'Anwohner'],
  ['Kita', 'Kindertagesstätte', 'KiTa'],
  ['wann', 'bis wann', 'ab wann'],
  ['beantrage', 'erbitte', 'ersuche um'],
  ['Kosten', 'Ausgaben', 'Beträge'],
  ['Grundstück', 'Flurstück', 'Anwesen'],
];

const greetings = [
  'Sehr geehrte Damen und Herren,',
  'Guten Tag,',
  'Hallo,',
  'Moin,',
  'Grüß Gott,',
  'Liebe Stadtverwaltung,',
  'An die Stadt:',
  '',
];
const closings = [
  'Mit freundlichen Grüßen',
  'MfG',
  'Viele Grüße',
  'Danke im Voraus',
  'Hochachtungsvoll',
  'Besten Dank und Gruß',
  'LG',
  'Gruß',
];
const phrases = [
  'Ich habe schon zweimal angerufen und niemanden erreicht.',
  'Bitte [melden Sie sich|rufen Sie mich zurück].',
  'Wir wohnen seit {nr} Jahren in {teil}.',
  'Im Bürgerbüro konnte mir niemand helfen.',
  'Ein Foto [hängt an|ist beigefügt].',
  'Über eine [rasche|baldige] Antwort freue ich mich.',
  'Das Formular im Internet hat nicht funktioniert.',
  'Ich bin berufstätig und nur abends zu erreichen.',
  'Es geht um {ort}.',
  'Die Sache ist eilig, am {datum} fahre ich in den Urlaub.',
  'Mein Schreiben vom {datum} blieb ohne Antwort.',
  'Falls Sie nicht zuständig sind, leiten Sie es bitte weiter.',
  'So kann es in {teil} nicht weitergehen.',
  'Meine Nummer haben Sie ja.',
  'Als Steuerzahler erwarte ich eine Lösung.',
  'Unsere ganze Straße ist derselben Meinung.',
  'Ich bin {nr} Jahre alt und habe kein Internet.',
  'Vielleicht reicht ja ein kurzer Anruf.',
  'Mit dem Bus komme ich schlecht ins Rathaus.',
  'Nach dem Besuch auf dem Friedhof wollte ich noch bei Ihnen vorbei, es war zu.',
  'Meine Tochter schreibt das für mich.',
  'Auf Ihrer Seite im Netz steht dazu nichts.',
];

const some = <T>(items: readonly T[], count: number, random: Random): T[] =>
  random.shuffle(items).slice(0, Math.max(1, count));

const drawWords = (random: Random): ((text: string, random: Random) => string) => {
  const chosen = synonyms.map((set) => ({ set, own: random.pick(set) }));
  return (text, own) =>
    chosen.reduce((changed, { set, own: word }) => {
      const [usual = ''] = set;
      const start = /^[a-zäöü]/.test(usual) && usual !== 'laterne' ? '(?<![\\p{L}])' : '';
      const pattern = new RegExp(`${start}${usual}(?![\\p{L}])`, 'gu');
      return own.chance(0.85) ? changed.replace(pattern, word) : changed;
    }, text);
};

/** Sentences of the first half are used at the beginning of the stream, those of the second half at its end. */
const drawSaetze =
  (random: Random, share: number) =>
  (art: AnliegenArt): AnliegenSatz[] => {
    const own = random.fork(art.kind);
    const kept = art.saetze.filter((_, index) => {
      const distance = Math.abs((index + 0.5) / art.saetze.length - share);
      return own.chance(distance < 0.4 ? 0.75 : 0.2);
    });
    return kept.length > 0 ? kept : [own.pick(art.saetze)];
  };

/** Invents the voice of one group; `share` says how far in the stream it speaks, from 0 to 1. */
export const drawStimme = (number: number, share: number, root: Random): Stimme => {
  const random = root.fork(`stimme-${number}`);
  const place = (): string => random.pick(places.first) + random.pick(places.last);
  const weights = anliegenArten.map(({ kind }, rank): [string, number] => [
    kind,
    weightOfRank(rank) * Math.exp(random.next() * 3 - 1.5),
  ]);
  return {
    gruppe: `gruppe-${String(number + 1).padStart(2, '0')}`,
    ort: place(),
    ortsteile: [place(), place(), place()],
    strassen: Array.from({ length: 12 }, () => place() + random.pick(places.streets)),
    saetze: drawSaetze(random.fork('saetze'), share),
    inEigenenWorten: drawWords(random.fork('worte')),
    hausname: (art) => {
      const own = random.fork(`hausname-${art.kind}`);
      return own.pick(codes.first) + own.pick(codes.last);
    },
    gruss: some(greetings, 2, random),
    schluss: some(closings, 2, random),
    floskeln: some(phrases, 9, random),
    gewichte: Object.fromEntries(weights),
  };
};
