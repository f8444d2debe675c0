import { z } from 'zod';
import { behoerde } from './sections/behoerde.js';
import { briefdienst } from './sections/briefdienst.js';
import { database } from './sections/database.js';
import { druckwege } from './sections/druckwege.js';
import { eingangsbestaetigung } from './sections/eingangsbestaetigung.js';
import { fristen } from './sections/fristen.js';
import { hotfolder } from './sections/hotfolder.js';
import { http } from './sections/http.js';
import { imap } from './sections/imap.js';
import { intake } from './sections/intake.js';
import { lmtp } from './sections/lmtp.js';
import { log } from './sections/log.js';
import { mail } from './sections/mail.js';
import { ocr } from './sections/ocr.js';
import { outbound } from './sections/outbound.js';
import { parser } from './sections/parser.js';
import { pipeline } from './sections/pipeline.js';
import { portal } from './sections/portal.js';
import { postlauf } from './sections/postlauf.js';
import { queue } from './sections/queue.js';
import { security } from './sections/security.js';
import { smime } from './sections/smime.js';
import { storage } from './sections/storage.js';
import { trennung } from './sections/trennung.js';
import { understanding } from './sections/understanding.js';
import { verschluss } from './sections/verschluss.js';
import { virus } from './sections/virus.js';

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
    lmtp: lmtp.prefault({}),
    imap: imap.prefault({}),
    mail: mail.prefault({}),
    smime: smime.prefault({}),
    pipeline: pipeline.prefault({}),
    ocr: ocr.prefault({}),
    parser: parser.prefault({}),
    outbound: outbound.prefault({}),
    druckwege: druckwege.prefault({}),
    portal: portal.prefault({}),
    briefdienst: briefdienst.prefault({}),
    postlauf: postlauf.prefault({}),
    eingangsbestaetigung: eingangsbestaetigung.prefault({}),
    behoerde: behoerde.prefault({}),
    fristen: fristen.prefault({}),
    trennung: trennung.prefault({}),
    verschluss: verschluss.prefault({}),
    understanding: understanding.prefault({}),
    virus: virus.prefault({}),
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
    if (config.lmtp.port !== undefined && config.lmtp.addresses.length === 0) {
      context.addIssue({
        code: 'custom',
        path: ['lmtp', 'addresses'],
        message: 'is needed when lmtp.port is set: mail for other addresses is refused',
      });
    }
    if ((config.lmtp.tlsCertFile === undefined) !== (config.lmtp.tlsKeyFile === undefined)) {
      context.addIssue({
        code: 'custom',
        path: ['lmtp', 'tlsKeyFile'],
        message: 'certificate and key go together',
      });
    }
    if (config.mail.authentication === 'trusted-header' && config.mail.authservId === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['mail', 'authservId'],
        message: 'is needed when mail.authentication is trusted-header',
      });
    }
    const { addresses } = config.eingangsbestaetigung;
    if (addresses.length > 0 && config.outbound.smtpUrl === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['outbound', 'smtpUrl'],
        message: 'is needed when eingangsbestaetigung.addresses is set',
      });
    }
    if (config.virus.required && config.virus.clamd === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['virus', 'clamd'],
        message: 'is needed when virus.required is on; otherwise nothing could ever be opened',
      });
    }
  });

/** All settings, checked and complete. */
export type Config = z.infer<typeof ConfigSchema>;
