import { expect, test } from 'vitest';
import { matchPath } from './router.js';

test('an address belongs to a page only with the same number of parts', () => {
  expect(matchPath('/clearing/:id', '/clearing/42')).toEqual({ id: '42' });
  expect(matchPath('/clearing/:id', '/clearing')).toBeUndefined();
  expect(matchPath('/clearing', '/clearing/42')).toBeUndefined();
});

test('a part of an address with umlauts reaches the page as people write it', () => {
  expect(matchPath('/akten/:name', '/akten/B%C3%BCrgeramt')).toEqual({ name: 'Bürgeramt' });
});
