import { z } from 'zod';
import { flag, listOf, whole } from './values.js';

const mm = z.coerce.number().min(0).max(297);
const gramm = z.coerce.number().min(0).max(100);

/** The part that a mark can play; `aus` is never printed. */
export const OmrRolle = z.enum([
  'start',
  'gruppenanfang',
  'gruppenende',
  'folge0',
  'folge1',
  'folge2',
  'paritaet',
  'sicherheit',
  'aus',
]);
export type OmrRolle = z.infer<typeof OmrRolle>;

/** Times of the day as `HH:MM`, in one line with commas. */
const zeiten = z
  .string()
  .default('')
  .transform(listOf)
  .pipe(z.array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be times such as 10:00,14:30')))
  .describe(
    'Times of the day, e.g. "10:00,14:30", at which a run is put together and handed over by itself; empty: people start runs. A letter that is released later waits for the next one.',
  );

/** Printed letters that leave together, sorted and weighed. */
export const postlauf = z.object({
  sammeln: flag
    .default(false)
    .describe(
      'Printed letters wait for a run, where they are bundled, sorted, weighed and marked. Without it each one is printed at once.',
    ),
  weg: z
    .enum(['druck', 'ipp', 'sftp'])
    .default('druck')
    .describe('Where runs go: print folder, printer (IPP) or print service (SFTP).'),
  zeiten,
  portoDatei: z
    .string()
    .optional()
    .describe('Price table of the postal service; default: config/porto.yaml.'),
  papierGramm: whole.min(40).max(300).default(80).describe('Paper, in grams per square metre.'),
  umschlagGrammDinLang: gramm.default(5).describe('Weight of an envelope DIN lang, in grams.'),
  umschlagGrammC5: gramm.default(7).describe('Weight of an envelope C5, in grams.'),
  umschlagGrammC4: gramm.default(16).describe('Weight of an envelope C4, in grams.'),
  hoechstblattDinLang: whole
    .min(0)
    .max(20)
    .default(8)
    .describe('Most sheets in an envelope DIN lang.'),
  hoechstblattC5: whole
    .min(0)
    .max(40)
    .default(15)
    .describe('Most sheets in an envelope C5; more go into C4. 0: there is no C5.'),
  buendeln: flag
    .default(true)
    .describe('Several letters to the same address into one envelope, where that costs less.'),
  bescheideBuendeln: flag.default(false).describe('Also letters that are administrative acts.'),
  kostenstellenMischen: flag
    .default(false)
    .describe('Also letters of different cost centres; the postage is divided by sheets.'),
  kostenstellen: z
    .string()
    .default('')
    .describe(
      'Cost centres of units by their sign, e.g. "32=4711,33=4712"; a unit without one is its own.',
    ),
  briefeJeDatei: whole
    .min(1)
    .max(2_000)
    .default(500)
    .describe('Most letters in one print file; an envelope is never divided.'),
  marken: z
    .enum(['keine', 'omr', 'datamatrix'])
    .default('omr')
    .describe('Marks for the inserting machine on the front of each sheet.'),
  markenLinks: mm.default(198).describe('Left edge of the marks, in mm from the left.'),
  markenOben: mm.default(200).describe('Upper edge of the first mark, in mm from the top.'),
  markenAbstand: z.coerce
    .number()
    .min(2)
    .max(20)
    .default(4.23)
    .describe('From one mark to the next (OMR), in mm.'),
  markenLaenge: z.coerce.number().min(2).max(20).default(7.5).describe('Length of a mark, in mm.'),
  markenStaerke: z.coerce.number().min(0.2).max(2).default(0.5).describe('Width of a mark, in mm.'),
  omrRollen: z
    .string()
    .default('start,gruppenanfang,gruppenende,folge0,folge1,folge2,paritaet,sicherheit')
    .transform(listOf)
    .pipe(z.array(OmrRolle).min(1).max(16))
    .describe(
      'What the marks mean, from the top: start and sicherheit are always printed; gruppenanfang and gruppenende on the first and last sheet of an envelope; folge0 to folge2 count sheets; paritaet makes the number of marks even; aus is never printed.',
    ),
});
