/** The desk in a real browser: signing in, the pages on a phone and by keyboard, without JavaScript, in both languages. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultCallSettings } from '../../functions/callbacks/calling/index.ts';
import * as contracts from '../../functions/contracts.ts';
import { routesOf } from '../../shared/contract/route.ts';
import { findBrowser, openBrowser } from '../support/browser.ts';
import { ownCloud } from '../support/cloud.ts';

const executable = findBrowser();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const narrow = { width: 360, height: 740 };

/** For the paths of pages. */
const known: Record<string, string> = {};

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let browser: Browser;

beforeAll(async () => {
  if (executable === undefined) return;
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
  const manager = await cloud.as('li.na', 3);
  const { body: customer } = await manager.customers.createCustomer({
    body: {
      ...{ name: 'Ada Lovelace', email: 'ada@example.test', phone: '+442071838750', owner: 'david.brown' },
      birthday: '1985-12-10',
    },
  });
  const { body: twin } = await manager.customers.createCustomer({
    body: {
      ...{ name: 'Ada Lovelaces', birthday: '1985-12-10', stage: 'active', owner: 'david.brown' },
      createAnyway: true,
    },
  });
  const { body: contact } = await manager.customers.recordInteraction({
    params: { customerId: customer.id },
    body: {
      channel: 'visit',
      direction: 'outbound',
      subject: 'Showed her the engine',
      text: 'w'.repeat(300),
    },
  });
  await manager.customers.attachFile({
    params: { customerId: customer.id, interactionId: contact.id },
    body: { name: `${'w'.repeat(100)}.pdf`, type: 'application/pdf', bytes: 48_213 },
  });
  await manager.relations.putRelation({
    params: { customerId: customer.id, kind: 'family', otherId: twin.id },
    body: { role: 'w'.repeat(60) },
  });
  const { body: importing } = await manager.imports.createImport({
    body: { name: 'fair.csv', text: 'Name,Phone\nMary Somerville,+442071838777\n,+442071838778\n' },
  });
  await manager.customers.createCustomer({
    body: { name: 'Emmy Noether', email: 'emmy@gmial.com', owner: 'david.brown' },
  });
  const { body: correction } = await manager.corrections.createCorrection({
    body: { change: { addTags: ['w'.repeat(40)] }, customerIds: [customer.id, twin.id] },
  });
  await manager.lists.createList({ body: { name: 'w'.repeat(80) } });
  const { body: template } = await manager.library.getSurveyTemplate({
    params: { templateId: 'post-purchase' },
  });
  const { body: survey } = await manager.surveys.createSurvey({
    body: { ...template.survey, name: 'w'.repeat(120), status: 'open' },
  });
  const { body: collector } = await manager.collectors.createCollector({
    params: { surveyId: survey.id },
    body: { name: 'w'.repeat(120), startsAt: '2026-12-01T01:00:00Z', maximum: 50 },
  });
  await manager.campaigns.createCampaign({
    body: {
      ...{ surveyId: survey.id, name: 'w'.repeat(120) },
      schedule: { cron: '0 9 ? * MON *', timeZone: 'Asia/Shanghai' },
    },
  });
  await manager.improvements.createImprovement({
    body: {
      ...{ surveyId: survey.id, questionId: 'recommend', finding: 'w'.repeat(200), action: 'w'.repeat(300) },
      ...{ owner: 'david.brown', dueOn: '2036-12-01' },
    },
  });
  const { body: extract } = await manager.lists.createExtract({ body: { columns: ['name'] } });
  const { body: answers } = await manager.answerExports.createAnswerExport({
    params: { surveyId: survey.id },
    body: {},
  });
  Object.assign(known, {
    exportId: answers.id,
    collectorId: collector.id,
    ...{ extractId: extract.id, correctionId: correction.id },
    ...{ customerId: customer.id, otherId: twin.id, interactionId: contact.id, importId: importing.id },
  });
  const { version: _, ...settings } = defaultCallSettings;
  await manager.calling.putCallSettings(
    { body: { ...settings, scripts: [{ reason: 'manual', surveyId: survey.id }] } },
    { ifMatch: '*' },
  );
  for (const wallTime of ['2026-11-23T11:00', '2026-12-01T15:30']) {
    await manager.callbacks.createCallback({
      body: {
        customerId: customer.id,
        why: 'A long reason without a single blank: '.padEnd(200, 'w'),
        due: { wallTime, timeZone: 'Asia/Shanghai' },
        owner: 'david.brown',
      },
    });
  }
  const { body: made } = await manager.callbacks.createCallback({
    body: {
      ...{ customerId: twin.id, why: 'To be made at once' },
      due: { wallTime: '2026-11-23T10:10', timeZone: 'Asia/Shanghai' },
    },
  });
  const { body: spoken } = await manager.callbacks.takeAnswers({
    params: { callbackId: made.id },
    body: { answers: { recommend: 9, 'why-good': 'w'.repeat(200), product: 5 } },
  });
  Object.assign(known, { responseId: spoken.responseId });
  await manager.callbacks.completeCallback({
    params: { callbackId: made.id },
    body: { outcome: 'reached' },
  });
  await manager.callbacks.createCallback({
    body: {
      customerId: customer.id,
      why: 'For anybody',
      due: { wallTime: '2026-11-23T10:30', timeZone: 'Asia/Shanghai' },
      owner: null,
    },
  });
  await manager.teams.createTeam({
    body: { name: 'London 伦敦', leads: ['li.na'], members: ['david.brown'], shared: true },
  });
  await manager.customers.createCustomer({ body: { name: 'Grace Hopper', owner: 'wang.fang' } });
  const { body: gone } = await manager.customers.createCustomer({ body: { name: 'Charles Babbage' } });
  await manager.customers.deleteCustomer({ params: { customerId: gone.id } }, { ifMatch: '*' });
  await cloud.idle();
  await manager.handovers.createHandover({
    body: { from: 'wang.fang', to: 'zhao.wei', kinds: ['customers'], reason: 'Away for a while' },
  });
  await manager.assignments.putAssignmentRules(
    {
      params: { kind: 'callbacks' },
      body: {
        rules: [
          { name: 'Keep with the owner', by: 'owner' },
          { name: 'w'.repeat(80), when: { tags: ['w'.repeat(40)] }, by: 'round-robin' },
        ],
      },
    },
    { ifMatch: '*' },
  );
  await manager.staff.planAbsence({
    params: { staffId: 'wang.fang' },
    body: { from: '2026-11-24', until: '2026-11-27', deputy: 'zhao.wei' },
  });
  await cloud.advance({ to: '2026-11-23T05:00:00Z' });
  const { body: waiting } = await manager.callbacks.listCallbacks({ query: { owner: 'none' } });
  const agent = await cloud.as('wang.fang');
  await agent.callbacks.claimCallback({ params: { callbackId: waiting.items[0]?.id ?? '' } });
  await cloud.idle();
  const { body: comments } = await manager.texts.listSurveyComments({ params: { surveyId: survey.id } });
  Object.assign(known, { commentId: comments.items[0]?.id });
  browser = await openBrowser(executable);
});
afterAll(async () => {
  await browser?.close();
  await cloud?.close();
});

interface Reading {
  readonly locale?: string;
  readonly javaScriptEnabled?: boolean;
}

/** The desk keeps what somebody has chosen in another test. */
async function readIn(language: string, page: Page): Promise<void> {
  if ((await page.locator('html').getAttribute('lang')) === language) return;
  await page.getByRole('button', { name: language === 'en' ? 'English' : '中文' }).click();
  await page.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' });
}

async function atDesk(person: string, reading: Reading, use: (page: Page) => Promise<void>) {
  const context = await browser.newContext({ viewport: narrow, ...reading });
  const page = await context.newPage();
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') refused.push(message.text());
  });
  try {
    await page.goto(`${cloud.url}/desk`);
    await page.locator(`button[value="${person}"]`).click();
    await page.waitForURL(`${cloud.url}/desk`);
    await use(page);
    // What the policy of a page forbids is told here.
    expect(refused.filter((text) => /content security policy/i.test(text))).toEqual([]);
  } finally {
    await context.close();
  }
}

async function expectAccessible(page: Page) {
  await page.evaluate(axe);
  const results = (await page.evaluate('axe.run()')) as AxeResults;
  expect(results.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth'), page.url()).toBeLessThanOrEqual(
    narrow.width,
  );
}

interface Stop {
  readonly element: string;
  /** In the order of the page. */
  readonly place: number;
  readonly isSeen: boolean;
}

/** Tab reaches all that can be used, in the order of the page, and shows where it is. */
async function expectKeyboard(page: Page, route: string) {
  const usable = (await page.evaluate(
    `[...document.querySelectorAll('a[href],button,summary,input:not([type=hidden]):not([type=radio]:not(:checked)),select,textarea,[tabindex="0"]')].length`,
  )) as number;
  // Of choices of which none is made, the first is reached.
  const unmade = (await page.evaluate(`(() => {
    const all = [...document.querySelectorAll('input[type=radio]')];
    const made = new Set(all.filter(({ checked }) => checked).map(({ name }) => name));
    return new Set(all.map(({ name }) => name).filter((name) => !made.has(name))).size;
  })()`)) as number;
  // Each stop is noted within the page: asking for it after every key took most of the time of a walk.
  await page.evaluate(`(() => {
    document.activeElement?.blur?.();
    window.getSelection()?.removeAllRanges();
    const places = new Map([...document.querySelectorAll('*')].map((element, place) => [element, place]));
    window.stops = [];
    document.addEventListener('focusin', ({ target }) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(target);
      const isSeen = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
      window.stops.push({ element: target.outerHTML.slice(0, 80), place: places.get(target), isSeen });
    });
  })()`);
  await page.locator('.skip').focus();
  // A field for a day has a stop for each of its parts.
  for (let pressed = 0; pressed < usable * 5; pressed += 1) {
    await page.keyboard.press('Tab');
    const isRound = await page.evaluate(
      "document.activeElement === document.body || document.activeElement.matches('.skip')",
    );
    if (isRound) break;
  }
  const noted = (await page.evaluate('window.stops')) as readonly Stop[];
  const stops = noted.length > 1 && noted.at(-1)?.place === noted[0]?.place ? noted.slice(0, -1) : noted;
  const seen = new Set(stops.filter(({ isSeen }) => isSeen).map(({ place }) => place));
  const unseen = stops.filter(({ place }) => !seen.has(place));
  expect(unseen, route).toEqual([]);
  const places = stops.map(({ place }) => place);
  expect(places, route).toEqual(places.toSorted((one, other) => one - other));
  expect(new Set(places).size, route).toBe(usable + unmade);
}

describe.skipIf(executable === undefined)('the desk', () => {
  it.each([
    ['david.brown', 'en', 'My work'],
    ['li.na', 'zh-CN', '我的工作'],
  ])('shows %s their work on a phone, in %s, accessible to everybody', async (person, language, title) => {
    await atDesk(person, {}, async (page) => {
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      expect(await page.locator('h1').textContent()).toBe(title);
      await expectAccessible(page);
    });
  });

  /** Every page of the desk that somebody may open by its address, by its route. */
  async function pagesToWalk(): Promise<ReadonlyMap<string, string>> {
    const api = await cloud.as('li.na');
    const { body: teams } = await api.teams.listTeams();
    const { body: work } = await api.callbacks.listCallbacks({ query: { owner: 'none' } });
    const { body: handovers } = await api.handovers.listHandovers();
    const { body: surveys } = await api.surveys.listSurveys();
    const { body: campaigns } = await api.campaigns.listCampaigns();
    const { body: improvements } = await api.improvements.listImprovements();
    const { body: order } = await api.orders.tellOrder({
      query: { source: 'shop', externalId: 'walked' },
      body: {
        contents: {
          currency: 'CNY',
          lines: [{ sku: 'TEA', name: 'Tea', quantity: 2, unitPrice: 4900, discount: 100, tax: 10 }],
          shipping: 1000,
        },
        placedAt: '2026-11-01T09:00:00Z',
        refunds: [{ id: 'r', at: '2026-11-02T09:00:00Z', amount: 100, reason: 'A dent' }],
      },
    });
    const ids: Readonly<Record<string, string | undefined>> = {
      ...known,
      staffId: 'david.brown',
      teamId: teams.items[0]?.id,
      callbackId: work.items[0]?.id,
      handoverId: handovers.items[0]?.id,
      surveyId: surveys.items[0]?.id,
      campaignId: campaigns.items[0]?.id,
      improvementId: improvements.items[0]?.id,
      orderId: order.id,
    };
    const pages = routesOf(contracts).filter(
      ({ route, name }) =>
        route.permission === 'session' && route.method === 'GET' && !/^(leave|download)/.test(name),
    );
    return new Map(
      pages.map(({ route }) => [
        route.path,
        route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? `no-${name}`),
      ]),
    );
  }

  it.each(['en', 'zh-CN'])(
    'walks every page on a phone: accessible, by keyboard and on paper, in %s',
    async (language) => {
      await atDesk('li.na', {}, async (page) => {
        await readIn(language, page);
        const pages = await pagesToWalk();
        expect(pages.size).toBeGreaterThan(30);
        for (const [route, path] of pages) {
          await page.goto(`${cloud.url}${path}`);
          expect(await page.locator('html').getAttribute('lang'), route).toBe(language);
          expect(await page.locator('h1').count(), route).toBe(1);
          expect(path, route).toBe(new URL(page.url()).pathname);
          if (route.endsWith('/release')) expect(await page.locator('#why').count(), route).toBe(1);
          expect(await page.title(), route).not.toMatch(/Error|出错|nothing here|没有内容/);
          await expectAccessible(page);
          await expectKeyboard(page, route);
          await page.emulateMedia({ media: 'print' });
          for (const part of ['nav', '.account', 'button'])
            expect(await page.locator(part).first().isVisible(), `${route} ${part}`).toBe(false);
          expect(await page.locator('h1').isVisible(), route).toBe(true);
          await page.emulateMedia({ media: 'screen' });
        }
      });
    },
  );

  it('shows every page without JavaScript', async () => {
    await atDesk('li.na', { javaScriptEnabled: false }, async (page) => {
      for (const [route, path] of await pagesToWalk()) {
        const response = await page.goto(`${cloud.url}${path}`);
        expect([route, response?.status()]).toEqual([route, 200]);
        expect(await page.locator('h1').count(), route).toBe(1);
      }
    });
  });

  it('says at the field what is wrong with a form, and leads there', async () => {
    await atDesk('li.na', {}, async (page) => {
      await page.goto(`${cloud.url}/desk/teams/new`);
      await page.getByLabel('名称').fill('没有负责人');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.message.error');
      expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('alert');
      await expectAccessible(page);
      await page.goto(`${cloud.url}/desk/staff/david.brown/hours`);
      await page.getByLabel('星期一').fill('九点到五点');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.message.error');
      await page.locator('.message.error a').first().click();
      expect(await page.evaluate('document.activeElement.id')).toBe('businessHours.week.monday');
      await expectAccessible(page);
    });
  });

  it('works without JavaScript: signing in, the other language, signing out', async () => {
    await atDesk('david.brown', { javaScriptEnabled: false }, async (page) => {
      await page.getByRole('button', { name: '中文' }).click();
      await page.waitForURL(`${cloud.url}/desk`);
      expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
      // The desk keeps it: back for whoever comes after.
      await readIn('en', page);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.waitForURL(`${cloud.url}/desk/signed-out`);
      await page.goto(`${cloud.url}/desk`);
      expect(page.url()).toContain('/_local/issuer/authorize');
    });
  });

  it('is worked by keyboard alone, past what repeats on every page', async () => {
    await atDesk('david.brown', {}, async (page) => {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('main');
    });
  });

  it('says whose number to call, since when, and who waits for somebody', async () => {
    await atDesk('david.brown', {}, async (page) => {
      const [mine = '', unassigned = ''] = await page.locator('.scroll').allTextContents();
      expect(mine).toContain('Ada Lovelace');
      expect(mine).toContain('+442071838750');
      expect(mine).toContain('23 Nov 2026, 03:00');
      expect(mine.match(/overdue/g)).toHaveLength(1);
      expect(unassigned).toContain('For anybody');
      expect(await page.locator('main').textContent()).toContain('Times are shown in Europe/London time.');
    });
    await atDesk('li.na', {}, async (page) => {
      const team = await page.locator('.scroll', { hasText: 'David Brown' }).textContent();
      expect(team).toMatch(/David Brown\s*2\s*1/);
    });
  });

  it('finds a customer, records a contact and changes them, also after an error, without JavaScript', async () => {
    await atDesk('david.brown', { javaScriptEnabled: false }, async (page) => {
      await page.getByRole('link', { name: 'Customers' }).click();
      await page.locator('#q').fill('8750');
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: 'Ada Lovelace', exact: true }).click();
      expect(await page.locator('h1').textContent()).toBe('Ada Lovelace');
      await page.getByLabel('What it was about').fill('Asked for an invoice');
      await page.keyboard.press('Enter');
      expect(await page.locator('.message').textContent()).toContain('The contact is recorded.');
      expect(await page.locator('.timeline').textContent()).toContain('Asked for an invoice');
      await page.getByRole('link', { name: 'Edit Ada Lovelace' }).click();
      await page.getByLabel('Phone', { exact: true }).fill('10');
      await page.getByLabel('City').first().fill('London');
      await page.getByRole('button', { name: 'Save' }).click();
      expect(await page.locator('#phone').getAttribute('aria-invalid')).toBe('true');
      expect(await page.getByLabel('City').first().inputValue()).toBe('London');
      await page.getByLabel('Phone', { exact: true }).fill('020 7183 8750');
      await page.getByLabel('Birthday', { exact: true }).fill('1985-12-11');
      await page.getByRole('button', { name: 'Save' }).click();
      expect(await page.locator('.message').textContent()).toContain('Saved.');
      expect(await page.locator('.facts').textContent()).toContain('London');
    });
  });

  it('changes a campaign, also after an error, without JavaScript', async () => {
    await atDesk('li.na', { javaScriptEnabled: false }, async (page) => {
      await readIn('en', page);
      await page.goto(`${cloud.url}/desk/campaigns`);
      await page
        .getByRole('link', { name: 'w'.repeat(120) })
        .first()
        .click();
      await page.getByRole('link', { name: 'Change the campaign' }).click();
      expect(await page.getByLabel('How often').inputValue()).toBe('weekly');
      expect(await page.getByLabel('When', { exact: true }).inputValue()).toMatch(/T09:00$/);
      await page.getByLabel('Random sample: so many of a hundred').fill('no');
      await page.getByRole('button', { name: 'Save' }).click();
      const sample = page.getByLabel('Random sample: so many of a hundred');
      expect([await sample.inputValue(), await sample.getAttribute('aria-invalid')]).toEqual(['no', 'true']);
      await sample.fill('20');
      await page.getByRole('button', { name: 'Save' }).click();
      expect(await page.locator('.message').textContent()).toContain('The campaign is changed.');
      expect(await page.locator('.facts').first().textContent()).toContain(
        'random sample of 20 of a hundred',
      );
    });
  });

  it('merges two customers and takes them apart, without JavaScript', async () => {
    await atDesk('david.brown', { javaScriptEnabled: false }, async (page) => {
      await page.goto(`${cloud.url}/desk/duplicates`);
      await page
        .getByRole('link', { name: /^Compare Ada/ })
        .first()
        .click();
      const title = (await page.locator('h1').textContent()) ?? '';
      await page.getByRole('button', { name: 'Merge the two' }).click();
      expect(await page.locator('.message').textContent()).toContain('one customer now');
      expect(title).toContain((await page.locator('h1').textContent()) ?? '-');
      await page.getByRole('button', { name: /apart again/ }).click();
      expect(await page.locator('.message').textContent()).toContain('two customers again');
    });
  });

  it('deletes a customer and brings them back from the list of those, without JavaScript', async () => {
    const api = await cloud.as('li.na');
    const { body } = await api.customers.createCustomer({ body: { name: 'Mary Anning' } });
    await atDesk('li.na', { javaScriptEnabled: false }, async (page) => {
      await readIn('en', page);
      await page.goto(`${cloud.url}/desk/customers/${body.id}`);
      await page.getByRole('link', { name: 'Delete Mary Anning' }).click();
      await page.getByRole('button', { name: 'Delete Mary Anning' }).click();
      expect(await page.locator('.message').textContent()).toContain('The customer is deleted.');
      await cloud.idle();
      await page.getByRole('link', { name: 'Back to Deleted customers' }).click();
      await page.getByRole('link', { name: body.id }).click();
      await page.getByRole('button', { name: 'Bring back' }).click();
      expect(await page.locator('.message').textContent()).toContain('The customer is back.');
      expect(await page.locator('h1').textContent()).toBe('Mary Anning');
    });
    await api.customers.deleteCustomer({ params: { customerId: body.id } }, { ifMatch: '*' });
    await atDesk('li.na', {}, async (page) => {
      await readIn('zh-CN', page);
      await page.goto(`${cloud.url}/desk/customers/${body.id}`);
      expect(await page.locator('h1').textContent()).toBe('该客户已被删除');
      await expectAccessible(page);
      await expectKeyboard(page, 'a deleted customer');
    });
  });

  it('imports a file and shows how far it has got, without JavaScript', async () => {
    await atDesk('li.na', { javaScriptEnabled: false }, async (page) => {
      await readIn('en', page);
      await page.goto(`${cloud.url}/desk/imports`);
      const buffer = Buffer.from('Name,Phone\nSophie Germain,+442071838790\nNobody,12\n');
      await page.locator('#file').setInputFiles({ name: 'guests.csv', mimeType: 'text/csv', buffer });
      await page.getByRole('button', { name: 'Send the file' }).click();
      await page.waitForSelector('text=What the columns mean');
      await page.getByRole('button', { name: 'Import now' }).click();
      await page.waitForSelector('text=What was imported');
      // The page loads itself again until the import is done.
      await page.waitForSelector('text=Take the import back');
      expect(await page.locator('main').textContent()).toMatch(/created\s*1/);
      await page.getByRole('link', { name: 'refused', exact: true }).click();
      expect(await page.locator('.scroll').last().textContent()).toContain('Phone (12)');
    });
  });

  it('takes over all suggestions of a kind, and undoes that, without JavaScript', async () => {
    await atDesk('david.brown', { javaScriptEnabled: false }, async (page) => {
      await page.goto(`${cloud.url}/desk/corrections`);
      await page.getByLabel('What is wrong').selectOption('email-typo');
      await page.getByRole('button', { name: 'Show' }).click();
      await page.getByRole('button', { name: 'Look through all' }).click();
      // The page loads itself again until all were looked at.
      await page.waitForSelector('text=emmy@gmial.com → emmy@gmail.com');
      await page.getByRole('button', { name: 'Start' }).click();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.waitForSelector('text=as before again');
      expect(await page.locator('.scroll').textContent()).toMatch(/Emmy Noether\s*as before again/);
    });
  });

  it('keeps its cookie from scripts and out of other sites', async () => {
    await atDesk('li.na', {}, async (page) => {
      expect(await page.evaluate('document.cookie')).toBe('');
      const [cookie, ...others] = await page.context().cookies();
      expect(others).toMatchObject([{ name: 'desk-language', httpOnly: true, sameSite: 'Lax' }]);
      expect(cookie).toMatchObject({ name: 'desk-session', httpOnly: true, sameSite: 'Lax', path: '/' });
    });
  });

  it('shows the pages of signing in and out, accessible, too', async () => {
    const context = await browser.newContext({ viewport: narrow, locale: 'en-GB' });
    const page = await context.newPage();
    for (const [path, title] of [
      ['/desk', 'Sign in'],
      ['/desk/signed-out', 'You are signed out'],
      ['/desk/signed-in', 'Signing in did not work'],
    ]) {
      await page.goto(`${cloud.url}${path}`);
      expect(await page.locator('h1').textContent()).toBe(title);
      await expectAccessible(page);
    }
    await context.close();
  });
});
