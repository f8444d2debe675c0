import { createTransport } from 'nodemailer';
import type { Config } from '#config/schema.js';
import { createClamd } from '#infrastructure/clamd.js';
import { checkRedis } from '#infrastructure/queue/redis-check.js';
import { type Finding, fail, ok, reasonOf, warn } from './finding.js';
import { listens, reachable, refusalText } from './ports.js';

/** Redis with the settings under which the queue keeps its jobs; or none. */
export const checkQueue = async (config: Config): Promise<Finding[]> => {
  if (config.queue.redisUrl === undefined) {
    return [ok('Warteschlange', 'liegt in PostgreSQL; Redis ist nicht eingerichtet')];
  }
  try {
    const faults = await checkRedis(config.queue.redisUrl);
    return faults.length === 0
      ? [ok('Warteschlange', 'Redis ist erreichbar, AOF und noeviction sind gesetzt')]
      : faults.map((fault) =>
          warn('Warteschlange', fault, 'redis.conf berichtigen und Redis neu starten.'),
        );
  } catch (error) {
    return [
      fail(
        'Warteschlange',
        `Redis ist nicht erreichbar: ${reasonOf(error)}`,
        'REDIS_URL (queue.redisUrl) prüfen und Redis starten; ohne die Einstellung arbeitet PostgreSQL als Warteschlange.',
      ),
    ];
  }
};

const smtpTimeoutMs = 10_000;

/** The mail relay for outgoing letters: connection, EHLO and sign-in, without sending anything. */
export const checkRelay = async (config: Config): Promise<Finding> => {
  const url = config.outbound.smtpUrl;
  if (url === undefined) {
    return ok('E-Mail-Versand', 'nicht eingerichtet; Briefe gehen nur in den Druck');
  }
  const limits = {
    connectionTimeout: smtpTimeoutMs,
    greetingTimeout: smtpTimeoutMs,
    socketTimeout: smtpTimeoutMs,
  };
  const transport = createTransport({ url, ...limits, requireTLS: config.outbound.requireTls });
  try {
    await transport.verify();
    return ok('E-Mail-Versand', `${new URL(url).host} antwortet`);
  } catch (error) {
    return fail(
      'E-Mail-Versand',
      `${new URL(url).host} antwortet nicht richtig: ${reasonOf(error)}`,
      'outbound.smtpUrl, Firewall und die Freigabe dieses Rechners am Mailserver prüfen.',
    );
  } finally {
    transport.close();
  }
};

const versionMs = 10_000;

/** The scanner for malicious software; whether its absence stops the mail is set by virus.required. */
export const checkVirusScanner = async ({ virus }: Config): Promise<Finding> => {
  const check = 'Virenprüfung';
  if (virus.clamd === undefined)
    return ok(check, 'nicht eingerichtet; jeder Eingang heißt „ungeprüft“');
  try {
    const version = await createClamd({ address: virus.clamd, timeoutMs: versionMs }).version();
    return ok(check, `clamd antwortet: ${version}`);
  } catch (error) {
    const { cause = error } = error instanceof Error ? error : {};
    const text = `clamd (${virus.clamd}) antwortet nicht: ${reasonOf(cause)}`;
    const action =
      'virus.clamd prüfen und clamd starten; nach dem Start lädt es eine Weile seine Signaturen.';
    return virus.required ? fail(check, text, action) : warn(check, text, action);
  }
};

const isPoststelle = async (host: string, port: number): Promise<boolean> => {
  const address = reachable(host);
  const shown = address.includes(':') ? `[${address}]` : address;
  try {
    const answer = await fetch(`http://${shown}:${port}/livez`, {
      signal: AbortSignal.timeout(5_000),
    });
    return answer.ok;
  } catch {
    return false;
  }
};

/** The port of the page: free, or taken by Poststelle itself. */
export const checkPort = async (config: Config): Promise<Finding> => {
  const { host, port } = config.http;
  if (port === 0) return ok('Anschluss', 'wird beim Start gewählt (http.port ist 0)');
  const refusal = await listens(host, port);
  if (refusal === undefined) return ok('Anschluss', `${host}:${port} ist frei`);
  if (refusal === 'EADDRINUSE' && (await isPoststelle(host, port))) {
    return ok('Anschluss', `Poststelle läuft auf ${host}:${port}`);
  }
  return fail(
    'Anschluss',
    `${host}:${port} kann nicht geöffnet werden: ${refusalText(refusal)}`,
    'Einen anderen Anschluss wählen: PORT=8081 oder http.port, http.host.',
  );
};
