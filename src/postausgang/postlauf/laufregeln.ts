import type { Config } from '#config/schema.js';
import type { Portotabelle, Umschlagformat } from './porto.schema.js';

/** What decides how letters become envelopes. */
export interface Laufregeln {
  tabelle: Portotabelle;
  /** Weight of one sheet A4 in milligrams. */
  blattMilligramm: number;
  /** Smallest first. */
  umschlaege: readonly { format: Umschlagformat; hoechstBlatt: number; milligramm: number }[];
  buendeln: boolean;
  bescheideBuendeln: boolean;
  kostenstellenMischen: boolean;
  briefeJeDatei: number;
}

/** Square millimetres of a sheet A4, which is by DIN EN ISO 216 210 × 297 mm. */
const a4 = 210 * 297;

/** More sheets than any product carries. */
const anyNumber = 1_000;

/** The rules of an installation. */
export const laufregelnOf = (config: Config['postlauf'], tabelle: Portotabelle): Laufregeln => ({
  tabelle,
  blattMilligramm: Math.round((a4 * config.papierGramm) / 1_000),
  umschlaege: [
    {
      format: 'din-lang' as const,
      hoechstBlatt: config.hoechstblattDinLang,
      milligramm: Math.round(config.umschlagGrammDinLang * 1_000),
    },
    {
      format: 'c5' as const,
      hoechstBlatt: config.hoechstblattC5,
      milligramm: Math.round(config.umschlagGrammC5 * 1_000),
    },
    {
      format: 'c4' as const,
      hoechstBlatt: anyNumber,
      milligramm: Math.round(config.umschlagGrammC4 * 1_000),
    },
  ],
  buendeln: config.buendeln,
  bescheideBuendeln: config.bescheideBuendeln,
  kostenstellenMischen: config.kostenstellenMischen,
  briefeJeDatei: config.briefeJeDatei,
});

/** The cost centres of units by their sign, from `32=4711,33=4712`. */
export const kostenstellenOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split(',')
      .map((entry) => entry.split('=').map((part) => part.trim()))
      .flatMap(([sign = '', centre = '']) =>
        sign === '' || centre === '' ? [] : [[sign, centre]],
      ),
  );
