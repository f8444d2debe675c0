import { importEakte } from '#eakte/index.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Log } from '#infrastructure/log.js';
import { importOrganisation, listEinheiten } from '#organisation/index.js';
import { generateLetters, type Municipality, textOf } from '#sample/index.js';
import type { Composed } from '../compose.js';

/** The one password of all sample people; printed at the end, never used outside the demo. */
export const samplePassword = 'lohwerda-muster-2026';

const trainingLetters = 1_600;
/** Different from the seeds of the letters that are fed, so that the model has not seen them. */
const trainingSeed = 'uebungsbriefe';

/** Whether the sample city is in the database already. */
export const isSeeded = async (app: Composed): Promise<boolean> =>
  (await asSystem(app.db, listEinheiten)).length > 0;

/** Puts the sample city into an empty database: units, people, Aktenplan, Akten, Vorgänge. */
export const seedMunicipality = (app: Pick<Composed, 'db'>, city: Municipality): Promise<void> =>
  asSystem(app.db, async (tx) => {
    await importOrganisation(tx, {
      organisationseinheiten: city.organisationseinheiten,
      personen: city.personen.map((person) => ({
        login: person.login,
        name: person.name,
        email: person.email,
        password: samplePassword,
        mustChangePassword: false,
        rollen: person.roles.map(({ role, kuerzel }) => ({
          rolle: role,
          organisationseinheit: kuerzel,
        })),
      })),
    });
    await importEakte(tx, {
      aktenplan: city.aktenplan,
      akten: city.akten.map((akte) => ({
        kennzeichen: akte.aktenzeichen,
        aktenplankennzeichen: akte.kennzeichen,
        laufnummer: akte.laufendeNummer,
        betreff: akte.titel,
        organisationseinheit: akte.federfuehrung,
        laufzeitBeginn: akte.angelegtAm,
      })),
      vorgaenge: city.vorgaenge.map((vorgang) => ({
        geschaeftszeichen: vorgang.geschaeftszeichen,
        akte: vorgang.akte,
        laufnummer: vorgang.laufendeNummer,
        jahr: vorgang.jahr,
        betreff: vorgang.betreff,
        organisationseinheit: vorgang.federfuehrung,
        bearbeiter: vorgang.bearbeiter,
        vertraulichkeit: vorgang.vertraulichkeit,
        angelegtAm: vorgang.angelegtAm,
        beteiligte: vorgang.beteiligte.map((one) => ({
          rolle: one.rolle,
          name: one.name,
          strasse: one.strasse,
          plz: one.plz,
          ort: one.ort,
          email: one.email ?? null,
          fremdesGeschaeftszeichen: one.zeichen ?? null,
        })),
      })),
    });
  });

/** Trains the model on letters of the sample city that nobody feeds. */
export const trainOnSample = async (
  app: Composed,
  city: Municipality,
  log: Log,
): Promise<string> => {
  const examples = generateLetters({
    seed: trainingSeed,
    count: trainingLetters,
    municipality: city,
  }).map((letter) => ({
    text: textOf(letter),
    kind: letter.truth.kind,
    einheit: letter.truth.organisationseinheit,
  }));
  const version = await app.models.train(examples);
  log.info({ version, examples: examples.length }, 'model trained on the sample');
  return version;
};
