/** A JSON schema as far as the documentation shows it. */
export interface JsonSchema {
  type?: string | readonly string[];
  description?: string;
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  items?: JsonSchema;
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  format?: string;
  default?: unknown;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  additionalProperties?: JsonSchema | boolean;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query';
  required: boolean;
  schema: JsonSchema;
}

type Content = Readonly<Record<string, { schema: JsonSchema }>>;

interface RawOperation {
  summary: string;
  tags: readonly string[];
  'x-permission': string;
  parameters: readonly Parameter[];
  requestBody?: { description?: string; content: Content };
  responses: Readonly<Record<string, { description: string; content?: Content }>>;
}

/** The OpenAPI document of the server. */
export interface OpenApi {
  info: { title: string; version: string };
  paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
}

/** One operation with its address. */
export interface Operation extends RawOperation {
  id: string;
  method: string;
  path: string;
}

/** The operations by their tag, in the order of the document. */
export const operationsByTag = (document: OpenApi): Map<string, Operation[]> => {
  const map = new Map<string, Operation[]>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, raw] of Object.entries(methods)) {
      const tag = raw.tags[0] ?? 'Weitere';
      const operation = {
        ...raw,
        method,
        path,
        id: `${method}${path.replaceAll(/[^a-z]+/gi, '-')}`,
      };
      map.set(tag, [...(map.get(tag) ?? []), operation]);
    }
  }
  return map;
};

/** The type of a schema in a few words. */
export const typeText = (schema: JsonSchema): string => {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.map(typeText).join(' | ');
  if (schema.type === 'array') return `Liste von ${typeText(schema.items ?? {})}`;
  const type = Array.isArray(schema.type)
    ? schema.type.join(' | ')
    : String(schema.type ?? 'beliebig');
  return schema.format === undefined ? type : `${type} (${schema.format})`;
};

/** A value that fits a schema, to begin a request with. */
export const exampleOf = (schema: JsonSchema): unknown => {
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const [choice] = schema.anyOf ?? schema.oneOf ?? [];
  if (choice !== undefined) return exampleOf(choice);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => schema.required?.includes(name) ?? false)
          .map(([name, inner]) => [name, exampleOf(inner)]),
      );
    case 'array':
      return [exampleOf(schema.items ?? {})];
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return schema.minimum ?? 0;
    case 'string':
      return schema.format === 'uuid' ? '00000000-0000-0000-0000-000000000000' : '';
    default:
      return null;
  }
};
