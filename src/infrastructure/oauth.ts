import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** A client that asks an authorisation server for tokens in its own name. */
export interface OauthClient {
  tokenUrl: string;
  clientId: string;
  clientSecret?: string | undefined;
  clientSecretFile?: string | undefined;
  /** Empty: what the client may have. */
  scope: string;
}

/** The authorisation server gave no token; `refused` when it knows why, e.g. a secret that has ended. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
  readonly refused: boolean;
  constructor(message: string, refused: boolean) {
    super(message);
    this.refused = refused;
  }
}

const Answer = z.object({ access_token: z.string().min(1) });
const Refusal = z.object({ error: z.string().max(100) });

const answerMs = 15_000;

const secretOf = async ({ clientSecret, clientSecretFile }: OauthClient): Promise<string> =>
  clientSecretFile === undefined
    ? (clientSecret ?? '')
    : (await readFile(clientSecretFile, 'utf8')).replace(/\r?\n$/, '');

/**
 * A token for a client by its own credentials (RFC 6749 §4.4).
 * @throws TokenRefused, or what the network or the file of the secret says
 */
export const fetchToken = async (client: OauthClient): Promise<string> => {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: client.clientId,
    client_secret: await secretOf(client),
    ...(client.scope === '' ? {} : { scope: client.scope }),
  });
  const signal = AbortSignal.timeout(answerMs);
  const response = await fetch(client.tokenUrl, {
    method: 'POST',
    body,
    signal,
    redirect: 'error',
  });
  const given: unknown = await response.json().catch(() => undefined);
  const token = Answer.safeParse(given).data;
  if (response.ok && token !== undefined) return token.access_token;
  // Only the short code of RFC 6749 §5.2 is repeated: descriptions may quote what was sent.
  const code = Refusal.safeParse(given).data?.error ?? 'no token in the answer';
  throw new TokenRefused(
    `${new URL(client.tokenUrl).host} answered ${response.status}: ${code}`,
    response.status === 400 || response.status === 401,
  );
};
