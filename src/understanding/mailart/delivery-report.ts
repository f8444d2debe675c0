import { failureClassOf } from './failure-class.js';
import type { MailFacts, ReportedRecipient } from './mail-kind.js';
import { addressIn, type FieldGroup, fieldGroups } from './report-fields.js';

/** What a delivery report (RFC 3464, RFC 6533) says. */
export interface DeliveryReport {
  recipients: ReportedRecipient[];
  originalEnvelopeId?: string | undefined;
}

const mostRecipients = 50;
const longestDiagnostic = 500;

const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;

const statusShape = /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/;

/** The status of RFC 3463 that stands in a text; an address of a machine is none. */
export const statusIn = (text: string): string | undefined => statusShape.exec(text)?.[1];

const actionOf = (
  group: FieldGroup,
  status: string | undefined,
): ReportedRecipient['action'] | undefined => {
  const said = (group.get('action') ?? '').toLowerCase();
  const named = actions.find((action) => said.startsWith(action));
  if (named !== undefined) return named;
  if (status === undefined) return undefined;
  return status.startsWith('4') ? 'delayed' : status.startsWith('2') ? 'delivered' : 'failed';
};

const recipientOf = (group: FieldGroup): ReportedRecipient | undefined => {
  // The address that we had written comes first; an alias behind it means nothing to the clerk.
  const address =
    addressIn(group.get('original-recipient')) ||
    addressIn(group.get('final-recipient')) ||
    addressIn(group.get('x-actual-recipient'));
  const status = statusIn(group.get('status') ?? '');
  const action = actionOf(group, status);
  if (action === undefined || (address === '' && !group.has('final-recipient'))) return undefined;
  const diagnostic = (group.get('diagnostic-code') ?? '')
    .replace(/^[^;]{0,40};\s*/, '')
    .slice(0, longestDiagnostic);
  // A bare 5.0.0 says nothing; the answer of the server often holds the true one.
  const told = /^\d\.0\.0$/.test(status ?? '') ? (statusIn(diagnostic) ?? status) : status;
  return {
    address: address.toLowerCase(),
    action,
    status: told,
    diagnostic,
    reasonClass: failureClassOf(told, diagnostic),
  };
};

const inGroups = (groups: readonly FieldGroup[]): DeliveryReport => ({
  recipients: groups.flatMap((group) => recipientOf(group) ?? []).slice(0, mostRecipients),
  originalEnvelopeId: groups
    .map((group) => group.get('original-envelope-id'))
    .find((id) => id !== undefined && id !== '')
    ?.slice(0, 300),
});

/** Reads the delivery reports of a mail; where their part has lost its type, the same fields in its text. */
export const readDeliveryReport = (facts: MailFacts): DeliveryReport | undefined => {
  const parts = facts.reports.filter(({ mediaType }) => mediaType.endsWith('delivery-status'));
  const texts =
    parts.length > 0
      ? parts.map((part) => part.text)
      : /^(final-recipient|reporting-mta)\s*:/im.test(facts.text)
        ? [facts.text]
        : [];
  if (texts.length === 0) return undefined;
  return inGroups(texts.flatMap(fieldGroups));
};
