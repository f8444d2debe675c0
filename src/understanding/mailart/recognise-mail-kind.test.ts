import { describe, expect, it } from 'vitest';
import type { MailFacts } from './mail-kind.js';
import { recogniseMailKind } from './recognise-mail-kind.js';

const aMail = (
  from: string,
  subject: string,
  more: Partial<Omit<MailFacts, 'head'>> & { fromName?: string } = {},
): MailFacts => {
  const { fromName = '', ...facts } = more;
  return {
    head: {
      from: [{ name: fromName, address: from }],
      to: [{ name: '', address: 'bauamt@stadt.example' }],
      subject,
      references: [],
    },
    headers: [],
    reports: [],
    text: '',
    ...facts,
  };
};

const dsn = (fields: string): Partial<MailFacts> => ({
  contentType: { type: 'multipart/report', params: { 'report-type': 'delivery-status' } },
  reports: [
    { mediaType: 'message/delivery-status', text: fields },
    {
      mediaType: 'text/rfc822-headers',
      text: 'From: bauamt@stadt.example\r\nMessage-ID:\r\n <brief.1@stadt.example>\r\nSubject: Bescheid',
    },
  ],
});

describe('reports about delivery', () => {
  it('a report after RFC 3464 names recipient, status, reason and the mail it speaks of', () => {
    const found = recogniseMailKind(
      aMail(
        'MAILER-DAEMON@mx.example',
        'Undelivered Mail Returned to Sender',
        dsn(
          'Reporting-MTA: dns; mx.example\nOriginal-Envelope-Id: brief.1@stadt.example\n\nFinal-Recipient: rfc822; frau@haus.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1\n unknown user',
        ),
      ),
    );
    expect(found).toMatchObject({
      kind: 'unzustellbar',
      reason: { code: 'rfc3464' },
      originalMessageId: '<brief.1@stadt.example>',
      originalEnvelopeId: 'brief.1@stadt.example',
      recipients: [
        {
          address: 'frau@haus.example',
          action: 'failed',
          status: '5.1.1',
          diagnostic: '550 5.1.1 unknown user',
          reasonClass: 'adresse-unbekannt',
        },
      ],
    });
    expect(found.answerable.allowed).toBe(false);
  });

  it('one recipient that failed makes a report of delays a bounce', () => {
    const group = (to: string, action: string, status: string): string =>
      `Final-Recipient: rfc822; ${to}\nAction: ${action}\nStatus: ${status}\n`;
    const delay = group('a@haus.example', 'delayed', '4.4.1');
    const late = recogniseMailKind(aMail('postmaster@mx.example', 'Status', dsn(delay)));
    expect(late.kind).toBe('verzoegert');
    const both = dsn(`${delay}\n${group('b@haus.example', 'failed', '5.2.2')}`);
    const found = recogniseMailKind(aMail('postmaster@mx.example', 'Status', both));
    expect(found.kind).toBe('unzustellbar');
    expect(found.recipients.map((one) => one.reasonClass)).toEqual([
      'server-nicht-erreichbar',
      'postfach-voll',
    ]);
  });

  it('a report of success is no bounce', () => {
    const fields = 'Final-Recipient: rfc822; a@haus.example\nAction: delivered\nStatus: 2.0.0';
    const found = recogniseMailKind(aMail('postmaster@mx.example', 'Zugestellt', dsn(fields)));
    expect(found.kind).toBe('automatische-antwort');
  });

  it('a bounce without any standard is known by sender, subject and words', () => {
    const found = recogniseMailKind(
      aMail('mailer-daemon@webpost.example', 'Mail delivery failed: returning message to sender', {
        text: 'Ihre Nachricht konnte nicht zugestellt werden.\n\n<herr@webpost.example>:\n552 5.2.2 Postfach ist voll\n\n--- Kopie der Nachricht ---\nMessage-ID: <brief.2@stadt.example>\n',
      }),
    );
    expect(found).toMatchObject({
      kind: 'unzustellbar',
      originalMessageId: '<brief.2@stadt.example>',
      recipients: [
        { address: 'herr@webpost.example', status: '5.2.2', reasonClass: 'postfach-voll' },
      ],
    });
  });

  it('a person who writes about a bounce or passes one on is no mail server', () => {
    const quoted =
      'Hallo,\nich bekomme immer das hier zurück:\n\nThis is the mail system at host mx.example.\nYour message could not be delivered to one or more recipients.\n<frau@haus.example>: 550 5.1.1 unknown user';
    for (const subject of ['WG: Undelivered Mail Returned to Sender', 'Unzustellbar: mein Antrag'])
      expect(recogniseMailKind(aMail('frau@haus.example', subject, { text: quoted })).kind).toBe(
        'gewoehnlich',
      );
    const attached = {
      contentType: { type: 'multipart/mixed', params: {} },
      reports: dsn('Final-Recipient: rfc822; a@b.example\nAction: failed').reports ?? [],
      text: 'Siehe Anhang.',
    };
    expect(recogniseMailKind(aMail('frau@haus.example', 'Fwd: Fehler', attached)).kind).toBe(
      'gewoehnlich',
    );
  });
});

describe('other kinds', () => {
  it('a vacation note is known by its header, or by subject and words together', () => {
    const text = 'Guten Tag,\nich bin bis zum 12. August nicht im Büro.';
    const marked = { headers: [{ name: 'auto-submitted', value: 'auto-replied' }], text };
    expect(recogniseMailKind(aMail('a@b.example', 'Re: Bescheid', marked)).kind).toBe(
      'abwesenheit',
    );
    expect(
      recogniseMailKind(aMail('a@b.example', 'Abwesenheitsnotiz: Bescheid', { text })).kind,
    ).toBe('abwesenheit');
    const excuse = { text: 'Mein Sohn fehlte am Montag. Die Notiz liegt bei.' };
    expect(recogniseMailKind(aMail('a@b.example', 'Abwesenheitsnotiz: Leon', excuse)).kind).toBe(
      'gewoehnlich',
    );
  });

  it('a form that a portal sends by itself stays an ordinary mail, but is never answered', () => {
    const headers = [{ name: 'auto-submitted', value: 'auto-generated' }];
    const found = recogniseMailKind(aMail('portal@amt.example', 'Neuer Antrag', { headers }));
    expect(found.kind).toBe('gewoehnlich');
    expect(found.answerable).toEqual({ allowed: false, why: 'von einer Maschine versandt' });
    expect(recogniseMailKind(aMail('a@b.example', 'Antrag')).answerable.allowed).toBe(true);
    expect(recogniseMailKind(aMail('noreply@b.example', 'Antrag')).answerable.allowed).toBe(false);
  });

  it('abuse reports, read receipts, lists and marks of a spam filter are told apart', () => {
    const report = (type: string, part: string): Partial<MailFacts> => ({
      contentType: { type: 'multipart/report', params: { 'report-type': type } },
      reports: [{ mediaType: `message/${type}`, text: part }],
    });
    const kindOf = (more: Partial<MailFacts>) =>
      recogniseMailKind(aMail('a@b.example', 'Betreff', more));
    expect(kindOf(report('feedback-report', 'Feedback-Type: abuse')).kind).toBe(
      'missbrauchsmeldung',
    );
    const read = kindOf(
      report('disposition-notification', 'Original-Message-ID: <brief.3@stadt.example>'),
    );
    expect(read).toMatchObject({
      kind: 'lesebestaetigung',
      originalMessageId: '<brief.3@stadt.example>',
    });
    expect(kindOf({ headers: [{ name: 'list-unsubscribe', value: '<x>' }] }).kind).toBe(
      'newsletter',
    );
    expect(kindOf({ headers: [{ name: 'x-spam-flag', value: 'YES' }] }).kind).toBe('spamverdacht');
    expect(kindOf({ headers: [{ name: 'x-spam-flag', value: 'NO' }] }).kind).toBe('gewoehnlich');
  });
});
