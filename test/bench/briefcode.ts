import { randomBytes, randomUUID } from 'node:crypto';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { ConfigSchema } from '#config/schema.js';
import { createLog } from '#infrastructure/log.js';
import { projectRoot } from '#infrastructure/project-root.js';
import { createBriefcodes } from '#postausgang/briefcode.js';
import { createBriefsatz } from '#postausgang/briefsatz.js';
import { loadLetterheads } from '#postausgang/letterhead.js';
import { loadVorlagen } from '#postausgang/vorlagen.js';
import { createRandom, type Random } from '#sample/random.js';
import { type Bitmap, blurred, sharpOf, turned } from '#sample/render/bitmap.js';
import { conditions } from '#sample/render/condition.js';
import { addNoise } from '#sample/render/paper.js';
import { readCodes } from '#tools/code-reader.js';
import type { GreyImage } from '#tools/image/grey-image.js';
import { createTypesetter } from '#tools/typst/typesetter.js';
import { flagOf, hasFlag, quantile, report, round } from './flags.js';

/*
 * npm run bench:briefcode [-- --letters 1000 --seed briefcode] [--json]
 * Letters with a code of their own each, drawn at 200 dpi, made worse as sheets that come back are (folded, worn,
 * put on the glass askew, upside down, blurred, noisy, JPEG of quality 50), and read as the mailroom reads a scan.
 */

const dpi = 200;
const quality = 50;
const count = Number(flagOf('letters', '1000'));
const random = createRandom(flagOf('seed', 'briefcode'));
const log = createLog({ level: 'silent' });
const typesetter = createTypesetter({ log, memoryMegabytes: 600, timeoutMs: 60_000 });
const folder = join(projectRoot(), 'config');
const satz = createBriefsatz({
  typesetter,
  vorlagen: loadVorlagen(join(folder, 'templates')),
  letterheads: loadLetterheads(join(folder, 'letterheads')),
  behoerde: ConfigSchema.parse({
    behoerde: { name: 'Stadt Lohwerda', strasse: 'Markt 1', plz: '05110', ort: 'Lohwerda' },
  }).behoerde,
});
const codes = createBriefcodes(randomBytes(32));

const sentence =
  'Die beantragte Erlaubnis kann nach derzeitigem Sachstand nicht erteilt werden, weil die verbleibende Gehwegbreite die Mindestanforderungen unterschreitet. ';

const print = async (index: number, id: string): Promise<Bitmap> => {
  const { bytes } = await satz.setze({
    vorlage: 'anschreiben',
    datum: '2026-11-23',
    code: codes.of(id),
    kontext: {
      vorgang: { id: 'v', geschaeftszeichen: `32-1212/${index}-2026`, betreff: 'Sondernutzung' },
      einheit: { id: 'e', kuerzel: '32', name: 'Ordnungsamt', email: null, telefon: '48-3200' },
      verfasser: { id: 'p', name: 'Katharina Schönbächler', email: null },
    },
    brief: {
      empfaenger: {
        ...{ name: 'Jana Böhm', zusatz: '', strasse: `Gartenstraße ${index + 1}` },
        ...{ plz: '05110', ort: 'Lohwerda', land: '', email: null },
      },
      betreff: 'Sondernutzung auf dem Marktplatz',
      inhalt: {
        anrede: 'Guten Tag,',
        bloecke: Array.from({ length: random.int(1, 9) }, () => ({
          art: 'absatz' as const,
          laeufe: [{ text: sentence.repeat(random.int(1, 4)) }],
        })),
        grussformel: 'Mit freundlichen Grüßen',
        unterzeichner: '',
        anlagen: [],
        ihrZeichen: '',
        ihreNachrichtVom: '',
      },
    },
  });
  const look = await typesetter.look({ pdf: bytes, page: 1, dpi, details: [] });
  return { ...look.image, channels: 1 };
};

const skewedSheet = conditions.skewed.wear;
const states: Readonly<Record<string, (page: Bitmap, from: Random) => Promise<Bitmap>>> = {
  clean: conditions['clean-200'].wear,
  office: conditions['received-stamp'].wear,
  skewed: skewedSheet,
  'upside down': conditions['rotated-180'].wear,
  'upside down, skewed': async (page, from) => turned(await skewedSheet(page, from), 2),
  blurred: async (page, from) =>
    blurred(await conditions['received-stamp'].wear(page, from), 0.6 + from.next() * 0.6),
  noisy: async (page, from) => {
    const worn = await conditions['received-stamp'].wear(page, from);
    addNoise(worn, { random: from, sigma: 8 + from.next() * 6 });
    return worn;
  },
};
const names = Object.keys(states);

const throughJpeg = async (page: Bitmap): Promise<GreyImage> => {
  const jpeg = await sharpOf(page).jpeg({ quality }).toBuffer();
  const { data, info } = await sharp(jpeg)
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
};

const tally = new Map(names.map((name) => [name, { letters: 0, read: 0 }]));
const ms: number[] = [];
const totals = { read: 0, ofAnother: 0, otherCodes: 0 };
for (let index = 0; index < count; index += 1) {
  const id = randomUUID();
  const name = names[index % names.length] ?? 'clean';
  const from = random.fork(`${index} ${name}`);
  const page = await states[name]?.(await print(index, id), from);
  const state = tally.get(name);
  if (page === undefined || state === undefined) break;
  const scan = await throughJpeg(page);
  const start = performance.now();
  const found = await readCodes(scan, { dpi });
  ms.push(performance.now() - start);
  const letters = found.map(({ text }) => codes.read(text));
  state.letters += 1;
  if (letters.includes(id)) {
    state.read += 1;
    totals.read += 1;
  }
  totals.ofAnother += letters.filter((one) => one !== undefined && one !== id).length;
  totals.otherCodes += letters.filter((one) => one === undefined).length;
}
typesetter.close();

if (!hasFlag('json')) console.table(Object.fromEntries(tally));
report('codes of letters, read back', {
  letters: count,
  read: totals.read,
  share: round(totals.read / count, 4),
  codesOfAnotherLetter: totals.ofAnother,
  otherCodesRead: totals.otherCodes,
  states: Object.fromEntries(tally),
  medianMs: round(quantile(ms, 0.5) ?? 0),
  p95Ms: round(quantile(ms, 0.95) ?? 0),
  loadAverage: round(loadavg()[0] ?? 0),
});
