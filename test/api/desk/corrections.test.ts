/** The pages by which many customers are corrected at once: from the worklist, a list or a view, to what was undone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { hiddenFields, signedInAt } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let api: Api;
beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
  api = await cloud.as('li.na', 3);
});
afterAll(() => cloud?.close());

type Visitor = Awaited<ReturnType<typeof signedIn>>;
type NewCustomer = Parameters<Api['customers']['createCustomer']>[0]['body'];

const signedIn = (person: string) => signedInAt(cloud.url, person);
const room = '/desk/customer-corrections';

async function create(body: NewCustomer): Promise<string> {
  return (await api.customers.createCustomer({ body: { owner: 'wang.fang', ...body } })).body.id;
}
const read = async (customerId: string) => (await api.customers.getCustomer({ params: { customerId } })).body;

/** The form of a page that has this in it, to be sent, and sent again. */
function formOf(page: string, part: string, fields: Readonly<Record<string, string>> = {}) {
  const markup = page.split('<form').find((each) => each.includes(part)) ?? '';
  const action = /action="([^"]*)"/.exec(markup)?.[1] ?? '';
  return { action, form: { ...hiddenFields(`<form${markup}`, action), ...fields } };
}

function press(visitor: Visitor, page: string, button: string) {
  const { action, form } = formOf(page, `value="${button}"`, { action: button });
  return visitor.ask(action, { form });
}

/** A page of work that goes on, once that is done. */
async function settled(visitor: Visitor, path: string) {
  await cloud.idle();
  const shown = await visitor.ask(path);
  expect(shown.headers.get('refresh')).toBeNull();
  return shown.page;
}

describe('suggestions of the worklist', () => {
  it('are taken over all at once by whoever looks after the customers, and undone', async () => {
    const [typo, cased] = [
      await create({ name: '钱一', email: 'qian.1@gmial.com' }),
      await create({ name: 'JOHN SMITH', phone: '+447911123401' }),
    ];
    const others = await create({ name: 'Ann Other', email: 'ann.1@gmial.com', owner: 'david.brown' });
    await cloud.idle();
    const agent = await signedIn('wang.fang');
    const worklist = (await agent.ask('/desk/corrections?owner=me&code=email-typo')).page;
    expect(worklist).toContain('钱一');
    expect(worklist).not.toContain('JOHN SMITH');
    expect(worklist).toContain('<option value="email-typo" selected>');
    const all = (await agent.ask('/desk/corrections?owner=me&code=')).page;
    expect(all).toContain('JOHN SMITH');
    expect(all).not.toContain('Look through all');
    // Nobody can guess these.
    const unguessed = (await agent.ask('/desk/corrections?owner=me&code=no-address')).page;
    expect(unguessed).not.toContain('Look through all');

    const { action, form } = formOf(worklist, 'Look through all suggestions');
    const begun = await agent.ask(action, { form });
    expect(begun.status).toBe(303);
    const path = begun.location ?? '';
    expect((await agent.ask(action, { form })).location).toBe(path);
    const ready = await settled(agent, path);
    expect(ready).toContain('ready to start');
    expect(ready).toContain('What is suggested where: The domain looks like');
    expect(ready).toContain('Of my customers: The domain looks like');
    expect(ready).toContain('E-mail: qian.1@gmial.com → qian.1@gmail.com');
    expect(ready).not.toContain('Ann Other');
    expect((await read(typo)).email).toBe('qian.1@gmial.com');

    const start = formOf(ready, 'value="start"', { action: 'start' });
    for (const _ of ['once', 'twice'])
      expect(await agent.ask(start.action, { form: start.form })).toMatchObject({
        status: 303,
        location: path,
      });
    const done = await settled(agent, path);
    expect(done).toContain('<dd>made</dd>');
    expect((await agent.ask(`${path}?outcome=changed`)).page).toContain('钱一');
    expect((await agent.ask(`${path}?outcome=refused`)).page).toContain('There are no such customers.');
    expect((await read(typo)).email).toBe('qian.1@gmail.com');
    expect((await read(others)).email).toBe('ann.1@gmial.com');
    expect((await read(cased)).version).toBe(1);

    const colleague = await signedIn('david.brown');
    expect((await colleague.ask(path)).status).toBe(404);
    expect((await press(colleague, done, 'undo')).status).toBe(403);
    const theirs = formOf((await colleague.ask('/desk')).page, 'sign-out').form;
    expect((await colleague.ask(path, { form: { ...theirs, key: path, action: 'undo' } })).status).toBe(404);
    expect((await colleague.ask(room)).page).not.toContain(path);
    const manager = await signedIn('li.na');
    const list = (await manager.ask(room)).page;
    expect(list).toMatch(new RegExp(`<a href="${path}">[^<]*The domain looks like`));
    expect(list).toContain('1 changed');
    expect((await manager.ask(path)).page).toContain('Of customers of Wang Fang: The domain looks like');

    // What it says was pressed by somebody else before is told on the page.
    const late = await agent.ask(path, { form: { ...start.form, key: 'another-key-of-the-form' } });
    expect(late.status).toBe(422);
    expect(late.page).toContain('It was made already.');
    expect((await press(agent, done, 'undo')).location).toBe(path);
    const undone = await settled(agent, path);
    expect(undone).toContain('<dd>undone</dd>');
    expect(undone).not.toContain('value="undo"');
    expect((await read(typo)).email).toBe('qian.1@gmial.com');
  });

  it('stay narrowed to their kind from page to page, and when one of them is kept', async () => {
    for (let index = 0; index < 21; index += 1)
      await create({ name: `Many ${index}`, email: `many.${index}@hotmial.com`, owner: 'david.brown' });
    const cased = await create({ name: 'MARY SMITH', email: 'mary.1@hotmial.com', owner: 'david.brown' });
    await cloud.idle();
    const agent = await signedIn('david.brown');
    const first = (await agent.ask('/desk/corrections?owner=me&code=email-typo')).page;
    expect(first).not.toContain('all in capitals, or all in small letters.</h4>');
    const next = /rel="next" href="([^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(next).toContain('code=email-typo');
    const second = (await agent.ask(next)).page;
    expect(second).toContain('Many 0');
    expect(second).toContain('<option value="email-typo" selected>');
    const { action, form } = formOf(first, `value="${cased}"`, { action: 'keep' });
    expect((await agent.ask(action, { form })).location).toBe(
      '/desk/corrections?owner=me&code=email-typo&done=kept',
    );
    await cloud.idle();
    expect((await agent.ask('/desk/corrections?owner=me&code=email-typo')).page).not.toContain('MARY SMITH');
    expect((await agent.ask('/desk/corrections?owner=me&code=name-case')).page).toContain('MARY SMITH');
  });

  it('are for whoever may change customers', async () => {
    const analyst = await signedIn('zhao.wei');
    const worklist = (await analyst.ask('/desk/corrections?code=email-typo')).page;
    expect(worklist).not.toContain(room);
    expect((await analyst.ask(room)).status).toBe(403);
    expect((await analyst.ask(`${room}/new`)).status).toBe(403);
  });
});

describe('customers of a list or a view', () => {
  it('get tags, a stage, a source and a language, or keep what they have', async () => {
    const tagged = await create({ name: '孙二', tags: ['old'], stage: 'active' });
    const lost = await create({
      name: '李三',
      tags: ['fair'],
      stage: 'lost',
      source: 'fair',
      language: 'en',
    });
    const { body: list } = await api.lists.createList({ body: { name: 'Guests of the fair' } });
    const params = { listId: list.id };
    await api.lists.addMembers({ params, body: { customerIds: [tagged, lost] } });
    await cloud.idle();
    const manager = await signedIn('li.na');
    const blank = (await manager.ask(`${room}/new?list=${list.id}`)).page;
    expect(blank).toContain(`<option value="list:${list.id}" selected>List: Guests of the fair (2)`);
    const typed = {
      ...{ whom: '', 'change.addTags': 'fair\r\nold', 'change.removeTags': 'old' },
      ...{ 'change.set.stage': 'lost', 'change.set.source': 'fair', 'change.set.language': 'en' },
    };
    const wrong = await manager.send(blank, `${room}/new`, typed);
    expect(wrong.status).toBe(400);
    expect(wrong.page).toContain('id="change.removeTags-violation"');
    expect(wrong.page).toMatch(/<option value="lost" selected>/);
    expect(wrong.page).toContain('value="fair"');
    const right = { ...typed, whom: `list:${list.id}`, 'change.addTags': 'fair' };
    const nobody = await manager.send(wrong.page, `${room}/new`, { ...right, whom: '' });
    expect(nobody.page).toContain('Choose whom it is about.');
    const nothing = await manager.send(wrong.page, `${room}/new`, { whom: right.whom });
    expect(nothing.page).toContain('Say what is to change');
    const begun = await manager.send(nothing.page, `${room}/new`, right);
    const path = begun.location ?? '';
    expect((await manager.send(nothing.page, `${room}/new`, right)).location).toBe(path);
    const ready = await settled(manager, path);
    for (const said of [
      ...['Stage: lost', 'Where we know them from: fair', 'Language: English', 'Add tags: fair'],
      ...['Remove tags: old', 'List: Guests of the fair (2)', 'Tags: old → fair', 'Stage: active → lost'],
      ...['Where we know them from: empty → fair', '<dt>nothing to change</dt><dd>1</dd>'],
    ])
      expect(ready).toContain(said);
    expect((await manager.ask(`${path}?outcome=unchanged`)).page).toContain('李三');

    expect((await press(manager, ready, 'giveUp')).location).toBe(path);
    const given = await settled(manager, path);
    expect(given).toContain('<dd>given up</dd>');
    expect(given).not.toMatch(/name="action" value="(start|undo|giveUp)"/);
    expect(await read(tagged)).toMatchObject({ version: 1, stage: 'active' });
  });

  it('are those whom the view means, in the words of the reader', async () => {
    const tag = crypto.randomUUID().slice(0, 8);
    const meant = await create({ name: '周四', tags: [tag] });
    const filter = { field: 'tags', op: 'contains' as const, value: tag };
    const { body: view } = await api.views.createView({ body: { name: '展会客户', filter } });
    const { body: everybody } = await api.views.createView({ body: { name: 'All of them' } });
    await cloud.idle();
    const manager = await signedIn('li.na');
    const viewed = (await manager.ask(`/desk/customers?view=${view.id}`)).page;
    expect(viewed).toContain(`href="${room}/new?view=${view.id}"`);
    const form = (await manager.ask(`${room}/new?view=${view.id}`)).page;
    expect(form).toContain(`<option value="view:${view.id}" selected>`);
    expect(form).not.toContain(everybody.id);
    const fields = { whom: `view:${view.id}`, 'change.set.stage': 'high-value' };
    const { location = '' } = await manager.send(form, `${room}/new`, fields);
    await manager.send(form, '/desk/language', { language: 'zh-CN' });
    const ready = await settled(manager, location);
    for (const said of ['可以开始', '视图：展会客户', '阶段：潜在 → 高价值', '<dt>待更改</dt><dd>1</dd>'])
      expect(ready).toContain(said);
    await press(manager, ready, 'start');
    expect(await settled(manager, location)).toContain('<dd>已更正</dd>');
    expect(await read(meant)).toMatchObject({ stage: 'high-value' });
    await manager.send(ready, '/desk/language', { language: 'en' });
    await api.views.deleteView({ params: { viewId: view.id } }, { ifMatch: '*' });
    const { body: list } = await api.lists.createList({ body: { name: `Gone ${tag}` } });
    await api.lists.deleteList({ params: { listId: list.id } }, { ifMatch: '*' });
    for (const whom of [`view:${view.id}`, `list:${list.id}`]) {
      const typed = { ...fields, whom, 'change.set.source': 'fair', key: whom };
      const gone = await manager.send(form, `${room}/new`, typed);
      expect(gone.status).toBe(404);
      expect(gone.page).toContain('id="whom-violation"');
      expect(gone.page).toContain('value="fair"');
    }
  });
});
