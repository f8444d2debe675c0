import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';

// The types that mailauth 4.13.3 brings lack the alignment and parts of the ARC chain; these are what it really gives.

interface Status {
  result: string;
  comment?: string;
}

export interface DkimFound {
  signingDomain?: string;
  status: Status & { underSized?: number };
}

export interface ArcLink {
  'arc-seal'?: { parsed?: { s?: { value?: unknown }; d?: { value?: unknown } } };
  'arc-message-signature'?: ArcLink['arc-seal'];
}

/** What `authenticate` found out. */
export interface Authenticated {
  dkim: {
    headerFrom: string[];
    results: DkimFound[];
    arc?: { chain?: ArcLink[] | false };
  };
  spf: false | { domain: string; status: Status };
  dmarc:
    | false
    | {
        policy?: string;
        status: Status & { header?: { from?: string; d?: string } };
        alignment?: { spf: { strict: boolean }; dkim: { strict: boolean } };
      };
  arc: false | { status: Status };
}

interface Library {
  authenticate(
    input: Readable,
    options: {
      ip?: string;
      helo?: string;
      sender?: string;
      mta: string;
      disableBimi: true;
      resolver: (name: string, type: string) => Promise<unknown>;
    },
  ): Promise<Authenticated>;
}

const load = createRequire(import.meta.url);

export const { authenticate } = load('mailauth') as Library;

const { getAlignment } = load('mailauth/lib/tools') as {
  getAlignment: (from: string, domains: string[]) => unknown;
};

/** Whether both belong to the same organisation by the list of public suffixes (RFC 7489, section 3.1, relaxed). */
export const sameOrganisation = (from: string, domain: string): boolean =>
  Boolean(getAlignment(from, [domain]));
