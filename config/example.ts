import { stringify } from 'yaml';
import { z } from 'zod';
import { settingNames, shapeOf, variableOf } from './load.js';
import { ConfigSchema } from './schema.js';

const widest = 98;

const head = `Settings of Poststelle, all of them, with their defaults. Generated from config/schema.ts by
"npm run config:example"; a test keeps it current.

Copy it, remove the # in front of what you change, and name the copy with --config=<path> or
POSTSTELLE_CONFIG. The environment wins over the file, a flag (--http.port=8080) over both.
Keep secrets out of the file: set their environment variables.`;

const comment = (text: string, indent = ''): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && `${indent}# ${line} ${word}`.length > widest) {
      lines.push(`${indent}# ${line}`);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, `${indent}# ${line}`];
};

interface Facts {
  description: string;
  /** What the schema itself says may stand there, e.g. `0 to 5`. */
  range: string;
  /** YAML text of the default; empty for a setting that has none. */
  value: string;
}

const rangeOf = (described: Record<string, unknown>): string => {
  const { enum: choices, minimum, maximum } = described;
  if (Array.isArray(choices)) return `One of ${choices.join(', ')}.`;
  const limit = Number.MAX_SAFE_INTEGER;
  const from = typeof minimum === 'number' && minimum > -limit ? minimum : undefined;
  const to = typeof maximum === 'number' && maximum < limit ? maximum : undefined;
  if (from === undefined && to === undefined) return '';
  return to === undefined ? `At least ${from}.` : `From ${from ?? 'any'} to ${to}.`;
};

const defaultText = (fallback: unknown, inWords: unknown): string => {
  if (typeof inWords === 'string') return `<${inWords}>`;
  return fallback === undefined ? '' : stringify(fallback, { lineWidth: 0 }).trimEnd();
};

const factsOf = (schema: z.ZodType): Facts => {
  // What a list is read from, and with it its default, is on the side of the input only.
  const described: Record<string, unknown> = {
    ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
    ...z.toJSONSchema(schema, { unrepresentable: 'any' }),
  };
  const { description, default: fallback, exampleDefault } = described;
  return {
    description: typeof description === 'string' ? description : '',
    range: rangeOf(described),
    value: defaultText(fallback, exampleDefault),
  };
};

const settingLines = (name: string, schema: z.ZodType): string[] => {
  const { description, range, value } = factsOf(schema);
  const key = name.split('.').at(-1) ?? name;
  const indent = name.includes('.') ? '  ' : '';
  return [
    ...comment([description, range].filter((part) => part !== '').join(' '), indent),
    `${indent}# ${variableOf(name)}`,
    `${indent}#${key}:${value === '' ? '' : ` ${value}`}`,
    '',
  ];
};

/** The settings that have no sentence of explanation; none, or the example file would be useless. */
export const undescribedSettings = (): string[] =>
  settingNames().filter((name) => factsOf(schemaOf(name)).description === '');

const schemaOf = (name: string): z.ZodType => {
  const [section = '', key] = name.split('.');
  const outer = (ConfigSchema.shape as Record<string, z.ZodType>)[section];
  const inner = outer === undefined || key === undefined ? outer : shapeOf(outer)?.[key];
  if (inner === undefined) throw new Error(`${name} is not a setting`);
  return inner;
};

/** The text of config/poststelle.example.yaml: every setting, explained, switched off, with its default. */
export const exampleYaml = (): string => {
  const lines = [...head.split('\n').map((line) => `# ${line}`.trimEnd()), ''];
  let open = '';
  for (const name of settingNames()) {
    const section = name.includes('.') ? (name.split('.')[0] ?? '') : '';
    if (section !== open) {
      lines.push(`${section}:`);
      open = section;
    }
    lines.push(...settingLines(name, schemaOf(name)));
  }
  return `${lines.join('\n').trimEnd()}\n`;
};
