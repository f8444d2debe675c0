import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/*
 * Looks for planted words wherever something of a letter could be left. It knows nothing of the program's tables and
 * folders: it reads all of them.
 */

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The tables (as `schema.table`) of which a row holds one of the words, in any column of any type. */
export const tablesWith = async (url: string, words: readonly string[]): Promise<string[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ schema: string; name: string; bytes: string[] }>(
      `select n.nspname as schema, c.relname as name, coalesce((select array_agg(a.attname::text) from pg_attribute a
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.atttypid = 'bytea'::regtype), '{}') as bytes
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'm', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`,
    );
    const found: string[] = [];
    for (const { schema, name, bytes } of tables.rows) {
      const conditions = words.flatMap((_, at) => [
        `strpos(lower(t::text), lower($${at + 1}::text)) > 0`,
        ...bytes.map(
          (column) => `position(convert_to($${at + 1}::text, 'UTF8') in t.${quoted(column)}) > 0`,
        ),
      ]);
      const sql = `select 1 from ${quoted(schema)}.${quoted(name)} t where ${conditions.join(' or ')} limit 1`;
      if (((await client.query(sql, [...words])).rowCount ?? 0) > 0)
        found.push(`${schema}.${name}`);
    }
    return found;
  } finally {
    await client.end();
  }
};

const pieceBytes = 4 * 1024 * 1024;

const holds = async (path: string, needles: readonly Buffer[]): Promise<boolean> => {
  const overlap = Math.max(...needles.map((needle) => needle.length)) - 1;
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return false;
  try {
    const piece = Buffer.alloc(pieceBytes + overlap);
    let kept = 0;
    for (;;) {
      const { bytesRead } = await file.read(piece, kept, pieceBytes);
      if (bytesRead === 0) return false;
      const seen = piece.subarray(0, kept + bytesRead);
      if (needles.some((needle) => seen.includes(needle))) return true;
      kept = Math.min(overlap, seen.length);
      seen.copyWithin(0, seen.length - kept);
    }
  } finally {
    await file.close();
  }
};

/** The files below the folders that hold one of the needles in their bytes or their name. */
export const filesWith = async (
  folders: readonly string[],
  needles: readonly Buffer[],
): Promise<string[]> => {
  const found: string[] = [];
  for (const folder of folders) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(folder, entry.name);
      const named = needles.some((needle) => Buffer.from(entry.name).includes(needle));
      if (entry.isDirectory()) found.push(...(await filesWith([path], needles)));
      else if (named || (entry.isFile() && (await holds(path, needles)))) found.push(path);
    }
  }
  return found;
};
