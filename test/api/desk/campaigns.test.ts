/** Campaigns at the desk over time: who waits, why customers were skipped, what would come, and who changed what. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { newSurvey } from '../../support/samples.ts';
import { signedInAt, untouchedForm } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let api: Api;
let manager: Awaited<ReturnType<typeof signedInAt>>;
let surveyId: string;
const zone = 'Asia/Shanghai';

beforeAll(async () => {
  // A Monday, 10:00 in Shanghai.
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
  api = await cloud.as('li.na', 3);
  surveyId = (await api.surveys.createSurvey({ body: structuredClone(newSurvey) as never })).body.id;
  manager = await signedInAt(cloud.url, 'li.na');
});
afterAll(() => cloud?.close());

async function create(name: string, fields: object) {
  const { body } = await api.campaigns.createCampaign({ body: { surveyId, name, ...fields } as never });
  await cloud.idle();
  return { id: body.id, params: { campaignId: body.id }, path: `/desk/campaigns/${body.id}` };
}
const patch = (campaignId: string, body: object) =>
  api.campaigns.patchCampaign({ params: { campaignId }, body: body as never }, { ifMatch: '*' });

/** The text of a page as somebody reads it. */
const read = async (path: string) =>
  (await manager.ask(path)).page.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

it('offers the last day of the month, and warns of months that a day leaves out', async () => {
  const action = '/desk/campaigns/new';
  const { page } = await manager.ask(action);
  expect(page).toContain('months that have no such day are left out');
  const fields = {
    ...{ surveyId, name: 'Monthly', 'schedule.timeZone': zone, channel: 'email', expiresAfterDays: '20' },
    'schedule.at': '2026-12-31T09:00',
  };
  const { location: onDay = '' } = await manager.send(page, action, { ...fields, rhythm: 'monthly' });
  expect(await read(onDay)).toContain(
    'no such day: February, April, June, September, and November. The last day of every month',
  );
  const { location: atEnd = '' } = await manager.send((await manager.ask(action)).page, action, {
    ...fields,
    rhythm: 'month-end',
  });
  const shown = await read(`${atEnd}?foresee=1`);
  expect(shown).toContain('every month on its last day at 09:00 (Asia/Shanghai)');
  expect(shown).not.toContain('no such day');
  expect(shown).toMatch(/31 Dec 2026, 09:00.*31 Jan 2027, 09:00.*28 Feb 2027, 09:00/);
  const change = `${atEnd}/change`;
  const { page: form } = await manager.ask(change);
  expect(untouchedForm(form, change)).toMatchObject({
    rhythm: 'month-end',
    'schedule.at': '2026-12-31T09:00',
  });
  expect((await manager.send(form, change, untouchedForm(form, change))).location).toBe(
    `${atEnd}?done=unchanged`,
  );
  for (const each of [onDay, atEnd]) await patch(each.split('/').at(-1)!, { status: 'stopped' });
});

it('says an interval and a day of the week by number in words', async () => {
  const byRate = await create('By rate', { schedule: { rate: '7 days', timeZone: zone } });
  const byNumber = await create('By number', { schedule: { cron: '0 9 ? * 2 *', timeZone: zone } });
  expect(await read(byRate.path)).toContain('every 7 days (Asia/Shanghai)');
  expect(await read(byNumber.path)).toContain('every Monday at 09:00 (Asia/Shanghai)');
  const byHand = await create('By hand', { schedule: { cron: '0 9 ? * MON#1 *', timeZone: zone } });
  expect(await read(byHand.path)).toContain('at 09:00, on the first Monday of the month (Asia/Shanghai)');
  for (const { id } of [byRate, byNumber, byHand]) await patch(id, { status: 'stopped' });
});

it('foresees what would come of a paused campaign, and nothing of one that was stopped', async () => {
  const weekly = await create('Weekly', { schedule: { cron: '0 9 ? * MON *', timeZone: zone } });
  await patch(weekly.id, { status: 'paused' });
  const paused = await manager.ask(weekly.path);
  expect(paused.page).toContain('It is paused: no run begins until it is resumed.');
  expect(paused.page).toContain(`href="${weekly.path}?foresee=1"`);
  const foreseen = await manager.ask(`${weekly.path}?foresee=1`);
  expect(foreseen.page).toContain('It is paused. If it were resumed now, it would go out at these times:');
  expect(foreseen.page.match(/<li><time /g)).toHaveLength(10);
  await patch(weekly.id, { status: 'stopped' });
  for (const address of [weekly.path, `${weekly.path}?foresee=1`]) {
    const { page } = await manager.ask(address);
    expect(page).toContain('It was stopped for good, and does not go out again.');
    for (const gone of ['foresee=1', 'Whom a run would reach', '<li><time '])
      expect(page).not.toContain(gone);
  }
});

it('foresees no run of a campaign whose list was deleted, and says that it was', async () => {
  const { body: list } = await api.lists.createList({ body: { name: 'Fair guests' } });
  const schedule = { cron: '0 9 ? * MON *', timeZone: zone };
  const ofList = await create('To a list', { schedule, audience: { kind: 'list', listId: list.id } });
  expect(await read(ofList.path)).toContain('Fair guests');
  await api.lists.deleteList({ params: { listId: list.id } }, { ifMatch: list.version });
  await cloud.idle();
  for (const path of [ofList.path, `${ofList.path}?foresee=1`, `${ofList.path}/change`]) {
    const page = await read(path);
    expect(page).toContain('held: the list of its audience was deleted');
    expect(page).toContain('a list that was deleted');
    expect(page).not.toContain(list.id);
  }
  const { page } = await manager.ask(`${ofList.path}?foresee=1`);
  expect(page).toContain('It is held: no run begins until that ends.');
  expect(page).not.toContain('<li><time ');
  await patch(ofList.id, { audience: { kind: 'all' } });
  const changed = await read(ofList.path);
  expect(changed).toContain('a list that was deleted, or is not shown here');
  expect(changed).not.toContain(list.id);
  await patch(ofList.id, { status: 'stopped' });
});

it('names a random sample by the same word in the form and on the page', async () => {
  const sampled = await create('Sampled', {
    ...{ schedule: { at: '2027-06-01T09:00', timeZone: zone } },
    audience: { kind: 'all', sample: { count: 20, seed: 'autumn' } },
  });
  expect(await read(sampled.path)).toContain('random sample of 20; the same each time, by “autumn”');
  const form = await read(`${sampled.path}/change`);
  expect(form).toContain('Random sample: so many of a hundred');
  for (const text of [form, await read(sampled.path)]) expect(text).not.toMatch(/\blots?\b|lottery/);
  await patch(sampled.id, { status: 'stopped' });
});

it('says why customers of a run were skipped', async () => {
  const tags = ['skipped'];
  await api.customers.createCustomer({ body: { name: 'Una', email: 'una@example.test', tags } });
  await api.customers.createCustomer({ body: { name: 'No address', tags } });
  await cloud.idle();
  const once = await create('Twice by hand', {
    ...{ schedule: { at: '2027-06-01T09:00', timeZone: zone } },
    audience: { kind: 'filter', filter: { field: 'tags', op: 'contains', value: 'skipped' } },
  });
  for (const _ of [1, 2]) {
    await api.campaigns.runCampaign({ params: once.params });
    await cloud.idle();
    await cloud.advance({ duration: 'PT1M' });
  }
  const { body: runs } = await api.results.listCampaignRuns({ params: once.params });
  expect(runs.items.map(({ skippedBecause }) => skippedBecause)).toEqual([
    { 'no-address': 1, 'recently-asked': 1 },
    { 'no-address': 1 },
  ]);
  const { page } = await manager.ask(once.path);
  const [, why = ''] = page.split('<caption>Why customers were skipped');
  const rows = why.match(/data-head="Why">[^<]+<\/td><td data-head="Customers">\d+/g);
  expect(rows?.toSorted()).toEqual([
    'data-head="Why">has no address for it</td><td data-head="Customers">1',
    'data-head="Why">has no address for it</td><td data-head="Customers">1',
    'data-head="Why">was asked lately</td><td data-head="Customers">1',
  ]);
});

it('tells who changed what when, to those who may read that', async () => {
  const made = await create('First <name>', { schedule: { cron: '0 9 ? * MON *', timeZone: zone } });
  await patch(made.id, {
    ...{ name: 'Second', schedule: { cron: '0 9 ? * TUE *', timeZone: zone } },
    ...{ expiresAfterDays: 10, audience: { kind: 'all', sample: { percent: 20 } } },
  });
  await patch(made.id, { status: 'paused' });
  await cloud.idle();
  const { page } = await manager.ask(made.path);
  const [, history = ''] = page.split('<h2>What was changed</h2>');
  const rows = [...history.matchAll(/<tr><th scope="row">[^<]+<\/th>(.*?)<\/tr>/g)].map(([, cells = '']) =>
    [...cells.matchAll(/<td[^>]*>([^<]*)</g)].map(([, cell]) => cell),
  );
  expect(rows[0]).toEqual(['Li Na', 'Status', 'active', 'paused']);
  expect(rows).toHaveLength(6);
  expect(rows).toEqual(
    expect.arrayContaining([
      ['Li Na', 'Name', 'First &lt;name&gt;', 'Second'],
      ['Li Na', 'When', `every Monday at 09:00 (${zone})`, `every Tuesday at 09:00 (${zone})`],
      ['Li Na', 'The link can be answered for so many days', '30 days', '10 days'],
      ['Li Na', 'Whom it asks', 'every customer', 'every customer; random sample of 20 of a hundred'],
      ['Li Na', 'created', '', ''],
    ]),
  );
  const analyst = await signedInAt(cloud.url, 'zhao.wei');
  expect((await analyst.ask(made.path)).page).not.toContain('What was changed');
  await patch(made.id, { status: 'stopped' });
});

it('says how many wait because they were asked lately, and until when', async () => {
  const { body: customer } = await api.customers.createCustomer({
    body: { name: 'Eve', email: 'eve@example.test' },
  });
  const triggered = await create('After calls', { trigger: { on: 'callback.completed', afterDays: 1 } });
  const { body: list } = await api.lists.createList({ body: { name: 'Eve' } });
  await api.lists.addMembers({ params: { listId: list.id }, body: { customerIds: [customer.id] } });
  await cloud.idle();
  const first = await create('To Eve', {
    ...{ schedule: { at: '2027-06-01T09:00', timeZone: zone } },
    audience: { kind: 'list', listId: list.id },
  });
  await api.campaigns.runCampaign({ params: first.params });
  await cloud.idle();
  const askedOn = (await cloud.now()).toISOString().slice(0, 10);
  const due = { instant: new Date((await cloud.now()).getTime() + 3_600_000).toISOString() };
  const { body: call } = await api.callbacks.createCallback({
    body: { customerId: customer.id, why: 'Delivery', due },
  });
  await api.callbacks.completeCallback({ params: { callbackId: call.id }, body: { outcome: 'reached' } });
  await cloud.idle();
  const waiting = async () => (await api.campaigns.getCampaign({ params: triggered.params })).body.waiting;
  expect(await waiting()).toBeUndefined();
  await cloud.advance({ duration: 'P1DT10M' });
  await cloud.idle();
  const found = await waiting();
  expect(found).toMatchObject({ customers: 1, isAll: true });
  // Nobody is asked twice within six days.
  const sixDaysLater = new Date(Date.parse(askedOn) + 6 * 86_400_000).toISOString().slice(0, 10);
  expect(found?.nextAt.slice(0, 10)).toBe(sixDaysLater);
  expect(found?.lastAt).toBe(found?.nextAt);
  manager = await signedInAt(cloud.url, 'li.na');
  const shown = await manager.ask(triggered.path);
  expect(shown.page).toContain('1 customer waits, as they were asked lately.');
  expect(shown.page).toContain(`<time datetime="${found?.nextAt}">`);
  const mails = async () =>
    (await cloud.inbox()).filter(({ to }) => to.some((each) => each.includes('eve@')));
  const before = (await mails()).length;
  await cloud.advance({ to: new Date(Date.parse(found!.nextAt) + 600_000).toISOString() });
  await cloud.idle();
  expect([(await mails()).length, await waiting()]).toEqual([before + 1, undefined]);
});
