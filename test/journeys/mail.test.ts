import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { needsChromium, seriousFaults } from '#test/support/browser.js';
import { aPosteingang } from '#test/support/builders.js';
import { armed, htmlVectors } from '#test/support/html-vectors.js';
import { aJourney, journeyMs } from '#test/support/journey.js';
import { frameDocument, framePolicy } from '#tools/mail-html/frame-document.js';
import { safeHtml } from '#tools/mail-html/safe-html.js';

/* A clerk reads mails, hostile ones among them. */

const journey = aJourney({ visitors: 'one test' });

let canary: Server;
let origin = '';
const heard: string[] = [];

beforeAll(async () => {
  canary = createServer((request, response) => {
    heard.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`;
});

afterAll(() => {
  canary.closeAllConnections();
  canary.close();
});

const aMail = async (): Promise<{ id: string; betreff: string }> => {
  const betreff = 'Newsletter des Verbands';
  const { id } = await aPosteingang(journey.program.db, {
    zustand: 'zugeordnet',
    organisationseinheitId: journey.city.office.id,
    betreff,
  });
  const mail = {
    head: {
      from: [{ name: 'info@stadt.example', address: 'news@fremd.test' }],
      to: [{ name: '', address: 'poststelle@stadt.example' }],
      cc: [],
      replyTo: [],
      subject: betreff,
      references: [],
      autoSubmitted: false,
    },
    text: 'Guten Tag,\n\nhier sind die Neuigkeiten.',
    problems: [],
    headers: [{ name: 'list-id', value: '<news.fremd.test>' }],
    safeHtml: '0'.repeat(64),
    ansicht: {
      blocked: { ...safeHtml('<img src=x:y>', { inlineImages: new Map() }).blocked },
      links: [],
      cut: false,
    },
  };
  await asSystem(journey.program.db, (tx) =>
    rows(
      tx,
      sql`update posteingang set mailkopf = ${JSON.stringify(mail)}::jsonb where id = ${id}`,
    ),
  );
  return { id, betreff };
};

test(
  'a clerk reads a mail beside its Vorgang; none of the hostile vectors runs or asks anything in the frame of the page',
  async (context) => {
    needsChromium(context);
    const { betreff } = await aMail();
    const page = await journey.visit(journey.city.logins.clerk);
    let shown = 0;
    // The server's answer for each vector in turn, with the policy that the server sends.
    await page.route('**/mail/formatiert', (route) => {
      const vector = htmlVectors[shown];
      const raw = vector === undefined ? '' : armed(vector, shown, origin);
      shown += 1;
      const { html } = safeHtml(raw, { inlineImages: new Map() });
      return route.fulfill({
        contentType: 'text/html; charset=utf-8',
        headers: { 'Content-Security-Policy': framePolicy },
        body: frameDocument(html),
      });
    });
    await page.goto('/postkorb');
    await page.getByRole('link', { name: betreff }).first().click();
    await page.getByText('hier sind die Neuigkeiten').waitFor();
    await page.getByText('Der Anzeigename nennt „stadt.example“').waitFor();
    await page.getByText('Technischer Kopf (1 Zeilen)').click();
    await page.getByText('<news.fremd.test>').waitFor();
    expect(await seriousFaults(page)).toEqual([]);

    const formatted = page.getByRole('tab', { name: 'Formatierte Ansicht' });
    const text = page.getByRole('tab', { name: 'Text', exact: true });
    await formatted.click();
    await page.getByText('Zum Schutz nicht gezeigt: 1 Bild von außen.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    const frame = page.getByTitle('E-Mail, formatierte Ansicht');
    while (shown < htmlVectors.length) {
      await text.click();
      const loaded = page.waitForResponse('**/mail/formatiert');
      await formatted.click();
      await loaded;
      expect(await frame.getAttribute('sandbox')).toBe('');
    }
    // What a frame asks for when it is loaded has been asked by the time the next page stands.
    await page.getByRole('tab', { name: /Seiten und Anlagen/ }).click();
    await page.getByRole('tab', { name: 'E-Mail', exact: true }).click();
    await page.getByText('hier sind die Neuigkeiten').waitFor();
    expect(shown).toBe(htmlVectors.length);
    expect(heard).toEqual([]);
  },
  journeyMs,
);
