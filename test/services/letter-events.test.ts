import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '#infrastructure/clock.js';
import { openEventStream, publish } from '#infrastructure/database/events.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { BlobStore } from '#infrastructure/storage/blob-store.js';
import { createPostausgangRoutes } from '#postausgang/index.js';
import { createMessageIds } from '#postausgang/own-message-id.js';
import {
  anOrganisationseinheit,
  aPostausgang,
  aSignedIn,
  aVorgang,
} from '#test/support/builders.js';
import { type OwnApp, startOwnApp } from '#test/support/own-app.js';
import type { Typesetter } from '#tools/typst/typesetter.js';

let app: OwnApp;
let events: ReturnType<typeof openEventStream>;

beforeAll(async () => {
  app = await startOwnApp(({ db, config, log, url }) => {
    events = openEventStream({ url, log });
    // Nothing of this test stores or sets a page.
    const messageIds = createMessageIds({ key: Buffer.from('test'), domain: 'stadt.example' });
    const tools = { blobs: {} as BlobStore, typesetter: {} as Typesetter, messageIds };
    const deps = { ...tools, db, config, log, clock: systemClock, afterCommit: () => undefined };
    return createPostausgangRoutes(deps, events);
  });
});

afterAll(async () => {
  await events.close();
  await app.close();
});

const aLetterOf = async (kuerzel: string) => {
  const unit = await anOrganisationseinheit(app.db, { kuerzel, name: `Amt ${kuerzel}` });
  const clerk = await aSignedIn(app.db, 'sachbearbeitung', unit.id);
  const vorgang = await aVorgang(app.db, { organisationseinheitId: unit.id });
  const id = await aPostausgang(app.db, { vorgangId: vorgang.id, authorId: clerk.id });
  return { id, clerk };
};

it('tells an open page of changes to the letters that its person may see, and of no others', {
  timeout: 60_000,
}, async () => {
  const own = await aLetterOf('32');
  const foreign = await aLetterOf('67');
  const stop = new AbortController();
  const response = await fetch(`${app.origin}/api/postausgaenge/ereignisse`, {
    headers: { cookie: own.clerk.cookie },
    signal: stop.signal,
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let said = '';
  // The first line comes as soon as the page listens.
  said += (await reader?.read())?.value ?? '';
  const ids = [foreign.id, own.id];
  await asSystem(app.db, (tx) =>
    publish(
      tx,
      ids.map((id) => ({ kind: 'postausgang' as const, id })),
    ),
  );
  while (!said.includes(own.id)) said += (await reader?.read())?.value ?? '';
  stop.abort();
  expect(said).toContain('event: schreiben');
  expect(said).toContain('"zustand":"entwurf"');
  expect(said).not.toContain(foreign.id);
});
