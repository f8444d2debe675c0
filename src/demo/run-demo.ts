import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { germanDay, systemClock } from '#infrastructure/clock.js';
import { StapelZeile } from '#posteingang/stapel/stapel.schema.js';
import {
  createMunicipality,
  generateLetters,
  generateMails,
  type Municipality,
  rechnungsBeispiele,
  renderLetter,
} from '#sample/index.js';
import { type Running, type ServeOptions, serve } from '../serve.js';
import { writeAnswers } from './answers.js';
import { type Client, createClient, type UploadFile } from './client.js';
import { type ItemOutcome, isFinal, readOutcomes } from './progress.js';
import { progressLine } from './progress-line.js';
import { startReceiver } from './receiver.js';
import { isSeeded, samplePassword, seedMunicipality, trainOnSample } from './seed.js';
import { outcomeTable } from './table.js';

export interface DemoOptions extends ServeOptions {
  /** Stop after the summary. */
  once: boolean;
  /** Print one JSON object with the figures as the last line. */
  json: boolean;
  stopOnSignal: (running: Running) => void;
}

const letterCount = 44;
const mailCount = 16;
const invoiceCount = 4;
const citySeed = 'lohwerda';
const pollMs = 1_000;
/** Where the output is kept in a file, one line every so many polls is enough. */
const pollsPerLine = 10;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** The letters, mails and electronic invoices of the demo, rendered one after the other. */
async function* sampleFiles(city: Municipality): AsyncGenerator<UploadFile> {
  const options = { seed: 'vorfuehrung', municipality: city, today: city.today };
  for (const letter of generateLetters({ ...options, count: letterCount })) {
    const { fileName, mediaType, bytes } = await renderLetter(letter, { seed: options.seed });
    yield { name: fileName, mediaType, bytes };
  }
  for (const mail of await generateMails({ ...options, count: mailCount })) {
    yield { name: `${mail.truth.id}.eml`, mediaType: 'message/rfc822', bytes: mail.eml };
  }
  yield* await rechnungsBeispiele();
}

const feed = async (client: Client, city: Municipality): Promise<number> => {
  let accepted = 0;
  const made = await client.post('/api/stapel', { station: 'Vorführung', bezeichnung: 'Briefe' });
  const stapel = StapelZeile.parse(made.body);
  for await (const file of sampleFiles(city)) {
    const isScanned = !['message/rfc822', 'application/xml'].includes(file.mediaType);
    const headers: Record<string, string> = isScanned ? { 'Poststelle-Stapel': stapel.id } : {};
    const { status } = await client.upload([file], undefined, headers);
    if (status !== 202 && status !== 200)
      throw new Error(`the upload of a sample letter was answered with ${status}`);
    accepted += 1;
  }
  return accepted;
};

/** Shows the progress until nothing moves by itself any more. */
const watch = async (running: Running, fed: () => boolean): Promise<ItemOutcome[]> => {
  const inTerminal = process.stdout.isTTY === true;
  for (let polls = 0; ; polls += 1) {
    const items = await readOutcomes(running.app);
    const done = fed() && items.every(isFinal);
    if (inTerminal) process.stdout.write(`\r${progressLine(items)}\u001b[K${done ? '\n' : ''}`);
    else if (done || polls % pollsPerLine === 0) say(progressLine(items));
    if (done) return items;
    await pause(pollMs);
  }
};

const feedAndWatch = async (running: Running, city: Municipality): Promise<ItemOutcome[]> => {
  const client = createClient(running.url);
  const clerk = city.personen.find((person) =>
    person.roles.some(({ role }) => role === 'poststelle'),
  );
  await client.signIn(clerk?.login ?? '', samplePassword);
  say('Briefe und E-Mails werden eingeliefert:');
  let fed = false;
  const feeding = feed(client, city).then(() => {
    fed = true;
  });
  const [items] = await Promise.all([watch(running, () => fed), feeding]);
  client.close();
  return items;
};

const logins = (city: Municipality): string => {
  const wanted = [
    'poststelle',
    'sachbearbeitung',
    'leitung',
    'postausgang',
    'revision',
    'administration',
  ] as const;
  return wanted
    .flatMap((role) => {
      const person = city.personen.find((one) => one.roles.some((held) => held.role === role));
      const held = person?.roles.find((one) => one.role === role);
      return person === undefined
        ? []
        : [`  ${person.login.padEnd(22)} ${role} (${held?.kuerzel})`];
    })
    .join('\n');
};

const figures = (
  items: readonly ItemOutcome[],
  answers: Awaited<ReturnType<typeof writeAnswers>>,
  received: number,
) => {
  const seconds = items.flatMap((item) => item.sekunden ?? []).sort((a, b) => a - b);
  return {
    letters: items.filter((item) => item.kanal !== 'email').length,
    mails: items.filter((item) => item.kanal === 'email').length,
    attached: items.filter((item) => item.zustand === 'zugeordnet').length,
    clearing: items.filter((item) => item.zustand === 'clearing').length,
    pages: items.reduce((sum, item) => sum + item.gelesen, 0),
    secondsMedian: seconds[Math.floor(seconds.length / 2)] ?? null,
    sentByMail: answers.byMail,
    receivedByMail: received,
    printed: answers.printed,
  };
};

/** Sets up the sample city, feeds its mail, shows what becomes of it, writes two answers, and stays up. */
export const runDemo = async (options: DemoOptions): Promise<void> => {
  const folder = join(options.config.dataDir, 'vorfuehrung');
  const city = createMunicipality({ seed: citySeed, today: germanDay(systemClock.now()) });
  const receiver = await startReceiver(join(folder, 'empfangen'));
  const config = {
    ...options.config,
    dataDir: folder,
    // Who tries it wants to see the letter leave, not to wait until nobody can stop it any more.
    outbound: { ...options.config.outbound, smtpUrl: receiver.url, stornofristMinuten: 0 },
    behoerde: {
      ...options.config.behoerde,
      name: city.name,
      ...city.anschrift,
      email: 'poststelle@stadt-lohwerda.example',
    },
  };
  say('Poststelle wird gestartet …');
  const running = await serve({ ...options, config });
  const stop = async (): Promise<void> => {
    await running.stop();
    await receiver.stop();
  };
  options.stopOnSignal({ ...running, stop });
  if (!(await isSeeded(running.app))) {
    say('Musterstadt wird angelegt: Aktenplan, Organisationseinheiten, Personen, Vorgänge …');
    await seedMunicipality(running.app, city);
    say('Die Zuordnung lernt an Übungsbriefen …');
    await trainOnSample(running.app, city, options.log);
  }
  const isComplete =
    (await readOutcomes(running.app)).length >= letterCount + mailCount + invoiceCount;
  if (isComplete) say('Die Musterpost liegt schon vor; sie wird nicht noch einmal eingeliefert.');
  const items = isComplete ? await watch(running, () => true) : await feedAndWatch(running, city);
  say('Eine Sachbearbeiterin antwortet: ein Schreiben per E-Mail, eines zum Druck …');
  const answers = await writeAnswers({
    baseUrl: running.url,
    city,
    items,
    password: samplePassword,
  });
  say(`\n${outcomeTable(items)}\n`);
  say(
    `Hinausgegangen: ${answers.byMail} per E-Mail (angekommen: ${receiver.received().length}), ${answers.printed} in den Druckordner ${running.app.printFolder}`,
  );
  say(`\nSeite: ${running.url}\nAnmeldung mit Kennwort „${samplePassword}“:\n${logins(city)}`);
  const summary = figures(items, answers, receiver.received().length);
  const sayFigures = (): void => {
    if (options.json) say(JSON.stringify(summary));
  };
  if (!options.once) {
    sayFigures();
    say('\nDie Poststelle bleibt in Betrieb. Beenden mit Strg+C.');
    return;
  }
  await stop();
  // The last line of all, after what the log says about stopping.
  sayFigures();
  const hasShownAll =
    items.length > 0 && answers.printed > 0 && answers.byMail > 0 && summary.receivedByMail > 0;
  process.exit(hasShownAll ? 0 : 1);
};
