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
import { acceptedNumber } from '#test/support/mailroom-steps.js';
import { eventually } from '#test/support/served.js';
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

const newsletter = () =>
  [
    'From: Verband <news@verband.example>',
    'To: poststelle@stadt.example',
    'Subject: Rundbrief',
    'Date: Mon, 23 Nov 2026 09:00:00 +0100',
    'MIME-Version: 1.0',
    'Content-Type: text/html; charset=utf-8',
    '',
    `<h1>Rundbrief</h1><p>Neues aus dem <b>Verband</b>.</p><img src="${origin}/zaehlpixel.gif" width="1" height="1"><script src="${origin}/x.js"></script>`,
    '',
  ].join('\r\n');

test(
  'the formatted view of an uploaded newsletter reaches the frame with the session of its reader, and its tracking pixel stays silent',
  async (context) => {
    needsChromium(context);
    const page = await journey.visit(journey.city.logins.poststelle);
    await page.goto('/poststelle/hochladen');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Dateien auswählen' }).click();
    await (await chooser).setFiles({
      name: 'rundbrief.eml',
      mimeType: 'message/rfc822',
      buffer: Buffer.from(newsletter()),
    });
    const number = await acceptedNumber(page, 'rundbrief.eml');
    await page
      .getByRole('link', { name: `Eingang ${number}` })
      .first()
      .click();
    await page.getByRole('heading', { level: 1, name: `Eingang ${number}` }).waitFor();
    const formatted = page.getByRole('tab', { name: 'Formatierte Ansicht' });
    // The mail is opened by a worker while the page is already there.
    await eventually(
      async () => {
        await page.reload();
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.getByText('Angaben', { exact: true }).first().waitFor();
        return formatted.count();
      },
      (count) => count === 1,
    );
    await formatted.click();
    const frame = page.frameLocator('iframe[title="E-Mail, formatierte Ansicht"]');
    await frame.getByRole('heading', { name: 'Rundbrief' }).waitFor();
    await page.getByText('Zum Schutz nicht gezeigt: 1 Zählpixel, 1 Skript.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(heard).toEqual([]);
  },
  journeyMs,
);
