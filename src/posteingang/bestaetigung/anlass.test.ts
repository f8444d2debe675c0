import { describe, expect, it } from 'vitest';
import { recogniseMailKind } from '#understanding/index.js';
import type { StoredMail } from '../mail.repository.js';
import { type Anlass, type EigeneAdressen, entscheideBestaetigung } from './anlass.js';

const own: EigeneAdressen = {
  addresses: new Set(['post@stadt.example', 'stadt@anbieter.example']),
  domains: ['stadt.example'],
};

interface Given {
  from?: string;
  umschlagVon?: string | undefined;
  replyTo?: string;
  subject?: string;
  text?: string;
  headers?: readonly (readonly [string, string])[];
  anlass?: Partial<Anlass>;
  mail?: Partial<StoredMail>;
}

/** An ordinary mail by the recognition that is in force, with what a test changes. */
const decide = (given: Given = {}) => {
  const { from = 'erika@buerger.example', replyTo, headers = [], subject, text } = given;
  const umschlagVon = 'umschlagVon' in given ? given.umschlagVon : from;
  const mail: StoredMail = {
    head: {
      from: [{ name: 'Erika Muster', address: from }],
      to: [{ name: '', address: 'post@stadt.example' }],
      cc: [],
      replyTo: replyTo === undefined ? [] : [{ name: '', address: replyTo }],
      subject: subject ?? 'Antrag auf Wohngeld',
      references: [],
      autoSubmitted: false,
    },
    text: text ?? 'Guten Tag, anbei mein Antrag auf Wohngeld. Freundliche Grüße, Erika Muster',
    problems: [],
    headers: headers.map(([name, value]) => ({ name, value })),
    reports: [],
    contentType: { type: 'text/plain', params: {} },
    ...given.mail,
  };
  const mailart = recogniseMailKind({
    ...{ head: mail.head, headers: mail.headers ?? [], reports: [], text: mail.text },
    ...{ contentType: mail.contentType, envelopeFrom: umschlagVon },
  });
  const anlass = { mail, mailart, umschlagVon, alterStunden: 0.01, virenpruefung: 'ungeprueft' };
  return entscheideBestaetigung({ ...anlass, ...given.anlass }, own);
};

describe('an ordinary mail', () => {
  it('is acknowledged to the sender of its envelope', () => {
    expect(decide()).toEqual({ outcome: 'senden', empfaenger: 'erika@buerger.example' });
    expect(decide({ umschlagVon: 'Erika@mail.buerger.example' })).toEqual({
      outcome: 'senden',
      empfaenger: 'erika@mail.buerger.example',
    });
  });

  it('of a mailbox is acknowledged to its Return-Path, else to its From', () => {
    const umschlagVon = undefined;
    const headers = [['return-path', '<erika@mx.buerger.example>']] as const;
    expect(decide({ umschlagVon, headers })).toMatchObject({
      empfaenger: 'erika@mx.buerger.example',
    });
    expect(decide({ umschlagVon })).toMatchObject({ empfaenger: 'erika@buerger.example' });
  });

  it('may ask for answers at another address of the same domain', () => {
    expect(decide({ replyTo: 'familie@buerger.example' })).toMatchObject({ outcome: 'senden' });
  });

  it('may say that no machine has sent it', () => {
    expect(decide({ headers: [['auto-submitted', 'no']] })).toMatchObject({ outcome: 'senden' });
  });
});

const header = (name: string, value: string): Given => ({ headers: [[name, value]] });
const address = (from: string): Given => ({ from });

describe('nothing is sent to', () => {
  it.each<[string, Given]>([
    ['an empty envelope sender', { umschlagVon: '' }],
    [
      'an empty Return-Path in a mailbox',
      { umschlagVon: undefined, ...header('return-path', '<>') },
    ],
    ['an answer of a machine', header('auto-submitted', 'auto-replied')],
    ['what a machine has written', header('auto-submitted', 'auto-generated')],
    [
      'a bounce',
      { from: 'MAILER-DAEMON@mx.buerger.example', subject: 'Undelivered Mail Returned to Sender' },
    ],
    [
      'a vacation note',
      {
        subject: 'Abwesenheitsnotiz: Antrag',
        text: 'Ich bin bis 3. Mai nicht im Büro.',
        ...header('x-autoreply', 'yes'),
      },
    ],
    ['precedence bulk', header('precedence', 'bulk')],
    ['precedence list', header('precedence', 'list')],
    ['precedence junk', header('precedence', 'junk')],
    ['a List-Id', header('list-id', '<rundbrief.verein.example>')],
    ['a List-Unsubscribe', header('list-unsubscribe', '<mailto:ab@verein.example>')],
    ['a List-Help alone', header('list-help', '<mailto:hilfe@verein.example>')],
    ['who wants no automatic answers', header('x-auto-response-suppress', 'All')],
    ['suspected spam', header('x-spam-flag', 'YES')],
    ['no-reply', address('no-reply@shop.example')],
    ['nicht-antworten', address('nicht-antworten@shop.example')],
    ['system-noreply', address('system-noreply@shop.example')],
    ['postmaster', address('postmaster@shop.example')],
    ['mailer-daemon', address('mailer-daemon@shop.example')],
    ['the owner of a list', { umschlagVon: 'liste-owner@buerger.example' }],
    ['an address of ours', address('post@stadt.example')],
    ['a subdomain of ours', address('amt@kultur.stadt.example')],
    ['a mailbox of ours at a provider', address('stadt@anbieter.example')],
    ['our domain in the head alone', { from: 'amt@stadt.example', umschlagVon: 'x@fremd.example' }],
    ['an envelope of another domain', { umschlagVon: 'x@fremd.example' }],
    ['answers to another domain', { replyTo: 'x@fremd.example' }],
    ['an address with a line break', { umschlagVon: 'erika@buerger.example\r\nBcc: x@y.example' }],
    ['two addresses', { umschlagVon: 'erika@buerger.example,x@buerger.example' }],
    ['a host without domain', address('erika@localhost')],
    ['a mail with a find', { anlass: { virenpruefung: 'befund' } }],
    ['a mail whose find was declared a false alarm', { anlass: { virenpruefung: 'freigegeben' } }],
    ['an old mail', { anlass: { alterStunden: 73 } }],
    ['a mail of unknown kind', { anlass: { mailart: undefined } }],
    [
      'an unconfirmed domain',
      { mail: { absenderdomain: { confirmed: false, text: '', details: [] } } },
    ],
  ])('%s', (_name, given) => {
    const entscheid = decide(given);
    expect(entscheid.outcome).toBe('unterlassen');
    expect(entscheid).toMatchObject({ grund: expect.stringMatching(/^[A-ZÄÖÜ].*\.$/) });
  });
});
