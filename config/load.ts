import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import type { z } from 'zod';
import { ConfigInvalid } from '#errors.js';
import { projectRoot } from '#infrastructure/project-root.js';
import { type Config, ConfigSchema } from './schema.js';

/** Names that operators already know, beside POSTSTELLE_<SECTION>_<SETTING>. */
const wellKnownVariables: Readonly<Record<string, string>> = {
  DATABASE_URL: 'database.url',
  REDIS_URL: 'queue.redisUrl',
  PORT: 'http.port',
};

type Settings = Map<string, unknown>;

/** The dotted names of all settings, in the order of the schema. */
export const settingNames = (): string[] => {
  const names: string[] = [];
  for (const [section, schema] of Object.entries(ConfigSchema.shape)) {
    const inner = shapeOf(schema);
    if (inner === undefined) names.push(section);
    else for (const key of Object.keys(inner)) names.push(`${section}.${key}`);
  }
  return names;
};

/** The fields of a section of the schema, or undefined for a plain setting. */
export const shapeOf = (schema: z.ZodType): Record<string, z.ZodType> | undefined => {
  const unwrapped: unknown = Reflect.get(schema, 'def');
  if (typeof unwrapped !== 'object' || unwrapped === null) return undefined;
  if ('shape' in unwrapped) return unwrapped.shape as Record<string, z.ZodType>;
  if ('type' in unwrapped && unwrapped.type === 'prefault' && 'innerType' in unwrapped) {
    return shapeOf(unwrapped.innerType as z.ZodType);
  }
  return undefined;
};

/** The environment variable of a setting, e.g. POSTSTELLE_HTTP_PUBLIC_URL for `http.publicUrl`. */
export const variableOf = (setting: string): string =>
  `POSTSTELLE_${setting
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('.', '_')
    .toUpperCase()}`;

const fromFile = (path: string, faults: string[]): Settings => {
  const settings: Settings = new Map();
  let tree: unknown;
  try {
    tree = parseYaml(readFileSync(path, 'utf8'));
  } catch (error) {
    faults.push(`${path}: cannot be read (${error instanceof Error ? error.message : 'unknown'})`);
    return settings;
  }
  if (typeof tree !== 'object' || tree === null) return settings;
  for (const [section, value] of Object.entries(tree)) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) settings.set(`${section}.${key}`, inner);
    } else if (value !== null) settings.set(section, value);
  }
  return settings;
};

const fromEnvironment = (environment: NodeJS.ProcessEnv): Settings => {
  const settings: Settings = new Map();
  for (const [variable, setting] of Object.entries(wellKnownVariables)) {
    if (environment[variable]) settings.set(setting, environment[variable]);
  }
  for (const setting of settingNames()) {
    const value = environment[variableOf(setting)];
    if (value) settings.set(setting, value);
  }
  return settings;
};

const fromFlags = (flags: readonly string[]): Settings => {
  const settings: Settings = new Map();
  const known = new Set(settingNames());
  for (const flag of flags) {
    const match = /^--([A-Za-z0-9.]+)=(.*)$/.exec(flag);
    if (match?.[1] !== undefined && known.has(match[1])) settings.set(match[1], match[2]);
  }
  return settings;
};

const toTree = (settings: Settings): Record<string, unknown> => {
  const tree: Record<string, unknown> = {};
  for (const [name, value] of settings) {
    const [section = '', key] = name.split('.');
    if (key === undefined) tree[section] = value;
    else tree[section] = { ...(tree[section] as object | undefined), [key]: value };
  }
  return tree;
};

const rejectUnknown = (settings: Settings, path: string, faults: string[]): void => {
  const known = new Set(settingNames());
  for (const name of settings.keys()) {
    if (!known.has(name)) faults.push(`${path}: ${name} is not a setting of Poststelle`);
  }
};

/**
 * Reads file ← environment ← flags, later ones win, and checks all of it.
 * @throws ConfigInvalid with every fault in one message.
 */
export const loadConfig = (options: {
  environment: NodeJS.ProcessEnv;
  flags: readonly string[];
}): Config => {
  const faults: string[] = [];
  const named = options.flags
    .find((flag) => flag.startsWith('--config='))
    ?.slice('--config='.length);
  const path = named ?? options.environment['POSTSTELLE_CONFIG'];
  const file: Settings = path ? fromFile(path, faults) : new Map();
  if (path) rejectUnknown(file, path, faults);
  const merged = new Map([
    ...file,
    ...fromEnvironment(options.environment),
    ...fromFlags(options.flags),
  ]);
  const checked = ConfigSchema.safeParse(toTree(merged));
  if (!checked.success) {
    for (const issue of checked.error.issues) {
      const name = issue.path.join('.');
      faults.push(`${name} (${variableOf(name)}): ${issue.message}`);
    }
  }
  if (faults.length > 0 || !checked.success) {
    throw new ConfigInvalid({
      code: 'config-invalid',
      message: `The configuration has ${faults.length} fault(s):\n  ${faults.join('\n  ')}\nSee config/poststelle.example.yaml.`,
    });
  }
  const dataDir = isAbsolute(checked.data.dataDir)
    ? checked.data.dataDir
    : join(projectRoot(), checked.data.dataDir);
  return { ...checked.data, dataDir };
};

/** The configuration of this process, from its own environment and flags. */
export const loadProcessConfig = (): Config =>
  loadConfig({ environment: process.env, flags: process.argv.slice(2) });
