import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { needsChromium, openVisitor, type Visitor } from '#test/support/browser.js';
import { armed, htmlVectors } from '#test/support/html-vectors.js';
import { frameDocument, framePolicy } from '#tools/mail-html/frame-document.js';
import { safeHtml } from '#tools/mail-html/safe-html.js';

interface Listener {
  origin: string;
  /** Numbers of the vectors that got a request through. */
  heard: Set<number>;
  /** How many requests came at all. */
  requests: () => number;
  close: () => Promise<unknown>;
}

const listening = (server: Server): Promise<string> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    ),
  );

/** Hears what a mail asks of the world. */
const startCanary = async (): Promise<Listener> => {
  const heard = new Set<number>();
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    const number = /^\/v(\d+)/.exec(request.url ?? '')?.[1];
    if (number !== undefined) heard.add(Number(number));
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.end('');
  });
  const origin = await listening(server);
  const close = () =>
    new Promise((done) => {
      server.closeAllConnections();
      server.close(done);
    });
  return { origin, heard, requests: () => requests, close };
};

type Form = 'raw' | 'cleaned' | 'shown' | 'policy';

/** Hands out each vector: as it came, cleaned alone, under the policy alone, and as the page shows it. */
const startDocuments = async (canary: string) => {
  const documentOf = (form: Form, index: number): string => {
    const vector = htmlVectors[index];
    if (vector === undefined) return '';
    const raw = armed(vector, index, canary);
    if (form === 'raw') return `<!doctype html>${raw}`;
    if (form === 'policy') return frameDocument(raw);
    const { html } = safeHtml(raw, { inlineImages: new Map() });
    return form === 'cleaned' ? `<!doctype html>${html}` : frameDocument(html);
  };
  const server = createServer((request, response) => {
    const [, form = '', index = '0'] = (request.url ?? '').split('/');
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    if (form === 'framed' || form === 'open') {
      const sandbox = form === 'framed' ? 'sandbox=""' : '';
      const frame = (number: string): string =>
        `<iframe ${sandbox} src="/${index}/${number}" title="${number}"></iframe>`;
      const numbers = (request.url ?? '').split('/').slice(3);
      response.end(`<!doctype html><title>Rahmen</title>${numbers.map(frame).join('')}`);
      return;
    }
    if (form === 'shown' || form === 'policy')
      response.setHeader('Content-Security-Policy', framePolicy);
    response.end(documentOf(form as Form, Number(index)));
  });
  const origin = await listening(server);
  const close = () =>
    new Promise((done) => {
      server.closeAllConnections();
      server.close(done);
    });
  return { origin, close };
};

describe('the HTML of a mail in Chromium', () => {
  let canary: Listener;
  let documents: Awaited<ReturnType<typeof startDocuments>>;
  let visitor: Visitor | undefined;

  beforeAll(async () => {
    canary = await startCanary();
    documents = await startDocuments(canary.origin);
  });

  afterAll(async () => {
    await visitor?.close();
    await documents.close();
    await canary.close();
  });

  const open = async (context: TestContext): Promise<Visitor> => {
    needsChromium(context);
    visitor ??= await openVisitor(documents.origin);
    return visitor;
  };

  const numbers = htmlVectors.map((_vector, index) => index);
  const names = (heard: Iterable<number>): string[] =>
    [...heard].map((number) => htmlVectors[number]?.name ?? '');

  /** Opens all vectors, twenty frames at a time, and gives each a moment for what does not come with its loading. */
  const openAll = async (context: TestContext, frame: 'framed' | 'open', form: Form) => {
    const { page } = await open(context);
    canary.heard.clear();
    for (let from = 0; from < numbers.length; from += 20) {
      const some = numbers.slice(from, from + 20).join('/');
      // Unprotected, some of them never finish loading.
      await page.goto(`/${frame}/${form}/${some}`, {
        waitUntil: form === 'raw' ? 'commit' : 'load',
      });
      await page.evaluate('new Promise((done) => setTimeout(done, 400))');
    }
    return page;
  };

  it('has a listener that hears most vectors when nobody protects the reader', async (context) => {
    const page = await openAll(context, 'open', 'raw');
    await expect.poll(() => canary.heard.size, { timeout: 30_000 }).toBeGreaterThan(60);
    await page.goto('about:blank');
  }, 120_000);

  it('lets no cleaned vector ask anything, even without a sandbox and a policy', async (context) => {
    await openAll(context, 'open', 'cleaned');
    expect(names(canary.heard)).toEqual([]);
  }, 120_000);

  it('lets no vector ask anything under sandbox and policy, even one that was not cleaned', async (context) => {
    await openAll(context, 'framed', 'policy');
    expect(names(canary.heard)).toEqual([]);
  }, 120_000);

  it('lets no vector ask anything as the page shows it', async (context) => {
    const before = canary.requests();
    await openAll(context, 'framed', 'shown');
    expect(names(canary.heard)).toEqual([]);
    expect(canary.requests()).toBe(before);
  }, 120_000);
});
