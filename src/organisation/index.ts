export { createAccessControl } from './access-control.js';
export {
  type Action,
  type ActionObject,
  type Aktenschutz,
  can,
  type Postausgangsschutz,
  type Posteingangsschutz,
  type Seitenschutz,
  type Verschlussschutz,
} from './can.js';
export {
  type ImportedOrganisation,
  importOrganisation,
  type OrganisationImport,
} from './import.repository.js';
export { forgetOldSignIns } from './login-attempt.repository.js';
export { createOrganisationRoutes } from './organisation.routes.js';
export { kuerzelOf, listBearbeiter, listEinheiten } from './organisationseinheit.repository.js';
export { hasPermission, hasRolle, permissionsOf } from './permissions.js';
export {
  actorOf,
  defineRoute,
  type Permission,
  type Principal,
  permissions,
  type Rolle,
  rollen,
  viewOf,
} from './principal.js';
export { findPrincipalOfPerson } from './principal.repository.js';
export { hashOfSecret, newSecret } from './secret.js';
export { createSetupLink } from './setup.js';
export {
  arbeitetIn,
  oeffenbarerVerschluss,
  sichtbareAkte,
  sichtbareFrist,
  sichtbarerPostausgang,
  sichtbarerPosteingangAlsGanzes,
  sichtbarerPosteingangsinhalt,
  sichtbarerPostkorb,
  sichtbarerStapel,
  sichtbarerUmschlag,
  sichtbarerVerschluss,
  sichtbarerVorgang,
  sichtbareSeite,
  sichtbaresDokument,
  sichtbareVergabe,
  zeilensicht,
  zuordenbarerVorgang,
} from './sichtbarkeit.js';
