import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createMunicipality, streamMails } from '#sample/index.js';
import {
  freshWordedShapes,
  lastWordedShapes,
  untunedWordedShapes,
} from '#test/support/mailart/bounce-fresh.js';
import { standardShapes, unseenStandardShapes } from '#test/support/mailart/bounce-standard.js';
import { unseenWordedShapes, wordedShapes } from '#test/support/mailart/bounce-worded.js';
import { friendShapes, unseenFriendShapes } from '#test/support/mailart/false-friends.js';
import {
  absenceShapes,
  machineShapes,
  unseenAbsenceShapes,
} from '#test/support/mailart/other-kinds.js';
import { type SampleMessage, writeSet } from '#test/support/mailart/sample-message.js';
import { openMail } from '#tools/mail/open-mail.js';
import { type RecognisedMailKind, recogniseMailKind } from '#understanding/index.js';
import { flagOf, report, round } from './flags.js';

/*
 * npm run bench:mailart -- --seed NAME --each 6 --mails 700 [--data FOLDER] [--json]
 * Kinds of mail on a set of our own (bounces and delays, vacation notes, other machines, false friends and the
 * mails of the sample municipality) and on the mails in FOLDER. Half of the shapes were not looked at while the
 * signs were tuned ("ungesehen"); those of "frisch" were written after the last change of a sign.
 */

const seed = flagOf('seed', 'frisch-1');
const each = Number(flagOf('each', '6'));
const mails = Number(flagOf('mails', '700'));
const data = flagOf('data', '../shared/data/mail');

const limits = {
  maxPages: 100,
  maxPixels: 1e6,
  maxViewPixels: 1e6,
  maxOcrPixels: 1e6,
  viewDpi: 72,
  ocrDpi: 72,
  maxMailParts: 5_000,
  maxMailDepth: 100,
  maxMailBytes: 100_000_000,
  maxArchiveDepth: 2,
};

const folder = await mkdtemp(join(tmpdir(), 'mailart-'));

const kindOf = async (eml: Buffer): Promise<RecognisedMailKind> => {
  const input = join(folder, 'mail.eml');
  await writeFile(input, eml);
  return recogniseMailKind(await openMail({ task: 'openMail', input, out: folder, limits }));
};

const isReport = (kind: string): boolean => kind === 'unzustellbar' || kind === 'verzoegert';
const share = (part: number, whole: number): number => round(part / Math.max(1, whole), 4);

const measure = async (set: readonly SampleMessage[]) => {
  const answers: { mail: SampleMessage; found: RecognisedMailKind }[] = [];
  for (const mail of set) answers.push({ mail, found: await kindOf(mail.eml) });
  const count = (test: (one: (typeof answers)[number]) => boolean): number =>
    answers.filter(test).length;
  const wrong = answers.filter(({ mail, found }) => found.kind !== mail.kind);
  return {
    mails: answers.length,
    artRichtig: share(answers.length - wrong.length, answers.length),
    // A bounce taken for a delay is still recognised as a report about delivery.
    alsZustellmeldung: count(({ found }) => isReport(found.kind)),
    empfaengerRichtig: share(
      count(({ mail, found }) =>
        mail.failed.every((to) => found.recipients.some((one) => one.address === to)),
      ),
      answers.length,
    ),
    falsch: [...new Set(wrong.map(({ mail, found }) => `${mail.shape} → ${found.kind}`))],
  };
};

const filesBelow = async (root: string): Promise<string[]> =>
  (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !/\.(json|msg)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

const onData = async () => {
  if (!existsSync(data)) return undefined;
  const found: { path: string; kind: string; code: string }[] = [];
  let unreadable = 0;
  for (const path of await filesBelow(data)) {
    try {
      const { kind, reason } = await kindOf(await readFile(path));
      found.push({ path: path.slice(data.length + 1), kind, code: reason.code });
    } catch {
      // Some of these files are broken on purpose; that they end in Clearing is measured elsewhere.
      unreadable += 1;
    }
  }
  const bounces = found.filter(({ path }) => path.startsWith('bounces/'));
  const others = found.filter(({ path }) => !path.startsWith('bounces/'));
  const reports = [...'unzustellbar verzoegert missbrauchsmeldung'.split(' ')];
  const missed = bounces.filter(({ kind }) => !reports.includes(kind));
  return {
    bounces: bounces.length,
    bouncesErkannt: share(bounces.length - missed.length, bounces.length),
    nichtErkannt: missed.map(({ path, kind }) => `${basename(path)} → ${kind}`),
    andere: others.length,
    nichtLesbar: unreadable,
    andereMitArt: others
      .filter(({ kind }) => kind !== 'gewoehnlich')
      .map(({ path, kind, code }) => `${path} → ${kind} (${code})`),
  };
};

const municipality = createMunicipality({ seed: 'bench' });
const city: SampleMessage[] = [];
for await (const { truth, eml } of streamMails({ seed, count: mails, municipality }))
  city.push({ shape: `stadt-${truth.form}`, kind: 'gewoehnlich', failed: [], eml });

const bounces = { seed, each, kind: 'unzustellbar' } as const;
const absences = { seed, each, kind: 'abwesenheit' } as const;
const friends = { seed, each: each * 2, kind: 'gewoehnlich' } as const;
const alarms = (figures: { alsZustellmeldung: number; mails: number }): number =>
  share(figures.alsZustellmeldung, figures.mails);

const bekannt = await measure(writeSet([...standardShapes, ...wordedShapes], bounces));
const ungesehen = await measure(
  writeSet([...unseenStandardShapes, ...unseenWordedShapes], bounces),
);
const zweite = await measure(writeSet(freshWordedShapes, bounces));
const dritte = await measure(writeSet(lastWordedShapes, bounces));
const frisch = await measure(writeSet(untunedWordedShapes, bounces));
const freunde = await measure(writeSet(friendShapes, friends));
const ungeseheneFreunde = await measure(writeSet(unseenFriendShapes, friends));
const stadt = await measure(city);
const ordinary = [freunde, ungeseheneFreunde, stadt];
const ordinaryCount = ordinary.reduce((sum, one) => sum + one.mails, 0);
const sets = [bekannt, ungesehen, zweite, dritte, frisch];
const figures = {
  rueckmeldungen: bekannt,
  rueckmeldungenUngesehen: ungesehen,
  rueckmeldungenZweite: zweite,
  rueckmeldungenDritte: dritte,
  rueckmeldungenFrisch: frisch,
  erkanntGesamt: share(
    sets.reduce((sum, one) => sum + one.alsZustellmeldung, 0),
    sets.reduce((sum, one) => sum + one.mails, 0),
  ),
  abwesenheit: await measure(writeSet(absenceShapes, absences)),
  abwesenheitUngesehen: await measure(writeSet(unseenAbsenceShapes, absences)),
  andereMaschinen: await measure(writeSet(machineShapes, { seed, each, kind: 'gewoehnlich' })),
  falscheFreunde: freunde,
  falscheFreundeUngesehen: ungeseheneFreunde,
  stadt,
  gewoehnliche: ordinaryCount,
  fehlalarmeGesamt: share(
    ordinary.reduce((sum, one) => sum + one.alsZustellmeldung, 0),
    ordinaryCount,
  ),
  fehlalarmeUngesehen: alarms(ungeseheneFreunde),
  daten: await onData(),
};
await rm(folder, { recursive: true, force: true });
report('Kinds of mail', figures);
