import { describe, expect, it } from 'vitest';
import { type Action, can, type Postausgangsschutz } from './can.js';
import { permissionsOf } from './permissions.js';
import type { Principal, Rolle } from './principal.js';

const [amt, abteilung, anderes] = ['amt', 'abteilung', 'anderes'];

const someone = (rollen: readonly Rolle[], given: Partial<Principal> = {}): Principal => {
  const leitung = rollen.includes('leitung') ? [amt, abteilung] : [];
  return {
    kind: 'person',
    personId: 'ich',
    login: 'k.lindner',
    name: 'Karin Lindner',
    rollen: rollen.map((rolle) => ({ rolle, organisationseinheitId: amt })),
    leitung,
    einheiten: rollen.includes('sachbearbeitung') ? [...new Set([amt, ...leitung])] : leitung,
    mustChangePassword: false,
    ...given,
  };
};

const file = { organisationseinheitId: amt, vertraulichkeit: 0, bearbeiterId: null };
const secret = { ...file, vertraulichkeit: 1 };
const item = { ...file, zustand: 'zugeordnet' };
const letter: Postausgangsschutz = {
  ...file,
  zustand: 'zur_freigabe',
  authorId: 'andere',
  vierAugen: true,
};

describe('a clerk', () => {
  const clerk = someone(['sachbearbeitung']);

  it('reads and writes the Vorgänge of the own unit only', () => {
    expect(can(clerk, 'vorgang:read', file)).toBe(true);
    expect(can(clerk, 'vorgang:write', file)).toBe(true);
    for (const organisationseinheitId of [abteilung, anderes])
      expect(can(clerk, 'vorgang:read', { ...file, organisationseinheitId })).toBe(false);
  });

  it('reads a confidential Vorgang only as its Bearbeiter', () => {
    expect(can(clerk, 'dokument:read', secret)).toBe(false);
    expect(can(clerk, 'dokument:read', { ...secret, bearbeiterId: 'ich' })).toBe(true);
    const elsewhere = { ...secret, organisationseinheitId: anderes, bearbeiterId: 'ich' };
    expect(can(clerk, 'dokument:read', elsewhere)).toBe(false);
  });

  it('releases what another wrote, and the own letter only without a second pair of eyes', () => {
    expect(can(clerk, 'postausgang:release', letter)).toBe(true);
    const own = { ...letter, authorId: 'ich' };
    expect(can(clerk, 'postausgang:release', own)).toBe(false);
    expect(can(clerk, 'postausgang:release', { ...own, vierAugen: false })).toBe(true);
    expect(can(clerk, 'postausgang:release', { ...letter, zustand: 'entwurf' })).toBe(false);
  });

  it('sees mail once it has arrived at the unit', () => {
    expect(can(clerk, 'posteingang:content', item)).toBe(true);
    for (const zustand of ['in_bearbeitung', 'clearing', 'geteilt', 'abgewiesen'])
      expect(can(clerk, 'posteingang:line', { ...item, zustand })).toBe(false);
  });
});

describe('the Leitung', () => {
  it('reads the unit and all below, confidential or not', () => {
    const head = someone(['leitung']);
    for (const organisationseinheitId of [amt, abteilung])
      expect(can(head, 'vorgang:read', { ...secret, organisationseinheitId })).toBe(true);
    expect(can(head, 'vorgang:read', { ...file, organisationseinheitId: anderes })).toBe(false);
  });
});

describe('the Poststelle', () => {
  const poststelle = someone(['poststelle']);

  it('keeps the whole Posteingangsbuch, and reads content only until it has reached its unit', () => {
    for (const zustand of ['in_bearbeitung', 'clearing', 'geteilt']) {
      expect(can(poststelle, 'posteingang:line', { ...item, zustand })).toBe(true);
      expect(can(poststelle, 'posteingang:content', { ...item, zustand })).toBe(true);
    }
    expect(can(poststelle, 'posteingang:line', item)).toBe(true);
    expect(can(poststelle, 'posteingang:content', item)).toBe(false);
    expect(can(poststelle, 'posteingang:whole', item)).toBe(false);
    expect(can(poststelle, 'vorgang:read', file)).toBe(false);
  });

  it('opens a divided stack until its last letter is filed, and no page of a filed one', () => {
    const open = { ...item, zustand: 'clearing' };
    const stack = { ...item, zustand: 'geteilt', organisationseinheitId: null };
    const half = { ...stack, briefe: [open, item] };
    expect(can(poststelle, 'posteingang:content', half)).toBe(true);
    expect(can(poststelle, 'posteingang:whole', half)).toBe(false);
    expect(can(poststelle, 'posteingang:page', { eingang: half, brief: open })).toBe(true);
    expect(can(poststelle, 'posteingang:page', { eingang: half, brief: null })).toBe(true);
    expect(can(poststelle, 'posteingang:page', { eingang: half, brief: item })).toBe(false);
    const done = { ...stack, briefe: [item, { ...secret, zustand: 'zugeordnet' }] };
    expect(can(poststelle, 'posteingang:content', done)).toBe(false);
    expect(can(poststelle, 'posteingang:page', { eingang: done, brief: null })).toBe(false);
    expect(can(poststelle, 'posteingang:line', done)).toBe(true);
    const head = someone(['poststelle', 'leitung']);
    expect(can(head, 'posteingang:whole', done)).toBe(true);
    expect(can(someone(['leitung']), 'posteingang:content', done)).toBe(false);
  });

  it('clears what is in Clearing', () => {
    expect(can(poststelle, 'posteingang:clear', { ...item, zustand: 'clearing' })).toBe(true);
    expect(can(poststelle, 'posteingang:clear', item)).toBe(false);
  });
});

describe('the other roles', () => {
  it('the Postausgang sees letters from the release on, and resolves what is uncertain', () => {
    const sender = someone(['postausgang']);
    const states = ['entwurf', 'zur_freigabe', 'queued', 'sent', 'unknown', 'failed', 'storniert'];
    const seen = states.filter((zustand) =>
      can(sender, 'postausgang:read', { ...letter, zustand }),
    );
    expect(seen).toEqual(['queued', 'sent', 'unknown', 'failed']);
    expect(can(sender, 'postausgang:resolve', { ...letter, zustand: 'unknown' })).toBe(true);
    expect(can(sender, 'postausgang:write', { ...letter, zustand: 'entwurf' })).toBe(false);
  });

  it('Revision and Administration read no content', () => {
    for (const rolle of ['revision', 'administration'] as const) {
      const principal = someone([rolle]);
      expect(can(principal, 'dokument:read', file)).toBe(false);
      expect(can(principal, 'posteingang:content', item)).toBe(false);
      expect(can(principal, 'postausgang:read', { ...letter, zustand: 'sent' })).toBe(false);
    }
    expect(can(someone(['revision']), 'audit:read', null)).toBe(true);
    expect(can(someone(['administration']), 'audit:read', null)).toBe(false);
    expect(can(someone(['administration']), 'organisation:manage', null)).toBe(true);
  });

  it('add up in one person', () => {
    const both = someone(['poststelle', 'sachbearbeitung']);
    expect(can(both, 'posteingang:content', { ...item, zustand: 'clearing' })).toBe(true);
    expect(can(both, 'posteingang:content', item)).toBe(true);
  });
});

describe('a no', () => {
  it('is the answer to an action that is not known', () => {
    const everything = someone(['leitung', 'poststelle', 'administration', 'revision']);
    for (const action of ['vorgang:delete', 'toString', '__proto__', ''])
      expect(can(everything, action as Action, file as never)).toBe(false);
  });

  it('is the answer to everything before the password is changed', () => {
    const fresh = someone(['leitung'], { mustChangePassword: true });
    expect(can(fresh, 'vorgang:read', file)).toBe(false);
  });

  it('is what a token gets beyond its scopes, and beyond the rights of its person', () => {
    const token = someone(['sachbearbeitung'], {
      kind: 'token',
      scopes: ['vorgang:read', 'audit:read'],
    });
    expect(can(token, 'vorgang:read', file)).toBe(true);
    expect(can(token, 'vorgang:write', file)).toBe(false);
    expect(can(token, 'audit:read', null)).toBe(false);
    expect([...permissionsOf(token)]).toEqual(['vorgang:read']);
  });
});
