import { openMailClient } from './lmtp-client.js';

/** What a mail server is told in the envelope of a mail about reports (RFC 3461). */
export interface ReportWishes {
  ret: string | null;
  envid: string | null;
  notify: readonly string[];
  orcpt: string | null;
}

/** A mail that a server has taken, as its report needs it. */
export interface ReportedMail extends ReportWishes {
  from: string;
  to: readonly string[];
}

export type ReportAction = 'delivered' | 'relayed' | 'expanded' | 'delayed' | 'failed';

const statusOf: Readonly<Record<ReportAction, string>> = {
  delivered: '2.0.0',
  relayed: '2.0.0',
  expanded: '2.0.0',
  delayed: '4.4.1',
  failed: '5.1.1',
};

let count = 0;

/** A report after RFC 3464 to the envelope sender of a mail; `mute` quotes nothing of it, not even its id. */
export const deliveryReport = (
  mail: ReportedMail,
  action: ReportAction,
  { mute = false }: { mute?: boolean } = {},
): Buffer => {
  count += 1;
  const [recipient = ''] = mail.to;
  const lines = [
    'Return-Path: <>',
    'From: Mail Delivery System <MAILER-DAEMON@mx.buerger.example>',
    `To: ${mail.from}`,
    'Subject: Delivery report',
    'Auto-Submitted: auto-replied',
    `Message-ID: <bericht-${count}-${process.pid}@mx.buerger.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=grenze',
    '',
    '--grenze',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'This is the mail system at host mx.buerger.example.',
    '--grenze',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.buerger.example',
    ...(mute || mail.envid === null ? [] : [`Original-Envelope-Id: ${mail.envid}`]),
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${action}`,
    `Status: ${statusOf[action]}`,
    ...(action === 'failed' ? ['Diagnostic-Code: smtp; 550 5.1.1 unknown user'] : []),
    '--grenze--',
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
};

/** Hands a report over to our own LMTP or SMTP server. @throws unless it is taken */
export const reportTo =
  (port: number, protocol: 'lmtp' | 'smtp' = 'lmtp') =>
  async (to: string, raw: Buffer): Promise<void> => {
    const client = await openMailClient(port, protocol);
    const { recipients, data } = await client.deliver({ from: '', to: [to], raw });
    client.close();
    const bad = [...recipients, ...data].find(({ code }) => code >= 400);
    if (bad !== undefined) throw new Error(`the report was not taken: ${bad.code} ${bad.text}`);
  };
