import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { z } from 'zod';
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

const words = (text: string): string => text.replace(/[^\p{L}\p{N}_]/gu, '').slice(0, 160);
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

const all = Expected.parse(JSON.parse(await readFile(join(data, 'mail/expected.json'), 'utf8')));
const own = await judge(all, ours);
const bare = await judge(all, theirs);
if (hasFlag('differences')) {
  for (const [kind, lines] of Object.entries(own))
    for (const line of lines) process.stdout.write(`${kind}: ${line}\n`);
}
report('Sammlung von E-Mails', {
  mails: all.length,
  ...figuresOf(all, own),
  mailparser: figuresOf(all, bare),
});
await rm(folder, { recursive: true });
process.exit(0);
