import type { Db } from '#infrastructure/database/pool.js';
import {
  anAkte,
  anAktenplaneinheit,
  anOrganisationseinheit,
  aPerson,
  aVorgang,
} from './builders.js';
import type { PersonFacts } from './person-builders.js';

/** The password of everybody in the small city. */
export const cityPassword = 'brombeere-kanal-17-morgen';

/** A Poststelle, one office with a clerk and its head, and one Vorgang with a citizen. */
export interface SmallCity {
  office: { id: string; kuerzel: string; name: string };
  vorgang: { id: string; geschaeftszeichen: string; betreff: string };
  /** Logins by what the people do. */
  logins: { poststelle: string; clerk: string; head: string; everything: string };
}

const people = async (db: Db, office: string, mailroom: string): Promise<SmallCity['logins']> => {
  const password = cityPassword;
  const make = async (
    login: string,
    name: string,
    rollen: PersonFacts['rollen'],
  ): Promise<string> => (await aPerson(db, { login, name, password, rollen })).login;
  return {
    poststelle: await make('p.ahrens', 'Petra Ahrens', [
      { rolle: 'poststelle', organisationseinheitId: mailroom },
    ]),
    clerk: await make('s.claus', 'Sven Claus', [
      { rolle: 'sachbearbeitung', organisationseinheitId: office },
    ]),
    head: await make('h.leitner', 'Heike Leitner', [
      { rolle: 'leitung', organisationseinheitId: office },
    ]),
    everything: await make('a.alle', 'Alina Alle', [
      { rolle: 'poststelle', organisationseinheitId: mailroom },
      { rolle: 'sachbearbeitung', organisationseinheitId: office },
      { rolle: 'leitung', organisationseinheitId: office },
      { rolle: 'postausgang', organisationseinheitId: mailroom },
      { rolle: 'revision', organisationseinheitId: office },
      { rolle: 'administration', organisationseinheitId: office },
    ]),
  };
};

/** Puts the small city into the database. */
export const aSmallCity = async (db: Db): Promise<SmallCity> => {
  const mailroom = await anOrganisationseinheit(db, {
    kuerzel: '10.2',
    name: 'Zentrale Poststelle',
    istPoststelle: true,
  });
  const office = await anOrganisationseinheit(db, {
    kuerzel: '32.1',
    name: 'Bußgeldstelle',
    zustaendigkeit: 'Bußgeldbescheide, Verwarnungen, Einsprüche, ruhender Verkehr',
  });
  const logins = await people(db, office.id, mailroom.id);
  const node = await anAktenplaneinheit(db, { kennzeichen: '3212', titel: 'Ordnungswidrigkeiten' });
  const akteId = await anAkte(db, {
    organisationseinheitId: office.id,
    aktenplaneinheitId: node.id,
  });
  const betreff = 'Bußgeldverfahren Hofmann';
  const vorgang = await aVorgang(db, {
    organisationseinheitId: office.id,
    akteId,
    betreff,
    beteiligte: [
      {
        rolle: 'Betroffene',
        name: 'Renate Hofmann',
        strasse: 'Lindenweg 4',
        plz: '09999',
        ort: 'Musterstadt',
        email: null,
        fremdesGeschaeftszeichen: null,
      },
    ],
  });
  return {
    office,
    vorgang: { id: vorgang.id, geschaeftszeichen: vorgang.geschaeftszeichen, betreff },
    logins,
  };
};
