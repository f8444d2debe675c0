export {
  defineRoute,
  type Permission,
  type Principal,
  permissions,
  type Rolle,
  rollen,
  viewOf,
} from './principal.js';
