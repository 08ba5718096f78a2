import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, sharedCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';

const cloud = sharedCloud();
let manager: Api;
let wangFang: Api;
let analyst: Api;
let erp: Api;

beforeAll(async () => {
  [manager, wangFang, analyst, erp] = (await Promise.all(
    ['li.na', 'wang.fang', 'zhao.wei', 'erp'].map((id) => cloud.as(id, 3)),
  )) as [Api, Api, Api, Api];
});

/** A word that no other test has. */
const word = () =>
  `q${crypto
    .randomUUID()
    .slice(0, 8)
    .replaceAll(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '')}`;
const phone = () => `+86138${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;

async function create(fields: object) {
  const { body } = await manager.customers.createCustomer({ body: { name: '王芳', ...fields } });
  return body;
}
const search = async (api: Api, q: string, more: { limit?: number; cursor?: string } = {}) =>
  (await api.search.searchCustomers({ query: { q, ...more } })).body;
const found = async (api: Api, q: string) => (await search(api, q)).items.map(({ id }) => id);

describe('finding a customer', () => {
  it('goes by name, company, number, address and external id once the change has gone through', async () => {
    const mark = word();
    const number = phone();
    const customer = await create({
      ...{ name: `Åsa ${mark}`, company: `Räksmörgås ${mark} AB`, phone: number },
      ...{ email: `${mark}.post@example.test`, externalIds: [{ source: 'erp', id: `${mark}/4711` }] },
    });
    await cloud.idle();
    for (const [q, matched] of [
      [mark.toUpperCase(), 'name'],
      [`${mark} asa`, 'name'],
      [`asa ${mark.slice(0, 7)}`, 'name'],
      [`raksmorgas ${mark}`, 'company'],
      [`${mark}post`, 'email'],
      [`${mark}.POST@example`, 'email'],
      [`${mark}/4711`, 'external-id'],
      [number.slice(0, 11), 'phone'],
      [`${number.slice(-6)} ${mark}`, undefined],
    ] as const) {
      const { items } = await search(manager, q);
      const hit = items.find(({ id }) => id === customer.id);
      expect(hit, q).toMatchObject({ name: customer.name, masked: false, owner: null, phone: number });
      if (matched !== undefined) expect(hit?.matched, q).toBe(matched);
    }
    const { body } = await manager.customers.patchCustomer(
      { params: { customerId: customer.id }, body: { name: 'Anders', company: null } },
      { ifMatch: 1 },
    );
    await cloud.idle();
    expect(await found(manager, `asa ${mark}`)).toEqual([]);
    expect(await found(manager, `anders ${mark}`)).toEqual([customer.id]);
    await manager.customers.deleteCustomer(
      { params: { customerId: customer.id } },
      { ifMatch: body.version },
    );
    await cloud.idle();
    for (const q of [mark, number, `${mark}post`]) expect(await found(manager, q)).toEqual([]);
  });

  it('shows who is a colleague’s masked, with whom to ask, and opening them is checked', async () => {
    const mark = word();
    const [theirs, mine] = [
      await create({ name: `${mark} Jin`, owner: 'chen.jing', email: `${mark}@example.test` }),
      await create({ name: `${mark} Wang`, owner: 'wang.fang' }),
    ];
    await cloud.idle();
    const hits = new Map((await search(wangFang, mark)).items.map((hit) => [hit.id, hit]));
    expect(hits.get(mine.id)).toMatchObject({ masked: false, name: mine.name, owner: { id: 'wang.fang' } });
    expect(hits.get(theirs.id)).toEqual({
      ...{ id: theirs.id, masked: true, matched: 'name', name: 'q**', email: 'q***@e***.test' },
      owner: { id: 'chen.jing', name: 'Chen Jing' },
    });
    const open = wangFang.customers.getCustomer({ params: { customerId: theirs.id } });
    expect((await refusal(open)).status).toBe(404);
    for (const api of [manager, erp])
      expect((await search(api, mark)).items.map(({ masked }) => masked)).toEqual([false, false]);
  });

  it('goes by no way to reach customers for who may not see them', async () => {
    const mark = word();
    const number = phone();
    const customer = await create({ name: `${mark} Otto`, email: `${mark}x@example.test`, phone: number });
    await cloud.idle();
    for (const q of [number, number.slice(-8), `${mark}x`, `${mark} ${number}`])
      expect(await found(analyst, q), q).toEqual([]);
    expect((await refusal(found(analyst, `${mark}x@example.test`))).status).toBe(403);
    const { items } = await search(analyst, mark);
    expect(items).toEqual([
      { id: customer.id, masked: false, matched: 'name', kind: 'person', name: customer.name, owner: null },
    ]);
  });

  it('goes on page by page, each customer once and the newest first', async () => {
    const mark = word();
    const ids: string[] = [];
    for (const name of ['Eins', 'Zwei', 'Drei', 'Vier', 'Sechs'])
      ids.push((await create({ name: `${mark} ${name}`, company: `${mark} KG` })).id);
    await cloud.idle();
    const paged: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await search(manager, mark, { limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      paged.push(...page.items.map(({ id }) => id));
      if (page.cursor === null) break;
      cursor = page.cursor;
    }
    expect(paged).toEqual(ids.toReversed());
    const { cursor } = await search(manager, mark, { limit: 2 });
    const foreign = search(manager, `${mark} kg`, { limit: 2, cursor: cursor ?? '' });
    expect((await refusal(foreign)).problem.errors).toMatchObject([{ pointer: '/query/cursor' }]);
  });

  it.each([
    // Beyond 10,240 bytes of line and headers the gateway answers 431 by itself.
    ['x'.repeat(5_000), 400],
    ['   ', 400],
    ['🙂🙂', 400],
    ['?!.,;', 400],
    ['a', 400],
    ['\u0000', 400],
    ['\ud83d', 400],
    ["'; DROP TABLE customers; --", 200],
    ['%%%#%25##', 200],
    ['#王#', 200],
  ] as const)('answers text %# as it should', async (q, status) => {
    const path = `${cloud.url}/customers/search?q=${encodeURIComponent(q.toWellFormed())}`;
    const reply = await fetch(path, { headers: { authorization: `Bearer ${await cloud.token('li.na')}` } });
    const body = (await reply.json()) as { errors?: { pointer: string }[]; items?: object[] };
    expect(reply.status).toBe(status);
    if (status === 400) expect(body.errors?.[0]).toMatchObject({ pointer: '/query/q' });
  });

  it('needs something to look for, and says so in Chinese to who reads that', async () => {
    const headers = { authorization: `Bearer ${await cloud.token('li.na')}`, 'accept-language': 'zh-CN' };
    const reply = await fetch(`${cloud.url}/customers/search?q=${encodeURIComponent('…')}`, { headers });
    expect(await reply.json()).toMatchObject({
      detail: '此文本中没有可供查找的内容。',
      errors: [{ reason: '须含一个汉字，或相连的两个字母或数字' }],
    });
  });
});
