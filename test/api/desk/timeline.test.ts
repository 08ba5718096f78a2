/** The timeline at the desk: with whom, by whom and of what something was done. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { createVisitor } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let api: Api;
beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
  api = await cloud.as('li.na', 3);
});
afterAll(() => cloud?.close());

async function timelineOf(customerId: string, person = 'li.na', query = ''): Promise<string> {
  const someone = createVisitor(cloud.url, 'en');
  const { page } = await someone.signIn(person);
  if (page.includes('lang="zh-CN"')) await someone.send(page, '/desk/language', { language: 'en' });
  const profile = (await someone.ask(`/desk/customers/${customerId}${query}`)).page;
  return profile.slice(profile.indexOf('id="timeline"'));
}

const link = (id: string, name: string) => `<a href="/desk/customers/${id}">${name}</a>`;

async function create(name: string, owner: string | null = 'wang.fang'): Promise<string> {
  return (await api.customers.createCustomer({ body: { name, owner } })).body.id;
}

describe('the timeline at the desk', () => {
  it('says with whom records were merged and taken apart, and to whom somebody is related', async () => {
    const [one, other, friend, stranger] = [
      await create('Ann One'),
      await create('Ann Other'),
      await create('Ben Friend'),
      await create('Cleo Stranger', 'david.brown'),
    ];
    for (const otherId of [friend, stranger])
      await api.relations.putRelation({ params: { customerId: one, kind: 'family', otherId }, body: {} }, {});
    await api.merges.mergeCustomers({ params: { customerId: one }, body: { customerId: other } });
    const merged = await timelineOf(one);
    expect(merged).toMatch(/Another record was merged into this one<\/h3>\s*<ul><li>Ann Other<\/li>/);
    expect(merged).toContain(
      `Related to somebody · family</h3>\n<ul><li>${link(friend, 'Ben Friend')}</li></ul>`,
    );
    await api.merges.undoMerge({ params: { customerId: one, mergedId: other } });
    await cloud.idle();
    expect(await timelineOf(one)).toContain(
      `Merge taken back</h3>\n<ul><li>${link(other, 'Ann Other')}</li>`,
    );
    const apart = await timelineOf(other);
    expect(apart).toContain(`Merge taken back</h3>\n<ul><li>${link(one, 'Ann One')}</li>`);
    expect(apart).toContain(`Merged into another record</h3>\n<ul><li>${link(one, 'Ann One')}</li>`);
    const agent = await timelineOf(one, 'wang.fang');
    expect(agent).toContain('<li>C** (not yours to see)</li>');
    expect(agent).not.toContain(stranger);
  });

  it('says that something was an import or a hand-over, of which file and by whom', async () => {
    const text = '姓名,邮箱\nDora File,dora@file.example\n';
    const { body: begun } = await api.imports.createImport({ body: { name: 'fair.csv', text } });
    await cloud.idle();
    await api.imports.runImport({ params: { importId: begun.id } });
    await cloud.idle();
    const query = { email: 'dora@file.example' };
    const id = (await api.customers.listCustomers({ query })).body.items[0]?.id ?? '';
    expect(await timelineOf(id)).toContain('By the import of the file “fair.csv”.');

    const held = await create('Eva Held', 'chen.jing');
    await cloud.idle();
    const body = { from: 'chen.jing', to: 'david.brown', kinds: ['customers' as const], reason: 'On leave' };
    await api.handovers.createHandover({ body });
    await cloud.idle();
    const moved = await timelineOf(held);
    expect(moved).toMatch(
      /· by Li Na<\/p>\s*<h3>Customer changed<\/h3>\s*<ul><li>By a hand-over: On leave<\/li>/,
    );
  });

  it('shows the service of a chat, and is narrowed by who has written', async () => {
    const customerId = await create('Fay Chat');
    const wangFang = await cloud.as('wang.fang');
    const chat = {
      channel: 'chat',
      direction: 'inbound',
      service: 'wechat',
      subject: 'Asked on WeChat',
    } as const;
    await wangFang.customers.recordInteraction({ params: { customerId }, body: chat });
    const call = { channel: 'call', direction: 'outbound', subject: 'Called by a manager' } as const;
    await api.customers.recordInteraction({ params: { customerId }, body: call });
    const all = await timelineOf(customerId);
    expect(all).toContain('<h3>Contact · Chat · WeChat · from the customer</h3>');
    const hers = await timelineOf(customerId, 'li.na', '?author=wang.fang&type=interaction');
    expect(hers).toContain('Asked on WeChat');
    expect(hers).not.toContain('Called by a manager');
    expect(hers).toContain('<option value="wang.fang" selected>');
  });
});
