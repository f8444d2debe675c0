import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import type { TestContext } from 'vitest';
import { findProgram, needsProgram } from './needs.js';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Skips the test with the command that installs Chromium where this machine has none. */
export const needsChromium = (context: TestContext): void => {
  needsProgram(context, 'chromium', 'chromium');
};

/** One signed-out person in front of a browser of their own. */
export interface Visitor {
  page: Page;
  /** What the browser complained about: broken policy, scripts that failed, files that are missing. */
  complaints: readonly string[];
  close: () => Promise<void>;
}

/** A browser with a profile of its own that knows the address of the page. */
export const openVisitor = async (baseUrl: string): Promise<Visitor> => {
  const profile = await mkdtemp(join(tmpdir(), 'poststelle-chromium-'));
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath: findProgram('chromium') ?? 'chromium',
    args: flags,
    baseURL: baseUrl,
    locale: 'de-DE',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1_440, height: 900 },
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(120_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('console', (message) => {
    const isRefusal = /Failed to load resource.*(401|403|404|409|422)/.test(message.text());
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text());
  });
  return {
    page,
    complaints,
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
};

/** Saves what each visitor saw when a journey failed, in the folder JOURNEY_PICTURES if it is named. */
export const keepPictures = async (visitors: readonly Visitor[], name: string): Promise<void> => {
  const folder = process.env['JOURNEY_PICTURES'];
  if (!folder) return;
  const stem = name.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 60);
  for (const [index, visitor] of visitors.entries()) {
    await visitor.page.screenshot({ path: join(folder, `${stem}-${index + 1}.png`) });
  }
};

interface Finding {
  id: string;
  impact: string | null | undefined;
  nodes: readonly { html: string }[];
}

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
let axeSource: Promise<string> | undefined;

/** What axe finds on the page as it stands, WCAG 2.2 A and AA, serious and critical only. */
export const seriousFaults = async (page: Page): Promise<string[]> => {
  axeSource ??= readFile(axeFile, 'utf8');
  // By the debugger, because the page's own policy rightly allows no such script.
  const debug = await page.context().newCDPSession(page);
  await debug.send('Runtime.evaluate', { expression: await axeSource });
  await debug.detach();
  const findings = await page.evaluate<Finding[]>(`
    window.axe.run(document, {
      resultTypes: ['violations'],
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    }).then((result) => result.violations)`);
  return findings
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
};

/** Signs in by the form and waits for the menu. */
export const signIn = async (page: Page, login: string, password: string): Promise<void> => {
  await page.goto('/anmeldung');
  await page.getByLabel('Anmeldename').fill(login);
  await page.getByLabel('Kennwort').fill(password);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await page.getByRole('navigation', { name: 'Hauptmenü' }).waitFor();
};
