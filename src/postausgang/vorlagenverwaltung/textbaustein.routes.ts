import type { Route } from '#http/route.js';
import { germanDay } from '#infrastructure/clock.js';
import { asSystem, inTransaction } from '#infrastructure/database/transaction.js';
import {
  defineRoute,
  type Permission,
  type Principal,
  sichtbarerVorgang,
  viewOf,
} from '#organisation/index.js';
import { plusTage } from '#understanding/index.js';
import { platzhalter } from '../brief-daten.js';
import {
  findVisibleVorgang,
  getKontext,
  listAdressaten,
  noSuchVorgang,
} from '../kontext.repository.js';
import { mittelOf, type PostausgangDeps } from '../postausgang-deps.js';
import { fillTexte } from '../vorlagen.js';
import { searchBausteine } from './textbaustein.repository.js';
import { TextbausteinAbfrage, TextbausteinListe } from './textbaustein.schema.js';

const fourWeeks = 28;
const wordsOf = (text: string): string[] =>
  text
    .normalize('NFC')
    .split(/[^\p{L}\p{N}§-]+/u)
    .filter((word) => word !== '');

/** Textbausteine for everybody who writes letters. */
export const createTextbausteinRoutes = (deps: PostausgangDeps): Route<Principal, Permission>[] => {
  const { db, clock, config } = deps;
  const mittel = mittelOf(deps);

  const valuesFor = async (principal: Principal, vorgangId: string | undefined, tag: string) => {
    const common = { behoerde: config.behoerde, fristTag: plusTage(tag, fourWeeks) };
    if (vorgangId === undefined)
      return platzhalter({ ...common, vorgang: undefined, letzterEingang: undefined });
    return inTransaction(db, viewOf(principal), async (tx) => {
      const visible = sichtbarerVorgang(principal, 'v');
      if (!(await findVisibleVorgang(tx, visible, vorgangId))) throw noSuchVorgang();
      const { vorgang } = await getKontext(tx, { vorgangId, authorId: principal.personId });
      const { letzterEingang } = await listAdressaten(tx, vorgangId);
      return platzhalter({ ...common, vorgang, letzterEingang });
    });
  };

  return [
    defineRoute({
      method: 'get',
      path: '/api/textbausteine',
      summary: 'Textbausteine, die heute gelten, mit Suche',
      tag: 'Postausgang',
      permission: 'postausgang:write',
      query: TextbausteinAbfrage,
      responses: { 200: TextbausteinListe },
      handler: async ({ principal, query }) => {
        await mittel.bestandBereit();
        const tag = germanDay(clock.now());
        const values = await valuesFor(principal, query.vorgangId, tag);
        const found = await asSystem(db, (tx) =>
          searchBausteine(tx, {
            woerter: wordsOf(query.suche),
            vorlage: query.vorlage,
            einheiten: principal.einheiten,
            tag,
          }),
        );
        const textbausteine = found.map(({ id, schluessel, daten }) => ({
          id,
          schluessel,
          titel: daten.titel,
          schlagworte: daten.schlagworte,
          bloecke: fillTexte(daten.bloecke, values),
        }));
        return { status: 200, body: { textbausteine } };
      },
    }),
  ];
};
