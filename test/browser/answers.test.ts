/** What customers have answered, in a real browser: on a phone, in the dark, on paper, in both languages. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser, openBrowser } from '../support/browser.ts';
import { ownCloud } from '../support/cloud.ts';
import { commentedSurvey } from '../support/commented-survey.ts';

const executable = findBrowser();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const phone = { width: 360, height: 740 };

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let browser: Browser;
let paths: readonly string[];
beforeAll(async () => {
  if (executable === undefined) return;
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
  const manager = await cloud.as('li.na', 3);
  const { surveyId, responses } = await commentedSurvey(cloud, manager);
  const { body: comments } = await manager.texts.listSurveyComments({ params: { surveyId } });
  const params = { commentId: comments.items[0]?.id ?? '' };
  await manager.texts.patchComment({ params, body: { sentiment: 'negative' } }, { ifMatch: '*' });
  const { body: rules } = await manager.closedLoop.getLoopRules({});
  await cloud.idle();
  paths = [
    ...[`/desk/surveys/${surveyId}/comments`, `/desk/responses/${responses.ann}`, '/desk/closed-loop'],
    `/desk/comments/${params.commentId}`,
    `/desk/closed-loop/rule?${new URLSearchParams({ name: rules.rules[0]?.name ?? '' })}`,
  ];
  browser = await openBrowser(executable);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await cloud?.close();
});

async function atDesk(options: BrowserContextOptions, use: (page: Page) => Promise<void>) {
  const context = await browser.newContext({ viewport: phone, ...options });
  const page = await context.newPage();
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') refused.push(message.text());
  });
  try {
    await page.goto(`${cloud.url}/desk`);
    await page.locator('button[value="li.na"]').click();
    await page.waitForURL(`${cloud.url}/desk`);
    await use(page);
    expect(refused).toEqual([]);
  } finally {
    await context.close();
  }
}

async function expectAccessible(page: Page, path: string) {
  await page.evaluate(axe);
  const results = (await page.evaluate('axe.run()')) as AxeResults;
  const found = results.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
  expect(found, path).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(phone.width);
}

describe.skipIf(executable === undefined)('what customers have answered', () => {
  it.each([
    ['on a phone', {}],
    ['in the dark', { colorScheme: 'dark' }],
    ['in colours that the reader forces', { forcedColors: 'active' }],
  ] as const)('is accessible %s, in both languages', async (_, options) => {
    await atDesk(options, async (page) => {
      for (let read = 0; read < 2; read += 1) {
        const before = await page.locator('html').getAttribute('lang');
        for (const path of paths) {
          await page.goto(`${cloud.url}${path}`);
          expect(await page.locator('html').getAttribute('lang')).toBe(before);
          expect(await page.locator('h1').count(), path).toBe(1);
          await expectAccessible(page, path);
        }
        await page.locator('button[name=language]').click();
        await page.waitForFunction(`document.documentElement.lang !== '${before}'`);
      }
    });
  });

  it('shows the loops whole on a usual screen', async () => {
    await atDesk({ viewport: { width: 1280, height: 800 } }, async (page) => {
      await page.goto(`${cloud.url}/desk/closed-loop`);
      const wider =
        '[...document.querySelectorAll(".scroll")].map((each) => each.scrollWidth - each.clientWidth)';
      expect(await page.evaluate(wider)).toEqual([0, 0, 0]);
    });
  });

  it('goes on paper without the forms, and is found without JavaScript', async () => {
    await atDesk({ javaScriptEnabled: false }, async (page) => {
      await page.goto(`${cloud.url}${paths[0]}`);
      await page.locator('#sentiment').selectOption('positive');
      await page.locator('form[method=get] button').click();
      expect(await page.locator('.timeline .said').allTextContents()).toEqual([
        'Great price & the <b>STAFF</b> was very friendly.',
      ]);
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('.timeline .said').isVisible()).toBe(true);
      for (const part of ['nav', 'form.unprinted'])
        expect(await page.locator(part).first().isVisible(), part).toBe(false);
    });
  });
});
