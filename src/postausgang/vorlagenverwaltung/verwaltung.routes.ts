import { z } from 'zod';
import { NotFound } from '#errors.js';
import type { Route } from '#http/route.js';
import { germanDay } from '#infrastructure/clock.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { defineRoute, type Permission, type Principal } from '#organisation/index.js';
import { Vorschau } from '../postausgang.schema.js';
import { mittelOf, type PostausgangDeps } from '../postausgang-deps.js';
import { type Eintrag, toYaml } from './austausch.js';
import { findFassung, listBestand, listFassungen, listInForce } from './fassung.repository.js';
import { bekanntePlatzhalter, createPruefstand } from './pruefstand.js';
import { createVerwaltung, toKurz } from './verwaltung.js';
import {
  BestandAbfrage,
  BestandListe,
  Einlesen,
  EinlesenAntwort,
  FassungDetail,
  FassungEnde,
  FassungFreigabe,
  FassungListe,
  FassungNeu,
  Fassungsart,
  FassungZurueck,
  ProbeAnfrage,
  WappenAntwort,
  WappenNeu,
} from './verwaltung.schema.js';
import { Schluessel } from './vorlagendaten.schema.js';

const base = '/api/vorlagenverwaltung';
const common = { tag: 'Vorlagenverwaltung', permission: 'vorlagen:manage' } as const;
const byId = z.object({ id: z.uuid() });

const asYaml = (entries: readonly Eintrag[], name: string) => ({
  status: 200,
  bytes: Buffer.from(toYaml(entries)),
  headers: {
    'Content-Type': 'application/yaml; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}.yaml"`,
  },
});

const createReadingRoutes = (deps: PostausgangDeps): Route<Principal, Permission>[] => {
  const { db, clock, config } = deps;
  const { vorlagen, bestandBereit } = mittelOf(deps);
  const today = (): string => germanDay(clock.now());
  return [
    defineRoute({
      ...{ method: 'get', path: base, ...common },
      summary: 'Vorlagen, Briefköpfe oder Textbausteine mit ihrem Stand',
      query: BestandAbfrage,
      responses: { 200: BestandListe },
      handler: async ({ query: { art } }) => {
        await bestandBereit();
        const zeilen = await asSystem(db, (tx) => listBestand(tx, art, today()));
        const saetze = vorlagen.list().map(({ name }) => name);
        const platzhalter = bekanntePlatzhalter(config.behoerde);
        return { status: 200, body: { zeilen, saetze, platzhalter } };
      },
    }),
    defineRoute({
      ...{ method: 'get', path: `${base}/namen/:art/:schluessel`, ...common },
      summary: 'Alle Fassungen eines Namens, die neueste zuerst',
      params: z.object({ art: Fassungsart, schluessel: Schluessel }),
      responses: { 200: FassungListe },
      handler: async ({ params: { art, schluessel } }) => {
        await bestandBereit();
        const found = await asSystem(db, (tx) => listFassungen(tx, art, schluessel));
        return { status: 200, body: { fassungen: found.map(toKurz) } };
      },
    }),
    defineRoute({
      ...{ method: 'get', path: `${base}/ausgabe/:art`, ...common },
      summary: 'Alle geltenden Textbausteine als YAML, wie sie unter config/ stehen',
      params: z.object({ art: z.literal('baustein') }),
      responses: { 200: null },
      handler: async ({ params: { art } }) => {
        await bestandBereit();
        const found = await asSystem(db, (tx) => listInForce(tx, art, today()));
        return asYaml(found, 'textbausteine');
      },
    }),
    defineRoute({
      ...{ method: 'get', path: `${base}/fassungen/:id/yaml`, ...common },
      summary: 'Eine Fassung als YAML, wie sie unter config/ steht',
      params: byId,
      responses: { 200: null },
      handler: async ({ params: { id } }) => {
        const found = await asSystem(db, (tx) => findFassung(tx, id));
        if (found !== undefined) return asYaml([found as Eintrag], found.schluessel);
        throw new NotFound({
          code: 'fassung-unbekannt',
          message: 'There is no such version.',
          clerkMessage: 'Diese Fassung gibt es nicht.',
        });
      },
    }),
  ];
};

const createMakingRoutes = (
  deps: PostausgangDeps,
  pruefstand: ReturnType<typeof createPruefstand>,
): Route<Principal, Permission>[] => {
  const verwaltung = createVerwaltung(deps, pruefstand);
  return [
    defineRoute({
      ...{ method: 'post', path: `${base}/vorschau`, ...common },
      summary: 'Vorschau ungespeicherter Daten mit erfundenen Angaben',
      body: ProbeAnfrage,
      responses: { 200: Vorschau },
      handler: async ({ body }) => {
        await mittelOf(deps).bestandBereit();
        const tag = germanDay(deps.clock.now());
        const { umfang, einheit, breite } = body;
        return {
          status: 200,
          body: await pruefstand.zeige(body, { umfang, einheit, breite, tag }),
        };
      },
    }),
    defineRoute({
      ...{ method: 'post', path: `${base}/fassungen`, ...common },
      summary: 'Neue Fassung als Entwurf speichern',
      body: FassungNeu,
      responses: { 201: FassungDetail },
      handler: async ({ principal, body, requestId }) => {
        const id = await verwaltung.save({ principal, requestId }, body);
        return { status: 201, body: await verwaltung.detail(principal, id) };
      },
    }),
    defineRoute({
      ...{ method: 'post', path: `${base}/einlesen`, ...common },
      summary: 'YAML wie unter config/ einlesen; jeder Eintrag wird ein Entwurf',
      body: Einlesen,
      responses: { 201: EinlesenAntwort },
      handler: async ({ principal, body, requestId }) => ({
        status: 201,
        body: { ids: await verwaltung.readIn({ principal, requestId }, body) },
      }),
    }),
    defineRoute({
      ...{ method: 'post', path: `${base}/wappen`, ...common },
      summary: 'Wappen hochladen',
      body: WappenNeu,
      responses: { 201: WappenAntwort },
      handler: async ({ principal, body, requestId }) => {
        const bytes = Buffer.from(body.bytes, 'base64');
        const wappen = await verwaltung.storeWappen({ principal, requestId }, body.art, bytes);
        return { status: 201, body: { wappen } };
      },
    }),
  ];
};

const createVersionRoutes = (
  deps: PostausgangDeps,
  pruefstand: ReturnType<typeof createPruefstand>,
): Route<Principal, Permission>[] => {
  const verwaltung = createVerwaltung(deps, pruefstand);
  const one = `${base}/fassungen/:id`;
  type By = { principal: Principal; requestId: string };
  /** A step that answers the version as it is then, or the new one whose id it returns. */
  const step = <Body extends z.ZodType | undefined = undefined>(declared: {
    name: string;
    summary: string;
    body?: Body;
    work: (
      by: By,
      id: string,
      body: Body extends z.ZodType ? z.infer<Body> : undefined,
    ) => Promise<unknown>;
  }) =>
    defineRoute({
      ...{ method: 'post', path: `${one}/${declared.name}`, ...common },
      summary: declared.summary,
      params: byId,
      ...(declared.body === undefined ? {} : { body: declared.body }),
      responses: { 200: FassungDetail },
      handler: async ({ principal, params: { id }, body, requestId }) => {
        const other = await declared.work({ principal, requestId }, id, body as never);
        return {
          status: 200,
          body: await verwaltung.detail(principal, typeof other === 'string' ? other : id),
        };
      },
    });
  return [
    defineRoute({
      ...{ method: 'get', path: one, ...common },
      summary: 'Eine Fassung mit Befunden und dem, was sich geändert hat',
      params: byId,
      responses: { 200: FassungDetail },
      handler: async ({ principal, params: { id } }) => ({
        status: 200,
        body: await verwaltung.detail(principal, id),
      }),
    }),
    step({
      name: 'pruefung',
      summary: 'Entwurf prüfen und zur Probe setzen',
      work: verwaltung.check,
    }),
    step({
      name: 'freigabe',
      summary: 'Geprüfte Fassung freigeben, durch eine zweite Person',
      body: FassungFreigabe,
      work: verwaltung.release,
    }),
    step({ name: 'verwerfen', summary: 'Entwurf verwerfen', work: verwaltung.discard }),
    step({
      name: 'ende',
      summary: 'Freigegebene Fassung mit einem Tag enden lassen',
      body: FassungEnde,
      work: (by, id, { giltBis }) => verwaltung.end(by, id, giltBis),
    }),
    step({
      name: 'zurueck',
      summary: 'Ältere Fassung wieder zum Entwurf machen',
      body: FassungZurueck,
      work: (by, id, { grund }) => verwaltung.goBack(by, id, grund),
    }),
  ];
};

/** The administration of templates, letterheads and Textbausteine. */
export const createVorlagenverwaltungRoutes = (
  deps: PostausgangDeps,
): Route<Principal, Permission>[] => {
  const pruefstand = createPruefstand(deps);
  return [
    ...createReadingRoutes(deps),
    ...createMakingRoutes(deps, pruefstand),
    ...createVersionRoutes(deps, pruefstand),
  ];
};
