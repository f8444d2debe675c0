import { z } from 'zod';
import type { Route } from './route.js';

type Json = Record<string, unknown>;

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
};

const parameters = (schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] => {
  if (schema === undefined) return [];
  const described = jsonSchema(schema, 'input');
  const required = new Set(Array.isArray(described['required']) ? described['required'] : []);
  return Object.entries((described['properties'] ?? {}) as Json).map(([name, inner]) => ({
    name,
    in: place,
    required: place === 'path' || required.has(name),
    schema: inner,
  }));
};

const statusTexts: Readonly<Record<number, string>> = {
  200: 'In Ordnung',
  201: 'Angelegt',
  202: 'Angenommen',
  204: 'Ohne Inhalt',
};

const errorSchema: Json = {
  type: 'object',
  required: ['code', 'message', 'requestId'],
  properties: {
    code: { type: 'string' },
    message: { type: 'string' },
    requestId: { type: 'string' },
  },
};

const operation = <P, R extends string>(route: Route<P, R>): Json => {
  const responses: Json = {};
  for (const [status, schema] of Object.entries(route.responses)) {
    responses[status] = {
      description: statusTexts[Number(status)] ?? `Status ${status}`,
      ...(schema === null
        ? {}
        : { content: { 'application/json': { schema: jsonSchema(schema, 'output') } } }),
    };
  }
  responses['default'] = {
    description: 'Fehler',
    content: { 'application/json': { schema: errorSchema } },
  };
  const multipart = {
    description: route.multipart,
    content: {
      'multipart/form-data': {
        schema: {
          type: 'object',
          properties: { dateien: { type: 'array', items: { type: 'string', format: 'binary' } } },
        },
      },
    },
  };
  const body = route.body && {
    content: { 'application/json': { schema: jsonSchema(route.body, 'input') } },
  };
  const requestBody = route.multipart === undefined ? body : multipart;
  return {
    summary: route.summary,
    tags: [route.tag],
    'x-permission': route.permission,
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query')],
    ...(requestBody === undefined ? {} : { requestBody }),
    responses,
  };
};

/** The OpenAPI 3.1 document of the routes, made from the schemas that also check the requests. */
export const openApiDocument = <P, R extends string>(
  routes: readonly Route<P, R>[],
  options: { title: string; version: string },
): Json => {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: options.title, version: options.version },
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        sitzung: { type: 'apiKey', in: 'cookie', name: 'poststelle' },
      },
    },
    security: [{ token: [] }, { sitzung: [] }],
  };
};
