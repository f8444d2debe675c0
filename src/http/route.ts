import type { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import type { z } from 'zod';

/** What a handler answers: JSON, or a stream or bytes with their own headers. */
export interface Reply {
  status: number;
  body?: unknown;
  stream?: Readable;
  /** Instead of `stream`, where the answer lies in memory. */
  bytes?: Uint8Array;
  headers?: Readonly<Record<string, string>>;
}

type Parsed<Schema extends z.ZodType | undefined> = Schema extends z.ZodType
  ? z.infer<Schema>
  : undefined;

/** What a handler gets; it never sees Express unless the route is `raw`. */
export interface RouteInput<
  Principal,
  Params extends z.ZodType | undefined,
  Query extends z.ZodType | undefined,
  Body extends z.ZodType | undefined,
> {
  principal: Principal;
  params: Parsed<Params>;
  query: Parsed<Query>;
  body: Parsed<Body>;
  /** Id of this request, as in the answer, the log line and the audit entry. */
  requestId: string;
  /** Aborted when the client has gone away. */
  signal: AbortSignal;
  request: Request;
  response: Response;
}

/** Four lines of declaration and one call. The same schemas check the request and make the OpenAPI document. */
export interface RouteDeclaration<
  Principal,
  Permission extends string,
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete' | 'head' | 'options';
  /** Express 5 path, e.g. `/api/posteingaenge/:id`. */
  path: string;
  summary: string;
  tag: string;
  permission: Permission;
  params?: Params;
  query?: Query;
  body?: Body;
  /** Description of a multipart body for OpenAPI; such a body is not parsed before the handler. */
  multipart?: string;
  /** `null`: an answer without JSON body (stream, file or nothing). */
  responses: Readonly<Record<number, z.ZodType | null>>;
  /** The handler writes to `response` itself (server-sent events). */
  raw?: true;
  handler: (input: RouteInput<Principal, Params, Query, Body>) => Promise<Reply | undefined>;
}

/** A declared route with its types forgotten, as the server mounts it. */
export type Route<Principal, Permission extends string> = RouteDeclaration<
  Principal,
  Permission,
  z.ZodType | undefined,
  z.ZodType | undefined,
  z.ZodType | undefined
>;

/** Fixes the project's own types of principal and permission, so that a route needs to name neither. */
export const routesFor =
  <Principal, Permission extends string>() =>
  <
    Params extends z.ZodType | undefined = undefined,
    Query extends z.ZodType | undefined = undefined,
    Body extends z.ZodType | undefined = undefined,
  >(
    declaration: RouteDeclaration<Principal, Permission, Params, Query, Body>,
  ): Route<Principal, Permission> =>
    declaration as unknown as Route<Principal, Permission>;
