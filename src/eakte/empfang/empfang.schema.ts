import { z } from 'zod';

/*
 * How somebody who takes part in a Vorgang wants to be written to. Routes below
 * /api/vorgaenge/:id/beteiligte/:beteiligterId: GET and PUT …/empfang, POST …/einwilligungen, POST
 * …/einwilligungen/:einwilligungId/widerruf, PUT and DELETE …/zertifikat. Every one answers EmpfangDetail.
 */

export const BevorzugterWeg = z.enum(['post', 'email', 'portal']);
export type BevorzugterWeg = z.infer<typeof BevorzugterWeg>;

/** Accessible forms that a public body owes on request (§ 10 BGG, § 3 VBD). */
export const Zugangsform = z.enum(['normal', 'grossdruck', 'braille', 'audio', 'elektronisch']);
export type Zugangsform = z.infer<typeof Zugangsform>;

/** `portal_ausschluss` is the user's objection to being notified in the mailbox of the user account (§ 9 OZG). */
export const Einwilligungsumfang = z.enum(['email', 'portal', 'portal_ausschluss']);
export type Einwilligungsumfang = z.infer<typeof Einwilligungsumfang>;

/** What a person reads of a certificate; read from the certificate itself. */
export const Zertifikatsangaben = z.object({
  inhaber: z.string(),
  aussteller: z.string(),
  adressen: z.array(z.string()).describe('E-Mail-Adressen, für die es gilt'),
  gueltigVon: z.iso.datetime(),
  gueltigBis: z.iso.datetime(),
  seriennummer: z.string(),
  fingerabdruck: z.string().describe('SHA-256, hexadezimal'),
});
export type Zertifikatsangaben = z.infer<typeof Zertifikatsangaben>;

export const Einwilligung = z.object({
  id: z.uuid(),
  umfang: Einwilligungsumfang,
  erteiltAm: z.iso.date(),
  wortlaut: z.string(),
  erteiltDurch: z.string(),
  adresse: z.string().nullable(),
  aufgenommenVon: z.string().nullable(),
  createdAt: z.iso.datetime(),
  widerrufenAm: z.iso.date().nullable(),
  widerrufGrund: z.string().nullable(),
  widerrufenVon: z.string().nullable(),
});
export type Einwilligung = z.infer<typeof Einwilligung>;

export const EmpfangDetail = z.object({
  beteiligterId: z.uuid(),
  name: z.string(),
  email: z.string().nullable(),
  version: z.number().int().describe('0, solange noch nichts angegeben ist'),
  bevorzugterWeg: BevorzugterWeg.nullable(),
  postfachId: z.string().nullable(),
  form: Zugangsform,
  sprache: z.string(),
  zertifikat: Zertifikatsangaben.extend({ gueltig: z.boolean() }).nullable(),
  einwilligungen: z.array(Einwilligung).describe('neueste zuerst, auch widerrufene'),
  verlauf: z.array(
    z.object({ at: z.iso.datetime(), person: z.string().nullable(), text: z.string() }),
  ),
  darfBearbeiten: z.boolean(),
});
export type EmpfangDetail = z.infer<typeof EmpfangDetail>;

const oneLine = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, 'darf keine Steuerzeichen enthalten');

/** PUT …/empfang: all of it; `version` is the one that was read, else 409. */
export const EmpfangAenderung = z.object({
  version: z.number().int().min(0),
  bevorzugterWeg: BevorzugterWeg.nullable(),
  postfachId: z
    .string()
    .trim()
    .regex(
      /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
      'Die Postfach-ID hat die Form 8-4-4-4-12, z. B. 0f8fad5b-d9cb-469f-a165-70867728950e.',
    )
    .nullable(),
  form: Zugangsform,
  sprache: z.string().regex(/^[a-z]{2,3}$/),
});
export type EmpfangAenderung = z.infer<typeof EmpfangAenderung>;

/** POST …/einwilligungen */
export const EinwilligungNeu = z.object({
  umfang: Einwilligungsumfang,
  erteiltAm: z.iso.date(),
  wortlaut: z.string().trim().min(3).max(2_000),
  erteiltDurch: oneLine(200).min(2),
});
export type EinwilligungNeu = z.infer<typeof EinwilligungNeu>;

/** POST …/einwilligungen/:einwilligungId/widerruf */
export const WiderrufNeu = z.object({
  widerrufenAm: z.iso.date(),
  grund: z.string().trim().min(3).max(1_000),
});
export type WiderrufNeu = z.infer<typeof WiderrufNeu>;

/** PUT …/zertifikat */
export const ZertifikatNeu = z.object({
  pem: z.string().max(20_000).describe('ein X.509-Zertifikat als PEM'),
});

/** What the list of Beteiligte shows of it. */
export const EmpfangKurz = z.object({
  bevorzugterWeg: BevorzugterWeg.nullable(),
  form: Zugangsform,
  emailErlaubt: z.boolean(),
  portalErlaubt: z.boolean(),
  zertifikat: z.boolean(),
});
export type EmpfangKurz = z.infer<typeof EmpfangKurz>;
