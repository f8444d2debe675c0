import { createMunicipality, generateLetters } from '#sample/index.js';
import { flagOf } from './flags.js';
import { recogniseLetters } from './reading-pages.js';

/*
 * node dist/test/bench/recognise-letters.js --pages FOLDER [--letters 200] [--twice 60] [--seed lesen-1]
 * Really recognised, degraded letters of a city with 20,000 Vorgänge for bench:reading and bench:doppel; takes hours
 * of nothing but recognition, about five seconds a page, and goes on where it was ended.
 */

const seed = flagOf('seed', 'lesen-1');
const municipality = createMunicipality({ seed, vorgangCount: 20_000 });
await recogniseLetters({
  letters: generateLetters({ seed, count: Number(flagOf('letters', '200')), municipality }),
  municipality,
  folder: flagOf('pages', ''),
  twice: Number(flagOf('twice', '60')),
});
process.exit(0);
