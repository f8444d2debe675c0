import type { Slots } from './spin.js';
import type { SenderArt } from './texts/thema.js';

const singular: Slots = {
  ich: 'ich',
  Ich: 'Ich',
  mir: 'mir',
  mich: 'mich',
  mein: 'mein',
  meine: 'meine',
  meinen: 'meinen',
  meinem: 'meinem',
  meiner: 'meiner',
  habe: 'habe',
  bin: 'bin',
  werde: 'werde',
  kann: 'kann',
  hatte: 'hatte',
  soll: 'soll',
  weiss: 'weiß',
  muss: 'muss',
  e: 'e',
};

const plural: Slots = {
  ich: 'wir',
  Ich: 'Wir',
  mir: 'uns',
  mich: 'uns',
  mein: 'unser',
  meine: 'unsere',
  meinen: 'unseren',
  meinem: 'unserem',
  meiner: 'unserer',
  habe: 'haben',
  bin: 'sind',
  werde: 'werden',
  kann: 'können',
  hatte: 'hatten',
  soll: 'sollen',
  weiss: 'wissen',
  muss: 'müssen',
  e: 'en',
};

const asAuthority: Slots = { imWege: 'im Wege der Amtshilfe', ersuchen: 'Amtshilfeersuchen' };
const asOthers: Slots = { imWege: 'zur Klärung einer offenen Frage', ersuchen: 'Auskunftsbitte' };

/** Pronouns and endings: private people say "ich", organisations "wir", only authorities ask for Amtshilfe. */
export const voiceOf = (art: SenderArt): Slots => ({
  ...(art === 'citizen' ? singular : plural),
  ...(art === 'authority' ? asAuthority : asOthers),
});

const personal = /\b(ich|mir|mich|mein|meine|meinen|meinem|meiner|meines)\b/i;

/** Whether a sentence can only come from a private person. */
export const isPersonal = (sentence: string): boolean => personal.test(sentence);
