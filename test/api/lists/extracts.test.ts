/** Exports of customers. A cloud of its own: they look at all customers there are. */
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let admin: Api;
let manager: Api;
let agent: Api;
let analyst: Api;

beforeAll(async () => {
  cloud = await ownCloud();
  [admin, manager, agent, analyst] = await Promise.all([
    cloud.as('chen.jing', 3),
    cloud.as('li.na', 3),
    cloud.as('wang.fang', 3),
    cloud.as('zhao.wei', 3),
  ]);
});
afterAll(() => cloud?.close());

const customer = async (fields: object = {}) =>
  (await manager.customers.createCustomer({ body: { name: '王小明', createAnyway: true, ...fields } })).body
    .id;
const where = (field: string, op: string, value: unknown) => ({ field, op, value });

/** As it came: `text()` would take the mark away. */
const textAt = async (link: string) => Buffer.from(await (await fetch(link)).arrayBuffer()).toString();

async function extracted(
  api: Api,
  body: { filter?: Record<string, unknown>; list?: string; columns: string[]; words?: 'en' | 'zh-CN' },
) {
  const { body: asked } = await api.lists.createExtract({ body });
  await cloud.idle();
  const { body: made } = await api.lists.getExtract({ params: { extractId: asked.id } });
  const files = await Promise.all((made.links ?? []).map((link) => textAt(link)));
  return {
    made,
    files,
    rows: files.flatMap((file) => parse(file, { columns: true, bom: true }) as object[]),
  };
}

describe('an export of customers', () => {
  it('calls columns, choices and owners as people do, in a file that an import reads again', async () => {
    const tag = crypto.randomUUID();
    const options = [{ value: 'a', label: { 'zh-CN': '黄金', en: 'Gold' } }];
    const definition = { name: 'rank', label: { 'zh-CN': '会员等级', en: 'Rank' }, type: 'choice', options };
    await admin.fields.createField({ body: definition as never });
    await customer({
      ...{ name: '赵敏', tags: [tag], stage: 'high-value', owner: 'wang.fang', gender: 'female' },
      ...{ email: `${tag}@example.com`, otherEmails: [{ email: `2${tag}@example.com` }] },
      ...{ lunarBirthday: { month: 4, day: 1, leapMonth: true }, custom: { rank: 'a' } },
      externalIds: [{ source: 'erp', id: tag }],
    });
    await cloud.idle();
    const columns = ['name', 'stage', 'gender', 'owner', 'custom.rank', 'otherEmails', 'lunarBirthday'];
    const asked = { filter: where('tags', 'contains', tag), columns: [...columns, 'externalIds'] };
    const { rows, files } = await extracted(manager, { ...asked, words: 'zh-CN' });
    expect(rows).toEqual([
      {
        ...{ 姓名: '赵敏', 阶段: '高价值', 性别: '女', 负责人: 'Wang Fang', 会员等级: '黄金' },
        ...{ 其他邮箱: `2${tag}@example.com`, 农历生日: 'leap 4-1', 其他系统编号: `erp:${tag}` },
      },
    ]);
    expect((await extracted(manager, asked)).rows).toMatchObject([
      { stage: 'high-value', gender: 'female', owner: 'wang.fang', 'custom.rank': 'a' },
    ]);
    const { body } = await manager.imports.createImport({ body: { name: 'again.csv', text: files[0]! } });
    await cloud.idle();
    const read = (await manager.imports.getImport({ params: { importId: body.id } })).body;
    const suggested = read.mapping?.columns.map(({ field, columns: from }) => [from[0], field]);
    expect(suggested).toEqual(
      expect.arrayContaining([
        ['姓名', 'name'],
        ['阶段', 'stage'],
        ['会员等级', 'custom.rank'],
        ['农历生日', 'lunarBirthday'],
      ]),
    );
  });

  it('holds whom the filter means, with the columns asked for, safe for spreadsheets', async () => {
    const tag = crypto.randomUUID();
    await admin.fields.createField({ body: { name: 'branch', label: { en: 'Branch' }, type: 'text' } });
    const ids = [
      await customer({ name: '=SUM(A1)', tags: [tag, 'vip'], custom: { branch: 'North, "1"' } }),
      await customer({ name: '王芳', tags: [tag], address: { city: '上海' } }),
    ];
    await customer();
    await cloud.idle();
    const columns = ['id', 'name', 'tags', 'address.city', 'custom.branch'];
    const { made, files, rows } = await extracted(manager, {
      filter: where('tags', 'contains', tag),
      columns,
    });
    expect(made).toMatchObject({ state: 'done', rows: 2, expiresAt: expect.any(String) });
    expect(files[0]?.startsWith('\uFEFFid,name,tags')).toBe(true);
    const byName = (rows as { name: string }[]).toSorted((one, other) => (one.name < other.name ? -1 : 1));
    expect(byName).toEqual([
      {
        id: ids[0],
        name: "'=SUM(A1)",
        tags: `${tag}; vip`,
        'address.city': '',
        'custom.branch': 'North, "1"',
      },
      { id: ids[1], name: '王芳', tags: tag, 'address.city': '上海', 'custom.branch': '' },
    ]);
  });

  it('holds who is in a list, of those whom whoever asks sees', async () => {
    const { body: list } = await manager.lists.createList({ body: { name: 'Fair' } });
    const [own, other] = [await customer({ owner: 'wang.fang' }), await customer({ owner: 'david.brown' })];
    await customer({ owner: 'wang.fang' });
    await manager.lists.addMembers({ params: { listId: list.id }, body: { customerIds: [own, other] } });
    await cloud.idle();
    const ids = async (api: Api) =>
      (await extracted(api, { list: list.id, columns: ['id'] })).rows
        .map((row) => Reflect.get(row, 'id'))
        .sort();
    expect(await ids(manager)).toEqual([own, other].sort());
    expect(await ids(agent)).toEqual([own]);
  });

  it('has no column that whoever asks is not shown, and is read by nobody else', async () => {
    const refused = { status: 400, problem: { errors: [{ pointer: '/body/columns/1' }] } };
    const asking = (api: Api, column: string) =>
      api.lists.createExtract({ body: { columns: ['name', column] } });
    await expect(asking(analyst, 'phone')).rejects.toMatchObject(refused);
    await expect(asking(analyst, 'address.city')).rejects.toMatchObject(refused);
    await expect(asking(manager, 'custom.unheard_of')).rejects.toMatchObject(refused);
    await expect(asking(manager, 'shoes')).rejects.toMatchObject(refused);
    const { body: asked } = await asking(analyst, 'stage');
    const params = { extractId: asked.id };
    await expect(admin.lists.getExtract({ params })).rejects.toMatchObject({ status: 403 });
    const { body: trail } = await manager.audit.listAudit({ query: { record: asked.id } });
    expect(trail.items.map(({ type }) => type)).toContain('extract.requested');
  });

  it('leaves an entry in the trail each time its files are handed out', async () => {
    const { made } = await extracted(manager, { columns: ['name'] });
    await manager.lists.getExtract({ params: { extractId: made.id } });
    const { body } = await manager.audit.listAudit({ query: { record: made.id } });
    const kinds = body.items.map(({ type, actor }) => `${type} ${actor.id}`);
    expect(kinds).toEqual([
      ...['extract.handed-out li.na', 'extract.handed-out li.na'],
      ...[expect.stringContaining('extract.made'), 'extract.requested li.na'],
    ]);
  });

  it('is gone after some days', async () => {
    const { made } = await extracted(manager, { columns: ['name'] });
    expect(made.links?.length).toBe(1);
    await cloud.advance({ to: made.expiresAt ?? '' });
    const { body } = await manager.lists.getExtract({ params: { extractId: made.id } });
    expect(body.links).toBeUndefined();
  });
});
