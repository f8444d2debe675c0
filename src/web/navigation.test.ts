import { expect, test } from 'vitest';
import type { Ich } from '#organisation/organisation.schema.js';
import { menuOf, startOf } from './navigation.js';

const unit = { id: '1', kuerzel: '10', name: 'Hauptamt' };
const person = (rolle: Ich['rollen'][number]['rolle'], permissions: Ich['permissions']): Ich => ({
  id: '1',
  login: 'k.lindner',
  name: 'Karin Lindner',
  mustChangePassword: false,
  rollen: [{ rolle, organisationseinheit: unit }],
  einheiten: [],
  leitung: [],
  permissions,
});

test('the menu shows only what a person may open', () => {
  const auditor = person('revision', ['audit:read', 'posteingang:register']);
  const addresses = menuOf(auditor).flatMap((group) => group.entries.map((entry) => entry.href));
  expect(addresses).toEqual(['/posteingang', '/revision']);
});

test('everybody begins where their work is', () => {
  expect(startOf(person('poststelle', ['posteingang:receive', 'posteingang:register']))).toBe(
    '/poststelle/hochladen',
  );
  expect(startOf(person('sachbearbeitung', ['postkorb:read', 'vorgang:read']))).toBe('/postkorb');
  expect(startOf(person('revision', []))).toBe('/konto');
});
