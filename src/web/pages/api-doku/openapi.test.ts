import { expect, test } from 'vitest';
import { exampleOf, operationsByTag, typeText } from './openapi.js';

test('the example of a request holds what is required and nothing else', () => {
  const schema = {
    type: 'object',
    required: ['betreff', 'rollen', 'zustand'],
    properties: {
      betreff: { type: 'string' },
      bemerkung: { type: 'string' },
      rollen: { type: 'array', items: { type: 'string', format: 'uuid' } },
      zustand: { enum: ['offen', 'zda'] },
    },
  };
  expect(exampleOf(schema)).toEqual({
    betreff: '',
    rollen: ['00000000-0000-0000-0000-000000000000'],
    zustand: 'offen',
  });
});

test('a type is told in a few words, also where there is a choice', () => {
  expect(typeText({ anyOf: [{ type: 'string', format: 'email' }, { type: 'null' }] })).toBe(
    'string (email) | null',
  );
  expect(typeText({ type: 'array', items: { type: 'integer' } })).toBe('Liste von integer');
});

test('operations of one tag stand together, each with its method and path', () => {
  const raw = {
    summary: 's',
    tags: ['Clearing'],
    'x-permission': 'p',
    parameters: [],
    responses: {},
  };
  const groups = operationsByTag({
    info: { title: 't', version: '1' },
    paths: { '/api/a': { get: raw, post: raw } },
  });
  expect(groups.get('Clearing')?.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'get /api/a',
    'post /api/a',
  ]);
});
