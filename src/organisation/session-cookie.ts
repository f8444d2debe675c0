import type { Request } from 'express';
import type { Config } from '#config/schema.js';

/** The cookie of the session: how it is named, read, set and taken away. */
export interface SessionCookie {
  read: (request: Request) => string | undefined;
  set: (secret: string) => string;
  clear: () => string;
}

/** Behind https the name carries `__Host-`: no other host of the city may then set or see the cookie. */
export const createSessionCookie = (config: Config): SessionCookie => {
  const isSecure = config.http.publicUrl?.startsWith('https:') ?? false;
  const name = isSecure ? '__Host-poststelle' : 'poststelle';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  return {
    read: (request) => {
      for (const part of (request.headers.cookie ?? '').split(';')) {
        const [key, value] = part.trim().split('=', 2);
        if (key === name && value) return value;
      }
      return undefined;
    },
    set: (secret) => `${name}=${secret}; ${attributes}`,
    clear: () => `${name}=; ${attributes}; Max-Age=0`,
  };
};
