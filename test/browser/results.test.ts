/** Results in a real browser: on a phone, in the dark, on paper, in both languages, accessible to everybody. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answeredSurvey } from '../support/answered-survey.ts';
import { findBrowser, openBrowser } from '../support/browser.ts';
import { ownCloud } from '../support/cloud.ts';

const executable = findBrowser();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const phone = { width: 360, height: 740 };
const desktop = { width: 1280, height: 900 };

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let browser: Browser;
let path: string;
let link: string;
beforeAll(async () => {
  if (executable === undefined) return;
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
  const manager = await cloud.as('li.na', 3);
  const { surveyId } = await answeredSurvey(cloud, manager);
  const { body } = await manager.reports.createReport({ params: { surveyId }, body: { name: 'Board' } });
  link = body.link;
  path = `/desk/surveys/${surveyId}/results`;
  browser = await openBrowser(executable);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await cloud?.close();
});

async function atResults(options: BrowserContextOptions, use: (page: Page) => Promise<void>) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') refused.push(message.text());
  });
  try {
    await page.goto(`${cloud.url}${path}`);
    await page.locator('button[value="li.na"]').click();
    await page.waitForURL(`${cloud.url}${path}`);
    await use(page);
    expect(refused).toEqual([]);
  } finally {
    await context.close();
  }
}

async function expectAccessible(page: Page, width: number) {
  await page.evaluate(axe);
  const results = (await page.evaluate('axe.run()')) as AxeResults;
  expect(results.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
}

/** What is written in drawings and does not lie within them, or lies over another text. */
const misplacedTexts = `[...document.querySelectorAll('.chart svg')].flatMap((svg) => {
  const frame = svg.getBoundingClientRect();
  const boxes = [...svg.querySelectorAll('text')].map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
  const outside = boxes.filter(({ box }) => box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2);
  const over = boxes.filter(({ box }, at) => boxes.slice(0, at).some((other) =>
    box.left < other.box.right - 1 && other.box.left < box.right - 1 && box.top < other.box.bottom - 3 && other.box.top < box.bottom - 3));
  return [...outside, ...over].map(({ text }) => text);
})`;

describe.skipIf(executable === undefined)('results', () => {
  it.each([
    ['on a phone', { viewport: phone }],
    ['on a phone in the dark', { viewport: phone, colorScheme: 'dark' as const }],
    ['on a wide screen', { viewport: desktop }],
    ['in colours that the reader forces', { viewport: phone, forcedColors: 'active' as const }],
    ['without JavaScript', { viewport: phone, javaScriptEnabled: false }],
  ])('are accessible %s', async (_, options) => {
    await atResults(options, async (page) => {
      expect(await page.locator('svg[role=img]').count()).toBeGreaterThan(6);
      if (!('javaScriptEnabled' in options)) await expectAccessible(page, options.viewport.width);
      expect(await page.evaluate(misplacedTexts)).toEqual([]);
    });
  });

  it.each(['owner', 'tag'])('compare groups by %s, as accessible', async (by) => {
    await atResults({ viewport: phone, colorScheme: 'dark' }, async (page) => {
      for (const question of ['recommend', 'service']) {
        await page.goto(`${cloud.url}${path}/breakdown?by=${by}&question=${question}`);
        expect(await page.locator('svg[role=img]').count()).toBe(1);
        await expectAccessible(page, phone.width);
        expect(await page.evaluate(misplacedTexts)).toEqual([]);
      }
    });
  });

  it('read as well in the other language', async () => {
    await atResults({ viewport: phone }, async (page) => {
      const before = await page.locator('html').getAttribute('lang');
      await page.locator('button[name=language]').click();
      await page.waitForURL(`${cloud.url}${path}`);
      expect(await page.locator('html').getAttribute('lang')).not.toBe(before);
      await expectAccessible(page, phone.width);
      expect(await page.evaluate(misplacedTexts)).toEqual([]);
    });
  });

  it('go on paper in black on white, with the drawings', async () => {
    await atResults({ viewport: desktop, colorScheme: 'dark' }, async (page) => {
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('svg[role=img]').first().isVisible()).toBe(true);
      expect(await page.locator('form').first().isVisible()).toBe(false);
      const ink = await page.evaluate("getComputedStyle(document.querySelector('.chart text')).fill");
      expect(ink).toBe('rgb(31, 35, 40)');
    });
  });

  it('are shown by a link to whoever has it, as accessible', async () => {
    const context = await browser.newContext({ viewport: phone, locale: 'zh-CN' });
    const page = await context.newPage();
    await page.goto(link);
    expect(await page.locator('svg[role=img]').count()).toBeGreaterThan(6);
    await expectAccessible(page, phone.width);
    await page.getByRole('link', { name: 'English' }).click();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await context.close();
  });
});
