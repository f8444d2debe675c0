import { loadavg } from 'node:os';
import { join } from 'node:path';
import { ConfigSchema } from '#config/schema.js';
import { createLog } from '#infrastructure/log.js';
import { projectRoot } from '#infrastructure/project-root.js';
import { createBriefsatz, type Satzauftrag } from '#postausgang/briefsatz.js';
import { loadLetterheads } from '#postausgang/letterhead.js';
import { loadVorlagen } from '#postausgang/vorlagen.js';
import { createTypesetter } from '#tools/typst/typesetter.js';
import { flagOf, quantile, report, round } from './flags.js';

/*
 * npm run bench:preflight [-- --letters 100] [--json]
 * Time of the check of a set letter of two pages (zones, address, codes, marks, text), its setting not included.
 */

const count = Number(flagOf('letters', '100'));
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
const sentence =
  'Die beantragte Erlaubnis kann nach derzeitigem Sachstand nicht erteilt werden, weil die verbleibende Gehwegbreite die Mindestanforderungen unterschreitet. ';

const letterOf = (index: number): Satzauftrag => ({
  vorlage: 'anschreiben',
  datum: '2026-11-23',
  code: `PSB1${String(index).padStart(41, '7')}`,
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
      bloecke: Array.from({ length: 6 }, () => ({
        art: 'absatz' as const,
        laeufe: [{ text: sentence.repeat(4) }],
      })),
      grussformel: 'Mit freundlichen Grüßen',
      unterzeichner: '',
      anlagen: [],
      ihrZeichen: '',
      ihreNachrichtVom: '',
    },
  },
});

const ms: number[] = [];
const seen = { pages: 0, faulty: 0 };
const before = process.cpuUsage();
for (let index = 0; index < count; index += 1) {
  const auftrag = letterOf(index);
  const { bytes, pages } = await satz.setze(auftrag);
  const start = performance.now();
  const found = await satz.pruefe(auftrag, bytes, { kanalWunsch: null });
  ms.push(performance.now() - start);
  seen.pages += pages;
  if (found.some((one) => one.stufe === 'fehler')) seen.faulty += 1;
}
const { user, system } = process.cpuUsage(before);
typesetter.close();

report('check of a set letter', {
  letters: count,
  pagesPerLetter: round(seen.pages / count),
  lettersWithFindings: seen.faulty,
  medianMs: round(quantile(ms, 0.5) ?? 0),
  p95Ms: round(quantile(ms, 0.95) ?? 0),
  processorMsOfThisProcess: round((user + system) / 1000 / count),
  loadAverage: round(loadavg()[0] ?? 0),
});
