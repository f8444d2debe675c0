import { sql } from 'kysely';
import {
  hasPermission,
  oeffenbarerVerschluss,
  type Principal,
  sichtbarerUmschlag,
  sichtbarerVerschluss,
} from '#organisation/index.js';
import type { Verschlusssicht } from './verschluss.repository.js';

/** Whether the principal keeps the Posteingangsbuch: registers envelopes, gives them to their addressees. */
export const isPoststelle = (principal: Principal): boolean =>
  hasPermission(principal, 'posteingang:receive');

/** What the principal may know of sealed mail and do with it, over the alias `s`. */
export const verschlusssicht = (principal: Principal): Verschlusssicht => ({
  visible: sichtbarerVerschluss(principal, 's'),
  umschlag: sichtbarerUmschlag(principal, 's'),
  oeffenbar: oeffenbarerVerschluss(principal, 's'),
  poststelle: isPoststelle(principal) ? sql<boolean>`true` : sql<boolean>`false`,
});
