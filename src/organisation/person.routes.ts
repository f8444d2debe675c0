import { z } from 'zod';
import type { Route } from '#http/route.js';
import {
  PersonAbfrage,
  PersonAenderung,
  PersonAntwort,
  PersonListe,
  PersonNeu,
} from './organisation.schema.js';
import type { OrganisationDeps } from './organisation-deps.js';
import { addPerson, changePerson } from './person.js';
import { listPersons } from './person.repository.js';
import { defineRoute, type Permission, type Principal } from './principal.js';

/** People and their roles, for the administration. */
export const createPersonRoutes = ({ db }: OrganisationDeps): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'get',
    path: '/api/personen',
    summary: 'Personen mit ihren Rollen',
    tag: 'Organisation',
    permission: 'organisation:manage',
    query: PersonAbfrage,
    responses: { 200: PersonListe },
    handler: async ({ query }) => {
      const personen = await listPersons(db, query);
      const weiter = personen.length === query.limit ? (personen.at(-1)?.login ?? null) : null;
      return { status: 200, body: { personen, weiter } };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/personen',
    summary: 'Eine Person anlegen; die Antwort enthält das Einmalkennwort',
    tag: 'Organisation',
    permission: 'organisation:manage',
    body: PersonNeu,
    responses: { 201: PersonAntwort },
    handler: async ({ body, ...by }) => ({ status: 201, body: await addPerson(db, body, by) }),
  }),
  defineRoute({
    method: 'patch',
    path: '/api/personen/:id',
    summary: 'Eine Person ändern, sperren oder ihr Kennwort zurücksetzen',
    tag: 'Organisation',
    permission: 'organisation:manage',
    params: z.object({ id: z.uuid() }),
    body: PersonAenderung,
    responses: { 200: PersonAntwort },
    handler: async ({ params, body, ...by }) => ({
      status: 200,
      body: await changePerson(db, { ...body, ...params }, by),
    }),
  }),
];
