import { readFile } from 'node:fs/promises';
import type pg from 'pg';
import type { Config } from '#config/schema.js';
import { keyBytes, masterKeyOf, masterKeyPath } from '#infrastructure/sealing/master-key.js';
import { type Finding, fail, ok, warn } from './finding.js';

const check = 'Verschlossene Post';

const readKey = async (path: string): Promise<Buffer | undefined> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : Buffer.from(text.trim(), 'base64url');
};

const restore = (path: string): string =>
  `Den Schlüssel aus seiner Sicherung als ${path} zurückspielen. Ohne ihn lässt sich diese Post nie mehr öffnen.`;

/** The master key against the seals that are still closed; makes nothing. */
export const checkSealingKey = async (client: pg.Client, config: Config): Promise<Finding> => {
  const table = await client.query<{ there: boolean }>(
    `select to_regclass('verschluss') is not null as there`,
  );
  const seals = table.rows[0]?.there
    ? (
        await client.query<{ kennung: string; anzahl: number }>(
          `select schluessel_kennung as kennung, count(*)::int as anzahl from verschluss
            where stand in ('verschlossen', 'geoeffnet') group by 1`,
        )
      ).rows
    : [];
  const total = seals.reduce((sum, { anzahl }) => sum + anzahl, 0);
  const path = masterKeyPath(config);
  const key = await readKey(path);
  if (key === undefined)
    return total === 0
      ? ok(check, 'noch kein Schlüssel; der erste verschlossene Eingang legt ihn an')
      : fail(
          check,
          `der Schlüssel fehlt, ${total} Sendungen sind damit verschlossen`,
          restore(path),
        );
  if (key.length !== keyBytes)
    return fail(check, `${path} enthält keinen Schlüssel von ${keyBytes} Byte`, restore(path));
  const { kennung } = masterKeyOf(key);
  const foreign = seals.reduce((sum, one) => sum + (one.kennung === kennung ? 0 : one.anzahl), 0);
  if (foreign > 0)
    return fail(check, `${foreign} Sendungen gehören zu einem anderen Schlüssel`, restore(path));
  return total > 0 && config.verschluss.keyFile === undefined
    ? warn(
        check,
        `${total} Sendungen verschlossen; der Schlüssel liegt bei den Daten, die er schützt`,
        'verschluss.keyFile auf einen Ort außerhalb von dataDir und seiner Sicherung setzen und die Datei dorthin verschieben.',
      )
    : ok(check, `Schlüssel passt zu ${total} verschlossenen Sendungen`);
};
