import { z } from 'zod';

/** GET /api/audit: newest first; all filters together. */
export const AuditAbfrage = z.object({
  objectType: z.string().max(50).optional(),
  objectId: z.string().max(100).optional(),
  actorId: z.uuid().optional(),
  action: z.string().max(100).optional().describe('Ganz oder als Anfang, z. B. dokument.'),
  von: z.iso.datetime({ offset: true }).optional(),
  bis: z.iso.datetime({ offset: true }).optional(),
  vor: z.coerce.number().int().positive().optional().describe('Nummer, vor der weitergelesen wird'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type AuditAbfrage = z.infer<typeof AuditAbfrage>;

/** One event of the trail. */
export const AuditEreignis = z.object({
  seq: z.number().int(),
  at: z.iso.datetime(),
  actor: z.object({
    kind: z.enum(['person', 'token', 'system']),
    id: z.uuid().nullable(),
    name: z.string().nullable().describe('Heutiger Name der Person'),
  }),
  action: z.string(),
  objectType: z.string(),
  objectId: z.string().nullable(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  requestId: z.string().nullable(),
});
export type AuditEreignis = z.infer<typeof AuditEreignis>;

export const AuditSeite = z.object({
  ereignisse: z.array(AuditEreignis),
  weiter: z.number().int().nullable().describe('Nummer für den nächsten Abruf'),
});
