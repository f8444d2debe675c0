// All settings in one list, each with its default and its sentence; apart they would be hard to find.
import { availableParallelism } from 'node:os';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const whole = z.coerce.number().int();
const flag = z.union([z.boolean(), z.stringbool()]);

const http = z.object({
  host: z.string().default('127.0.0.1').describe('Address that the page and the API listen on.'),
  port: port.default(8080).describe('Port of the page and the API; 0 takes any free one.'),
  publicUrl: z
    .url()
    .optional()
    .describe(
      'Address under which people reach the page, for links and the check of the Origin header; default: the address listened on.',
    ),
  trustedProxies: whole
    .min(0)
    .max(5)
    .default(0)
    .describe('Number of reverse proxies in front whose X-Forwarded-For is believed.'),
  metricsFromAnywhere: flag
    .default(false)
    .describe('Answer /metrics not only to this machine; protect it in the reverse proxy then.'),
});

const database = z.object({
  url: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
    .optional()
    .describe(
      'PostgreSQL 15 or newer. Without it Poststelle runs its own PostgreSQL. Environment: DATABASE_URL.',
    ),
  maxConnections: whole
    .min(2)
    .max(100)
    .default(16)
    .describe('Connections of one process, besides those of the queue.'),
  embeddedPort: port
    .default(0)
    .describe('Preferred port of the own PostgreSQL; 0 takes any free one.'),
});

const queue = z.object({
  redisUrl: z
    .string()
    .regex(/^rediss?:\/\//, 'must start with redis:// or rediss://')
    .optional()
    .describe(
      'Redis 7 or newer for the queue, with AOF and noeviction. Without it the queue lies in PostgreSQL. Environment: REDIS_URL.',
    ),
});

const storage = z.object({
  kind: z
    .enum(['filesystem', 's3'])
    .default('filesystem')
    .describe('Where originals and derived files lie.'),
  path: z.string().optional().describe('Folder of the file store; default: "blobs" below dataDir.'),
  s3Endpoint: z.url().optional().describe('Address of the S3 service; empty for AWS.'),
  s3Region: z.string().default('eu-central-1').describe('Region of the S3 service.'),
  s3Bucket: z.string().optional().describe('Bucket that holds the files.'),
  s3AccessKeyId: z.string().optional().describe('Access key of the S3 service.'),
  s3SecretAccessKey: z.string().optional().describe('Secret key of the S3 service.'),
  s3PathStyle: flag
    .default(true)
    .describe('Whether the bucket is named in the path instead of the host name.'),
  s3ChecksumsWhenRequired: flag
    .default(true)
    .describe('Send checksums only where required; most services other than AWS need it.'),
});

const intake = z.object({
  maxFileMegabytes: whole
    .min(1)
    .max(2_000)
    .default(200)
    .describe('Largest single file that is accepted, in MB.'),
  maxFilesPerRequest: whole
    .min(1)
    .max(1_000)
    .default(200)
    .describe('Most files in one upload request.'),
  uploadExpiryHours: whole
    .min(1)
    .max(720)
    .default(24)
    .describe('How long an interrupted resumable upload may rest before it is removed, in hours.'),
  minFreeDiskMegabytes: whole
    .min(0)
    .default(500)
    .describe('Below this free space new items are refused with 503 until space is made, in MB.'),
});

const hotfolder = z.object({
  path: z
    .string()
    .optional()
    .describe(
      'Folder in which scanners put files; each folder in it is a station. Without it there is no hot folder.',
    ),
  settleSeconds: whole
    .min(0)
    .max(600)
    .default(5)
    .describe('A file is taken when it has not changed for so long, in seconds.'),
  intervalSeconds: whole
    .min(1)
    .max(600)
    .default(2)
    .describe('How often the stations are looked at, in seconds.'),
  doneMarker: flag
    .default(false)
    .describe('Take a file only when a second one, with ".done" behind its name, lies beside it.'),
  keepAcceptedDays: whole
    .min(0)
    .max(3_650)
    .default(30)
    .describe(
      'Days after which accepted files are removed from the folder "angenommen"; their originals stay in the store. 0 keeps them for ever.',
    ),
  ownStapel: flag
    .default(false)
    .describe(
      'A file that arrives while no Stapel is open at its station becomes a Stapel of its own, with the scan profile and the sides of the last one there.',
    ),
});

const pipeline = z.object({
  leaseSeconds: whole
    .min(5)
    .max(3_600)
    .default(60)
    .describe('How long a worker may stay silent before its work is given to another, in seconds.'),
  keeperIntervalMs: whole
    .min(100)
    .max(60_000)
    .default(1_000)
    .describe('How often the keeper looks for due work, in milliseconds.'),
  maxAttempts: whole
    .min(1)
    .max(20)
    .default(4)
    .describe('Attempts at one stage before the item goes to Clearing.'),
  retrySeconds: whole
    .min(0)
    .max(3_600)
    .default(5)
    .describe('Pause before the second attempt, doubled each time, in seconds.'),
  lightConcurrency: whole
    .min(1)
    .max(64)
    .default(8)
    .describe('Stages that one worker process runs side by side, without page work.'),
});

const ocr = z.object({
  processes: whole
    .min(1)
    .max(128)
    .default(availableParallelism())
    .meta({ exampleDefault: 'number of processors' })
    .describe('Recognition processes of one worker process, one page each.'),
  pageTimeoutSeconds: whole
    .min(5)
    .max(600)
    .default(60)
    .describe('Time limit for recognising one page, in seconds.'),
  engine: z
    .enum(['tesseract.js', 'native'])
    .default('tesseract.js')
    .describe(
      'What reads: tesseract.js comes along; native starts the program of the Debian package tesseract-ocr.',
    ),
  model: z
    .enum(['auto', 'best_int', 'fast'])
    .default('auto')
    .describe(
      'Trained data: best_int comes along; fast needs two thirds of the time and the Debian packages tesseract-ocr-deu and tesseract-ocr-eng, but forgives less; auto takes best_int unless a language is installed as fast only.',
    ),
  languages: z
    .string()
    .regex(/^[a-z]{3}(_[a-z]+)?(,[a-z]{3}(_[a-z]+)?)*$/)
    .default('deu,eng')
    .describe(
      'Names of trained data, separated by commas, the usual language first; a page is read in another one where its words ask for it. deu and eng come along, others are Debian packages such as tesseract-ocr-pol.',
    ),
});

const parser = z.object({
  isolation: z
    .enum(['auto', 'bubblewrap', 'process'])
    .default('auto')
    .describe(
      'How files are opened: auto uses bubblewrap where it works; bubblewrap refuses to start without it.',
    ),
  timeoutSeconds: whole
    .min(5)
    .max(600)
    .default(30)
    .describe('Time limit for opening one file, and for each of its pages, in seconds.'),
  memoryMegabytes: whole
    .min(256)
    .max(8_192)
    .default(768)
    .describe('Memory limit of the process that opens a file, in MB.'),
  maxPages: whole.min(1).max(20_000).default(2_000).describe('Most pages of one file.'),
});

const outbound = z.object({
  smtpUrl: z
    .string()
    .regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
    .optional()
    .describe(
      'Mail relay for outgoing letters, e.g. smtp://relay.stadt.example:25. Without it the e-mail channel is off.',
    ),
  mailFrom: z
    .email()
    .default('poststelle@stadt.example')
    .describe('Sender address of outgoing e-mails.'),
  messageIdDomain: z
    .string()
    .regex(/^[a-z0-9.-]+$/i, 'must be a domain name')
    .default('poststelle.stadt.example')
    .describe('Domain of the Message-IDs that Poststelle gives.'),
  printFolder: z
    .string()
    .optional()
    .describe('Folder that receives letters to print; default: "druck" below dataDir.'),
});

const behoerde = z.object({
  name: z
    .string()
    .min(1)
    .default('Stadtverwaltung')
    .describe('Name of the authority in the letterhead.'),
  strasse: z
    .string()
    .default('Rathausplatz 1')
    .describe('Street of the authority in the letterhead.'),
  plz: z
    .string()
    .regex(/^\d{5}$/, 'must have five digits')
    .default('09999')
    .describe('Postal code of the authority.'),
  ort: z.string().min(1).default('Musterstadt').describe('City of the authority.'),
  telefon: z.string().default('').describe('Central telephone number in the letterhead.'),
  email: z.string().default('').describe('Central e-mail address in the letterhead.'),
  internet: z.string().default('').describe('Web address in the letterhead.'),
});

const trennung = z.object({
  schluessel: z
    .string()
    .min(32)
    .optional()
    .describe(
      'Secret that signs cover and separator sheets; needed where several machines share the work. Without it a key is made in dataDir.',
    ),
  fremdeWerte: z
    .string()
    .default('PATCHT')
    .describe(
      'Texts of QR codes, DataMatrix or bar codes on foreign separator sheets, separated by commas; * at the end stands for anything.',
    ),
  patchCodes: z
    .string()
    .default('T,3')
    .describe(
      'Patch codes that separate, separated by commas: 1, 2, 3, 4, 6, T. T upside down is 3.',
    ),
});

const security = z.object({
  sessionHours: whole
    .min(1)
    .max(24)
    .default(8)
    .describe('How long a sign-in lasts at most, in hours.'),
  idleMinutes: whole
    .min(5)
    .max(480)
    .default(60)
    .describe('How long a sign-in lasts without activity, in minutes.'),
  minPasswordLength: whole
    .min(10)
    .max(64)
    .default(12)
    .describe('Shortest password for local accounts.'),
});

const log = z.object({
  level: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least important events that are logged.'),
});

/** Every setting of Poststelle with its default and one sentence of explanation. */
export const ConfigSchema = z
  .strictObject({
    dataDir: z
      .string()
      .min(1)
      .default('var')
      .describe(
        'Folder for the own database, files and the print folder; relative to the project.',
      ),
    http: http.prefault({}),
    database: database.prefault({}),
    queue: queue.prefault({}),
    storage: storage.prefault({}),
    intake: intake.prefault({}),
    hotfolder: hotfolder.prefault({}),
    pipeline: pipeline.prefault({}),
    ocr: ocr.prefault({}),
    parser: parser.prefault({}),
    outbound: outbound.prefault({}),
    behoerde: behoerde.prefault({}),
    trennung: trennung.prefault({}),
    security: security.prefault({}),
    log: log.prefault({}),
  })
  .superRefine((config, context) => {
    if (config.storage.kind === 's3' && config.storage.s3Bucket === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['storage', 's3Bucket'],
        message: 'is needed when storage.kind is s3',
      });
    }
  });

/** All settings, checked and complete. */
export type Config = z.infer<typeof ConfigSchema>;
