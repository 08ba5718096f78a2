/** The pages people see, in a real browser: on a phone, by keyboard, without JavaScript, enlarged, in both languages. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkIn } from '../support/answer-page.ts';
import { findBrowser, openBrowser } from '../support/browser.ts';
import { type Api, ownCloud } from '../support/cloud.ts';
import { newSurvey } from '../support/samples.ts';

const executable = findBrowser();
const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let browser: Browser;
let manager: Api;
let surveyId: string;
const links: { 'zh-CN': string[]; en: string[] } = { 'zh-CN': [], en: [] };

beforeAll(async () => {
  if (executable === undefined) return;
  cloud = await ownCloud({ now: new Date('2026-11-21T12:00:00Z') });
  manager = await cloud.as('li.na', 3);
  for (let index = 0; index < 12; index += 1) {
    const language = index % 2 ? 'en' : 'zh-CN';
    await manager.customers.createCustomer({
      body: { name: index % 2 ? 'David Brown' : '王芳', email: `${language}${index}@example.test`, language },
    });
  }
  const survey = await manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
  surveyId = survey.body.id;
  await manager.campaigns.createCampaign({
    body: { surveyId, name: 'Once', schedule: { at: '2026-11-23T09:00', timeZone: 'Asia/Shanghai' } },
  });
  await cloud.advance({ to: '2026-11-23T01:00:00Z' });
  await cloud.idle();
  for (const mail of await cloud.inbox()) {
    links[mail.to.some((each) => each.includes('en')) ? 'en' : 'zh-CN'].push(linkIn(mail));
  }
  browser = await openBrowser(executable);
});
afterAll(async () => {
  await browser?.close();
  await cloud?.close();
});

async function withPage(
  options: BrowserContextOptions,
  use: (page: Page, outside: string[]) => Promise<void>,
) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const outside: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(cloud.url)) outside.push(request.url());
  });
  try {
    await use(page, outside);
  } finally {
    await context.close();
  }
}

/** Does something that leads to another page, and waits for that page. */
async function arriving(page: Page, act: () => Promise<void>) {
  await Promise.all([page.waitForEvent('load'), act()]);
}

async function expectAccessible(page: Page) {
  await page.evaluate(axe);
  const results = (await page.evaluate('axe.run()')) as AxeResults;
  expect(results.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

/** The pictures of the documentation are taken here; an old one stays unless UPDATE_IMAGES is set. */
async function picture(page: Page, name: string) {
  const file = path.resolve('docs', 'images', name);
  if (existsSync(file) && process.env.UPDATE_IMAGES === undefined) return;
  mkdirSync(path.dirname(file), { recursive: true });
  await page.screenshot({ path: file, fullPage: name !== 'local.png' });
}

const answersSoFar = async () =>
  (await manager.responses.listSurveyResponses({ params: { surveyId } })).body.items.length;

describe.skipIf(executable === undefined)('the answer page', () => {
  it.each(['zh-CN', 'en'] as const)(
    'is accessible on a phone and asks nobody else, in %s',
    async (language) => {
      await withPage(phone, async (page, outside) => {
        const response = await page.goto(links[language][0]!);
        expect(response?.status()).toBe(200);
        expect(await page.locator('html').getAttribute('lang')).toBe(language);
        const headers = response?.headers() ?? {};
        expect(headers['content-security-policy']).toContain("default-src 'none'");
        expect(headers['content-security-policy']).not.toContain('script');
        expect(headers['content-security-policy']).not.toContain('unsafe');
        expect(headers['cache-control']).toContain('no-store');
        expect(headers['x-robots-tag']).toContain('noindex');
        expect(headers['referrer-policy']).toBe('no-referrer');
        expect(await page.locator('script').count()).toBe(0);
        expect(outside).toEqual([]);
        await expectAccessible(page);
        const width = await page.evaluate('document.documentElement.scrollWidth');
        expect(width).toBeLessThanOrEqual(390);
        await picture(page, language === 'en' ? 'answer-page-en.png' : 'answer-page.png');
      });
    },
  );

  it.each(['delivery', 'annual-relationship', 'onboarding'] as const)(
    'goes page by page through the questionnaire %s, accessible on a phone, and back',
    async (templateId) => {
      const { body: template } = await manager.library.getSurveyTemplate({ params: { templateId } });
      const { body: survey } = await manager.surveys.createSurvey({ body: template.survey });
      const { body: preview } = await manager.responses.createPreviewLink({
        params: { surveyId: survey.id },
        body: { language: 'zh-CN' },
      });
      await withPage({ ...phone, javaScriptEnabled: true }, async (page) => {
        await page.goto(preview.link);
        let pages = 0;
        for (; (await page.locator('form').count()) > 0; pages += 1) {
          await expectAccessible(page);
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
          const radios = await page.locator('input[type=radio]').all();
          const names = new Set(await Promise.all(radios.map((radio) => radio.getAttribute('name'))));
          for (const name of names)
            await page.locator(`input[name="${name}"]`).first().check({ force: true });
          if (pages === 1) {
            await arriving(page, () => page.locator('button[value=back]').click());
            await arriving(page, () => page.locator('button[value=on]').click());
          }
          await arriving(page, () => page.locator('button[value=on]').click());
        }
        expect(pages).toBeGreaterThan(1);
        await expectAccessible(page);
        expect(await page.locator('h1').textContent()).toBe('谢谢您！');
      });
    },
  );

  it('shows the choices of a scale side by side, large enough for a thumb', async () => {
    await withPage({ ...phone, viewport: { width: 360, height: 740 } }, async (page) => {
      await page.goto(links.en[0]!);
      const labels = await page.locator('.choices').first().locator('label').all();
      const boxes = await Promise.all(labels.map((label) => label.boundingBox()));
      expect(boxes).toHaveLength(11);
      expect(new Set(boxes.map((box) => box?.y)).size).toBe(2);
      for (const box of boxes) {
        expect(box?.width).toBeGreaterThanOrEqual(44);
        expect(box?.height).toBeGreaterThanOrEqual(44);
      }
    });
  });

  it('puts eleven choices into one row from 600 px on, with their meaning under the first and the last', async () => {
    for (const [width, rows] of [
      [390, 2],
      [600, 1],
      [1280, 1],
    ] as const) {
      await withPage({ viewport: { width, height: 900 } }, async (page) => {
        await page.goto(links.en[0]!);
        const scale = page.locator('.of-11').first();
        const boxOf = async (name: string) => (await scale.locator(name).first().boundingBox())!;
        const labels = await scale.locator('label').all();
        const boxes = (await Promise.all(labels.map((label) => label.boundingBox()))).map((box) => box!);
        expect(new Set(boxes.map(({ y }) => y)).size).toBe(rows);
        const widths = boxes.map((box) => Math.round(box.width));
        expect(Math.max(...widths) - Math.min(...widths)).toBeLessThanOrEqual(1);
        const [low, high] = [await boxOf('.low'), await boxOf('.high')];
        const [first, last] = [boxes[0]!, boxes[10]!];
        expect(Math.abs(low.x - first.x)).toBeLessThanOrEqual(1);
        expect(low.y).toBeGreaterThanOrEqual(first.y + first.height);
        expect(Math.abs(high.x + high.width - (last.x + last.width))).toBeLessThanOrEqual(1);
        expect(high.y).toBeGreaterThanOrEqual(last.y + last.height);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      });
    }
  });

  it('says who asks, in their colour', async () => {
    await withPage({ ...phone, colorScheme: 'light' }, async (page) => {
      await page.goto(links.en[0]!);
      expect(await page.locator('body > header').textContent()).toContain('Rapport');
      const colour = 'getComputedStyle(document.querySelector("form > button")).backgroundColor';
      // The brand colour of cdk.json, #0b4fb3.
      expect(await page.evaluate(colour)).toBe('rgb(11, 79, 179)');
    });
  });

  it.each([{ colorScheme: 'dark' }, { forcedColors: 'active' }, { contrast: 'more' }] as const)(
    'is accessible with %j',
    async (options) => {
      await withPage({ ...phone, ...options }, async (page) => {
        await page.goto(`${links.en[0]!}?score=7`);
        await expectAccessible(page);
      });
    },
  );

  it('prints dark on white, without buttons', async () => {
    await withPage({ ...phone, colorScheme: 'dark' }, async (page) => {
      await page.goto(links.en[0]!);
      const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
      expect(await ground()).toBe('rgb(15, 20, 26)');
      await page.emulateMedia({ media: 'print' });
      expect(await ground()).toBe('rgb(255, 255, 255)');
      expect(await page.getByRole('button').count()).toBe(0);
    });
  });

  it('still fits when everything is twice as large', async () => {
    await withPage({ viewport: { width: 640, height: 512 }, deviceScaleFactor: 2 }, async (page) => {
      await page.goto(links.en[0]!);
      await page
        .addStyleTag({ content: 'html { font-size: 200% }' })
        .catch(() => page.evaluate("document.documentElement.style.fontSize = '200%'"));
      expect(
        await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
      ).toBeLessThanOrEqual(0);
    });
  });

  it('takes an answer from the keyboard alone, without JavaScript, once', async () => {
    const link = links.en[1]!;
    const before = await answersSoFar();
    await withPage({ ...phone, javaScriptEnabled: false }, async (page) => {
      await page.goto(`${link}?score=7`);
      expect(await page.getByRole('radio', { name: '7', exact: true }).isChecked()).toBe(true);
      expect(await answersSoFar()).toBe(before);
      await page.getByRole('radio', { name: '7', exact: true }).focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      expect(await page.getByRole('radio', { name: '9', exact: true }).isChecked()).toBe(true);
      await page.keyboard.press('Tab');
      await page.keyboard.type('Fast and friendly');
      await cloud.advance({ duration: 'PT30S' });
      await page.keyboard.press('Tab');
      await arriving(page, () => page.keyboard.press('Enter'));
      expect(await page.locator('form').count()).toBe(0);
      expect(await page.getByRole('heading').first().textContent()).toMatch(/thank/i);
      await page.goto(link);
      expect(await page.locator('form').count()).toBe(0);
    });
    await cloud.idle();
    expect(await answersSoFar()).toBe(before + 1);
  });

  it('says at the field what is missing, and keeps what was written', async () => {
    await withPage(phone, async (page) => {
      await page.goto(links.en[2]!);
      await page.locator('textarea').fill('Only words');
      await cloud.advance({ duration: 'PT30S' });
      await page.evaluate("document.querySelector('form').noValidate = true");
      await arriving(page, () => page.getByRole('button').first().click());
      expect(await page.locator('textarea').inputValue()).toBe('Only words');
      expect(await page.title()).toMatch(/^Error: /);
      const summary = page.locator('[role=alert]:focus');
      expect(await summary.count()).toBe(1);
      await summary.getByRole('link').first().click();
      await page.keyboard.press('Space');
      expect(await page.getByRole('radio', { name: '0', exact: true }).isChecked()).toBe(true);
      await expectAccessible(page);
    });
  });

  it('is kind about links that are unknown or used, and tells a stranger nothing', async () => {
    await withPage(phone, async (page) => {
      const unknown = await page.goto(`${cloud.url}/s/${'A'.repeat(43)}`);
      expect(unknown?.status()).toBe(404);
      await expectAccessible(page);
      await page.goto(links.en[1]!);
      await expectAccessible(page);
      const used = (await page.textContent('body')) ?? '';
      for (const secret of ['David', 'example.test', 'Fast and friendly', '9'])
        expect(used).not.toContain(secret);
    });
  });

  it('lets a customer stop the mails from the page behind the link', async () => {
    await withPage({ ...phone, javaScriptEnabled: false }, async (page) => {
      await page.goto(`${links.en[3]!}/unsubscribe`);
      await arriving(page, () => page.getByRole('button').first().click());
      expect(await page.getByRole('heading').first().textContent()).toBe('Unsubscribed');
      await arriving(page, () => page.getByRole('button', { name: 'Undo: keep sending them' }).click());
      expect(await page.getByRole('heading').first().textContent()).toBe('You stay subscribed');
      expect(await page.locator('form').count()).toBe(0);
    });
  });
});

describe.skipIf(executable === undefined)('the page of all preferences', () => {
  const words = {
    en: { stop: 'Stop opinion surveys', start: 'Get opinion surveys', undo: 'Undo', saved: /^Saved/ },
    'zh-CN': {
      stop: '停止接收“满意度调查”',
      start: '接收“满意度调查”',
      undo: '撤销',
      saved: /^已保存/,
    },
  } as const;

  it.each(['zh-CN', 'en'] as const)(
    'is accessible on a phone, and changes and undoes without JavaScript, in %s',
    async (language) => {
      const link = `${links[language][4]!}/preferences?lang=${language}`;
      const { stop, start, undo, saved } = words[language];
      await withPage(phone, async (page, outside) => {
        await page.goto(link);
        expect(await page.locator('html').getAttribute('lang')).toBe(language);
        await expectAccessible(page);
        await arriving(page, () => page.getByRole('button', { name: stop }).click());
        expect(await page.locator('[role=status]:focus').textContent()).toMatch(saved);
        await expectAccessible(page);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
        expect(outside).toEqual([]);
      });
      await withPage({ ...phone, javaScriptEnabled: false }, async (page) => {
        await page.goto(link);
        await arriving(page, () => page.getByRole('button', { name: start }).click());
        await arriving(page, () => page.getByRole('button', { name: undo }).click());
        expect(await page.locator('[role=status]').textContent()).toMatch(saved);
        expect(await page.getByRole('button', { name: start }).count()).toBe(1);
      });
    },
  );
});

describe.skipIf(executable === undefined)('the pages for those who run it', () => {
  it('shows what the local cloud is doing, and moves the clock without JavaScript', async () => {
    await withPage(
      { viewport: { width: 1280, height: 900 }, javaScriptEnabled: false },
      async (page, outside) => {
        await page.goto(`${cloud.url}/_local/`);
        for (const word of ['POST /customers', 'campaigns-runs', 'Schedules', 'Queues']) {
          expect((await page.textContent('body'))?.toLowerCase()).toContain(word.toLowerCase());
        }
        expect(outside).toEqual([]);
        await picture(page, 'local.png');
        const before = await cloud.now();
        await arriving(page, () => page.locator('form[action*="advance"] button').first().click());
        expect((await cloud.now()).valueOf() - before.valueOf()).toBeGreaterThan(60_000);
      },
    );
    await withPage(phone, async (page) => {
      await page.goto(`${cloud.url}/_local/`);
      await expectAccessible(page);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
      // Nothing scrolls sideways, the name of each function is its link, and what has nothing to tell is folded.
      const wide =
        '[...document.querySelectorAll(".scroll")].filter((each) => each.scrollWidth > each.clientWidth).length';
      expect(await page.evaluate(wide)).toBe(0);
      const firstCells = page.locator('h2#functions ~ .scroll tbody tr :first-child');
      expect(await firstCells.first().locator('a').getAttribute('href')).toMatch(/^\/_local\/logs\//);
      const empty = page.locator('details', { hasText: 'Empty queues' });
      expect(await empty.getAttribute('open')).toBeNull();
      await empty.locator('summary').click();
      expect(await page.evaluate(wide)).toBe(0);
      await expectAccessible(page);
    });
  });

  it('shows a mail as its reader sees it', async () => {
    await withPage({ ...phone, colorScheme: 'dark' }, async (page, outside) => {
      await page.goto(`${cloud.url}/_local/mail`);
      await expectAccessible(page);
      expect(await page.evaluate('document.querySelector(".scroll").scrollWidth')).toBeLessThanOrEqual(390);
      await arriving(page, () => page.getByRole('link', { name: newSurvey.title.en }).first().click());
      const mail = page.frameLocator('iframe');
      expect(await mail.getByRole('heading', { level: 1 }).textContent()).toBe(newSurvey.title.en);
      const action = mail.getByRole('link', { name: 'Answer the survey' });
      // Its styles apply: as a plain link it would be one line high.
      expect((await action.boundingBox())?.height).toBeGreaterThan(44);
      expect(outside).toEqual([]);
      await arriving(page, () => action.click());
      expect(new URL(page.url()).pathname).toMatch(/^\/s\//);
    });
  });

  it('says in words what it could not use, and leads back', async () => {
    await withPage({ ...phone, javaScriptEnabled: false }, async (page) => {
      await page.goto(`${cloud.url}/_local/`);
      await page.getByLabel('By').fill('tomorrow');
      await arriving(page, () => page.getByRole('button', { name: 'Advance' }).first().click());
      expect(await page.getByRole('heading').textContent()).toBe('Bad request');
      expect(await page.textContent('main')).toContain('must be an ISO 8601 duration');
      await arriving(page, () => page.getByRole('link', { name: 'Back to the overview' }).click());
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Rapport local cloud');
    });
    await withPage(phone, async (page) => {
      const missing = await page.goto(`${cloud.url}/_local/mail/none`);
      expect(missing?.status()).toBe(404);
      await expectAccessible(page);
    });
  });

  it.each([true, false])(
    'shows the reference of the API on a narrow phone (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const narrow = { ...phone, viewport: { width: 375, height: 720 }, javaScriptEnabled };
      await withPage(narrow, async (page, outside) => {
        await page.goto(`${cloud.url}/reference`);
        expect(await page.textContent('body')).toContain('/customers/{customerId}');
        expect(outside).toEqual([]);
        expect(await page.locator('input[type=search]').isVisible()).toBe(javaScriptEnabled);
        const widths = () =>
          page.evaluate(
            '[document.documentElement, ...document.querySelectorAll(".scroll")].filter((each) => each.scrollWidth > each.clientWidth).length',
          );
        expect(await widths()).toBe(0);
        // axe waits for timers, which stand still without JavaScript.
        if (javaScriptEnabled) await expectAccessible(page);
        await page.evaluate('document.querySelectorAll("details").forEach((each) => { each.open = true })');
        expect(await widths()).toBe(0);
      });
    },
  );

  it('finds in the reference what one types, unfolds it, and copies its example', async () => {
    const context = {
      viewport: { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
    };
    await withPage(context, async (page) => {
      await page.goto(`${cloud.url}/reference`);
      await page.getByRole('searchbox').fill('batch customers');
      const shown = page.locator('main article:visible h3');
      const names = await shown.allTextContents();
      expect(names).toContain('POST/customers/batch');
      expect(names.length).toBeLessThan(10);
      expect(await page.locator('nav li:visible').count()).toBe(names.length);
      const isBatch = { has: page.locator('h3', { hasText: /^POST\s*\/customers\/batch$/ }) };
      const example = page.locator('main article:visible').filter(isBatch).locator('details').first();
      await example.locator('summary').click();
      await example.getByRole('button', { name: 'Copy' }).first().click();
      await example.getByRole('button', { name: 'Copied' }).waitFor();
      expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(
        /^curl -X POST "\$API\/customers\/batch"/,
      );
      await page.getByRole('searchbox').fill('');
      await page.goto(`${cloud.url}/reference#schema-Customer`);
      expect(await page.locator('#schema-Customer > details').getAttribute('open')).not.toBeNull();
      // The list stays where it is while the page goes down.
      expect((await page.locator('nav').boundingBox())?.y).toBeLessThan(400);
      await expectAccessible(page);
    });
  });

  it('says at the root what runs here, and where a cut-off link has come from', async () => {
    await withPage({ ...phone, locale: 'en' }, async (page) => {
      await page.goto(`${cloud.url}/s/`);
      expect(await page.getByRole('heading').textContent()).toBe('Page not found');
      await expectAccessible(page);
      await page.goto(cloud.url);
      await expectAccessible(page);
      await arriving(page, () => page.getByRole('link', { name: 'Reference' }).click());
      expect(new URL(page.url()).pathname).toBe('/reference');
    });
  });
});
