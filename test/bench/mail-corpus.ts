import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { z } from 'zod';
import type { OpenedMessage } from '#tools/mail/mail-message.js';
import { openMail } from '#tools/mail/open-mail.js';
import { defaultParserLimits } from '#tools/parser/parser.js';
import { flagOf, hasFlag, report, round } from './flags.js';

/*
 * npm run bench:mail-corpus -- [--data ../shared/data] [--differences] [--json]
 * Opens each mail of a collection and compares attachments, subject and head of the body with what independent
 * parsers agree on; beside it what bare mailparser makes of the same mails. Goals: no crash, none lost, 99 % of
 * attachments, 99 % of subjects, 97 % of heads.
 */

const Expected = z.array(
  z.object({
    file: z.string(),
    attachments: z.number().nullable(),
    subject: z.string().nullable(),
    bodyHead160: z.string().nullable(),
  }),
);
type Expected = z.infer<typeof Expected>[number];

interface Seen {
  attachments: number;
  subject: string;
  body: string;
}

const data = flagOf('data', '../shared/data');
const folder = await mkdtemp(join(tmpdir(), 'mail-corpus-'));

const ours = async (path: string): Promise<Seen> => {
  const out = await mkdtemp(join(folder, 'out-'));
  const mail = await openMail({ task: 'openMail', input: path, out, limits: defaultParserLimits });
  await rm(out, { recursive: true });
  return {
    attachments: mail.attachments.filter(({ within }) => within === undefined).length,
    subject: mail.head.subject,
    body: mail.text,
  };
};

const theirs = async (path: string): Promise<Seen> => {
  const mail = await simpleParser(await readFile(path));
  return {
    attachments: mail.attachments.length,
    subject: mail.subject ?? '',
    body: mail.text ?? '',
  };
};

/** As in expected.json: word characters among the first 300 characters, at most 160 of them. */
const words = (text: string): string =>
  text
    .slice(0, 300)
    .replace(/[^\p{L}\p{N}_]/gu, '')
    .slice(0, 160);
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

const compare = (expected: Expected, seen: Seen) => ({
  attachments: expected.attachments === null || expected.attachments === seen.attachments,
  subject: expected.subject === null || oneLine(expected.subject) === oneLine(seen.subject),
  body: expected.bodyHead160 === null || words(expected.bodyHead160) === words(seen.body),
});

const judge = async (all: readonly Expected[], read: (path: string) => Promise<Seen>) => {
  const wrong: Record<string, string[]> = { crash: [], attachments: [], subject: [], body: [] };
  for (const expected of all) {
    const seen = await read(join(data, expected.file)).catch((error: unknown) => {
      wrong.crash?.push(`${expected.file}: ${String(error)}`);
      return undefined;
    });
    if (seen === undefined) continue;
    const equal = compare(expected, seen);
    if (!equal.attachments)
      wrong.attachments?.push(
        `${expected.file}: ${seen.attachments} statt ${expected.attachments}`,
      );
    if (!equal.subject)
      wrong.subject?.push(`${expected.file}:\n  ${seen.subject}\n  ${expected.subject}`);
    if (!equal.body)
      wrong.body?.push(`${expected.file}:\n  ${words(seen.body)}\n  ${expected.bodyHead160}`);
  }
  return wrong;
};

const share = (known: number, wrong: number): number => round((100 * (known - wrong)) / known, 2);

const figuresOf = (all: readonly Expected[], wrong: Record<string, string[]>) => {
  const crashed = wrong.crash?.length ?? 0;
  const known = (key: 'attachments' | 'subject' | 'bodyHead160'): number =>
    all.filter((one) => one[key] !== null).length;
  const lost = (kind: string): number => (wrong[kind]?.length ?? 0) + crashed;
  return {
    crashes: crashed,
    attachmentsEqual: share(known('attachments'), lost('attachments')),
    subjectEqual: share(known('subject'), lost('subject')),
    bodyHeadEqual: share(known('bodyHead160'), lost('body')),
  };
};

const Outlook = z.object({
  subject: z.string().optional(),
  body: z.string().optional(),
  attachments: z.array(
    z.object({ fileName: z.string().optional(), innerMsgContent: z.boolean().optional() }),
  ),
});

/** Messages of Outlook against the JSON beside them: subject, body, names of attachments, messages within. */
const judgeOutlook = async (place: string) => {
  const names = await readdir(place);
  const wrong: string[] = [];
  let opened = 0;
  let compared = 0;
  for (const name of names.filter((one) => one.endsWith('.msg'))) {
    const out = await mkdtemp(join(folder, 'out-'));
    const input = join(place, name);
    const limits = defaultParserLimits;
    const mail = await openMail({ task: 'openMail', input, out, limits }).catch(
      (error: unknown) => {
        wrong.push(`${name}: ${String(error)}`);
        return undefined;
      },
    );
    if (mail === undefined) continue;
    opened += 1;
    const check = async (json: string, message: OpenedMessage, index?: number): Promise<void> => {
      const own = mail.attachments.filter(({ within }) => within === index);
      for (const [at, one] of own.entries())
        if (one.message !== undefined)
          await check(`${json}-attachments${at}`, one.message, one.index);
      if (!names.includes(`${json}.json`)) return;
      compared += 1;
      const truth = Outlook.parse(JSON.parse(await readFile(join(place, `${json}.json`), 'utf8')));
      const kinds = (list: readonly boolean[]): string => list.map(Number).join('');
      const said = message.text;
      if (oneLine(truth.subject ?? '') !== oneLine(message.head.subject))
        wrong.push(`${json}: subject ${message.head.subject}`);
      if (truth.body !== undefined && words(truth.body) !== '' && words(truth.body) !== words(said))
        wrong.push(`${json}: body\n  ${words(said)}\n  ${words(truth.body)}`);
      if (
        kinds(truth.attachments.map((one) => one.innerMsgContent === true)) !==
        kinds(own.map((one) => one.message !== undefined))
      )
        wrong.push(`${json}: ${own.length} attachments of ${truth.attachments.length}`);
      for (const [at, { fileName }] of truth.attachments.entries())
        if (fileName !== undefined && fileName !== own[at]?.fileName)
          wrong.push(`${json}: ${own[at]?.fileName} instead of ${fileName}`);
    };
    await check(name.replace(/\.msg$/, ''), mail);
  }
  return { files: names.filter((one) => one.endsWith('.msg')).length, opened, compared, wrong };
};

const all = Expected.parse(JSON.parse(await readFile(join(data, 'mail/expected.json'), 'utf8')));
const own = await judge(all, ours);
const bare = await judge(all, theirs);
const outlook = await judgeOutlook(join(data, 'mail/outlook-msg/test'));
if (hasFlag('differences')) {
  for (const line of outlook.wrong) process.stdout.write(`outlook: ${line}\n`);
  for (const [kind, lines] of Object.entries(own))
    for (const line of lines) process.stdout.write(`${kind}: ${line}\n`);
}
report('Sammlung von E-Mails', {
  mails: all.length,
  ...figuresOf(all, own),
  mailparser: figuresOf(all, bare),
  outlook: { ...outlook, wrong: outlook.wrong.length },
});
await rm(folder, { recursive: true });
process.exit(0);
