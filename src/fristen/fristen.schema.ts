import { z } from 'zod';

const Tag = z.iso.date();
const einheit = z.enum(['tag', 'woche', 'monat', 'jahr']);

/** What a Frist is computed from. */
export const FrageSchema = z.discriminatedUnion('art', [
  z.object({
    art: z.literal('regel'),
    regel: z.string().min(1).max(60),
    tag: Tag.describe('Tag des Ereignisses oder, mit Bekanntgabe, der Aufgabe zur Post'),
    spielraum: z.number().int().optional(),
    bekanntgabe: z
      .object({
        weg: z.enum([
          'post',
          'elektronisch',
          'postfach',
          'einschreiben',
          'abruf',
          'zustellung',
          'oeffentlich',
        ]),
        verfahren: z.enum(['vwvfg', 'ao', 'sgb10']),
        zugang: Tag.optional().describe('Nachgewiesener späterer Zugang'),
      })
      .optional(),
  }),
  z.object({
    art: z.literal('dauer'),
    zahl: z.number().int().min(1).max(999),
    einheit,
    tag: Tag,
    beginn: z.enum(['ereignis', 'tagesbeginn']).optional(),
    ereignis: z.string().min(1).max(200),
    werktag: z.boolean().optional(),
  }),
  z.object({ art: z.literal('tag'), tag: Tag, werktag: z.boolean().optional() }),
  z.object({
    art: z.literal('verlaengerung'),
    tag: Tag.describe('Ende der bisherigen Frist'),
    zahl: z.number().int().min(1).max(999),
    einheit,
  }),
]);
export type FrageEingabe = z.infer<typeof FrageSchema>;

export const FristZustand = z.enum(['vorgeschlagen', 'bestaetigt', 'verworfen', 'erledigt']);
export type FristZustand = z.infer<typeof FristZustand>;

/** How near its last day an open Frist is. */
export const FristStufe = z.enum(['ruhig', 'vorwarnung', 'eskaliert', 'ueberfaellig']);
export type FristStufe = z.infer<typeof FristStufe>;

const Kurz = z.object({ id: z.uuid(), name: z.string() });

/** A Frist as lists show it. */
export const FristZeile = z.object({
  id: z.uuid(),
  art: z.enum(['gesetzt', 'gesetzlich', 'rechtsbehelf', 'manuell']),
  bezeichnung: z.string(),
  grundlage: z.string(),
  start: Tag.nullable(),
  ende: Tag.nullable(),
  ergebnis: z.enum(['fristgerecht', 'verspaetet', 'zu_pruefen']).nullable(),
  zustand: FristZustand,
  stufe: FristStufe.nullable().describe('Nur bei offenen Fristen, nie bei Prüfungen'),
  konfidenz: z.number(),
  organisationseinheit: z.object({ id: z.uuid(), kuerzel: z.string(), name: z.string() }),
  zustaendig: Kurz.nullable(),
  posteingang: z
    .object({
      id: z.uuid(),
      eingangsnummer: z.string(),
      betreff: z.string().nullable(),
      postkorbId: z.uuid().nullable(),
    })
    .nullable(),
  vorgang: z
    .object({ id: z.uuid(), geschaeftszeichen: z.string(), betreff: z.string() })
    .nullable(),
  createdAt: z.iso.datetime(),
});
export type FristZeile = z.infer<typeof FristZeile>;

const Anzahl = z.object({
  offen: z.number().int(),
  vorgeschlagen: z.number().int(),
  vorwarnung: z.number().int(),
  eskaliert: z.number().int(),
  ueberfaellig: z.number().int(),
  anMich: z
    .number()
    .int()
    .describe('Was jetzt zu tun ist: Vorschläge und nahe Fristen; für die Leitung die eskalierten'),
});

/** GET /api/fristen */
export const FristListe = z.object({
  fristen: z.array(FristZeile),
  anzahl: Anzahl,
  heute: Tag,
});
export type FristListe = z.infer<typeof FristListe>;

export const FristZahlen = Anzahl;

export const FristFilter = z.object({
  zustand: z
    .enum(['offen', 'vorgeschlagen', 'bestaetigt', 'verworfen', 'erledigt', 'alle'])
    .default('offen'),
  stufe: z.enum(['vorwarnung', 'eskaliert', 'ueberfaellig']).optional(),
  einheit: z.uuid().optional(),
  person: z.union([z.literal('ich'), z.literal('keine'), z.uuid()]).optional(),
  posteingangId: z.uuid().optional(),
  vorgangId: z.uuid().optional(),
  von: Tag.optional(),
  bis: Tag.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export type FristFilter = z.infer<typeof FristFilter>;

/** GET /api/fristen/:id */
export const FristDetail = FristZeile.extend({
  rechenweg: z.array(z.string()),
  frage: FrageSchema.nullable(),
  abEingang: z.boolean(),
  eingangstag: z
    .object({ tag: Tag, quelle: z.enum(['stempel', 'person', 'annahme']), begruendung: z.string() })
    .nullable(),
  fundstelle: z.object({ text: z.string(), seite: z.number().int().nullable() }).nullable(),
  verlauf: z.array(
    z.object({
      at: z.iso.datetime(),
      person: z.string().nullable(),
      art: z.string(),
      text: z.string(),
    }),
  ),
});
export type FristDetail = z.infer<typeof FristDetail>;

const begruendung = z.string().trim().max(500);

/** POST /api/fristen */
export const FristNeu = z
  .object({
    posteingangId: z.uuid().optional(),
    vorgangId: z.uuid().optional(),
    bezeichnung: z.string().trim().min(3).max(200),
    frage: FrageSchema,
    zustaendigId: z.uuid().nullable().optional(),
  })
  .refine((one) => (one.posteingangId === undefined) !== (one.vorgangId === undefined), {
    message: 'Eingang oder Vorgang angeben',
  });

/** PATCH /api/fristen/:id */
export const FristAenderung = z.object({
  bezeichnung: z.string().trim().min(3).max(200).optional(),
  frage: FrageSchema.optional(),
  zustaendigId: z.uuid().nullable().optional(),
  begruendung: begruendung.min(3),
});
export type FristAenderung = z.infer<typeof FristAenderung>;

/** POST /api/fristen/:id/entscheidung */
export const FristEntscheidung = z
  .object({
    zustand: z.enum(['bestaetigt', 'verworfen', 'erledigt']),
    ergebnis: z.enum(['fristgerecht', 'verspaetet', 'zu_pruefen']).optional(),
    begruendung: begruendung.optional(),
  })
  .refine((one) => one.zustand !== 'verworfen' || (one.begruendung ?? '').length >= 3, {
    path: ['begruendung'],
    message: 'Verwerfen braucht eine Begründung',
  });
export type FristEntscheidung = z.infer<typeof FristEntscheidung>;

/** POST /api/posteingaenge/:id/eingangstag */
export const EingangstagAenderung = z.object({ tag: Tag, begruendung: begruendung.min(3) });

const Ort = z.object({
  land: z.enum([
    'BW',
    'BY',
    'BE',
    'BB',
    'HB',
    'HH',
    'HE',
    'MV',
    'NI',
    'NW',
    'RP',
    'SL',
    'SN',
    'ST',
    'SH',
    'TH',
  ]),
  gemeinde: z.array(z.enum(['fronleichnam', 'mariaeHimmelfahrt', 'friedensfest'])).optional(),
});

/** POST /api/fristenrechner */
export const RechnerFrage = z.object({
  frage: FrageSchema,
  ort: Ort.optional().describe('Ohne Angabe gilt der eingestellte Ort'),
});
export const RechnerAntwort = z.object({
  start: Tag,
  ende: Tag,
  grundlage: z.string(),
  name: z.string().nullable(),
  rechenweg: z.array(z.string()),
});
export type RechnerAntwort = z.infer<typeof RechnerAntwort>;

/** GET /api/fristenrechner/regeln */
export const RechnerRegeln = z.object({
  regeln: z.array(
    z.object({
      kennung: z.string(),
      name: z.string(),
      gebiet: z.string(),
      ereignis: z.string(),
      bekanntgabe: z.boolean(),
      dauer: z.string(),
      grundlage: z.string(),
      hinweis: z.string().nullable(),
    }),
  ),
  gebiete: z.array(z.object({ kennung: z.string(), name: z.string() })),
  laender: z.array(z.object({ kennung: z.string(), name: z.string() })),
  ort: Ort,
});
export type RechnerRegeln = z.infer<typeof RechnerRegeln>;

const Kalender = z.object({
  id: z.uuid(),
  organisationseinheit: z.object({ id: z.uuid(), kuerzel: z.string(), name: z.string() }),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
});

/** GET /api/fristkalender */
export const KalenderListe = z.object({ kalender: z.array(Kalender) });
export type KalenderListe = z.infer<typeof KalenderListe>;
/** POST /api/fristkalender */
export const KalenderNeu = z.object({ organisationseinheitId: z.uuid() });
/** The address is shown here and never again. */
export const KalenderAntwort = z.object({ kalender: Kalender, adresse: z.string() });
export type KalenderAntwort = z.infer<typeof KalenderAntwort>;
