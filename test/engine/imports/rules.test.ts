/** What a file may write over, on a real engine; and what of it becomes an address that somebody has beside the primary one. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCustomersStore } from '../../../functions/customers/customers/customers.store.ts';
import { placesOf } from '../../../functions/customers/imports/imports.rules.ts';
import { StoredVerdicts } from '../../../functions/customers/imports/imports.schema.ts';
import type { SourceRule } from '../../../functions/customers/sources/sources.schema.ts';
import { createSourcesStore } from '../../../functions/customers/sources/sources.store.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { openImports } from './importing.ts';

let engine: TestTable;
beforeAll(async () => {
  engine = await startTable();
  const sources = createSourcesStore(engine.table);
  const { origin } = openImports(engine.table).directing();
  const rule: SourceRule = { source: 'erp', owns: ['address', 'company'], never: ['tags'] };
  const rules = { version: 2, updatedAt: origin.at, rules: [rule] };
  await engine.table.commit(sources.change(await sources.get(), rules, origin));
});
afterAll(() => engine?.close());

const byNumber = (source: string, id: string) =>
  createCustomersStore(engine.table).findByUnique({ kind: 'external', value: [source, id] });

it('a file leaves alone what another source owns, and its check and run say so', async () => {
  const opened = openImports(engine.table);
  const erp = { externalSource: 'erp', match: 'email' } as const;
  const first = 'id,name,email,company,street\n1,Ann,ann@rules.example,Works,Elm Street 1\n';
  await opened.run((await opened.begin({ name: 'erp.csv', text: first, mapping: erp })).id);
  const text =
    'email,name,company,street,phone\nann@rules.example,Anna,Other,Oak Street 2,+8613800138000\n' +
    'bob@rules.example,Bob,New,Elm Street 3,\n';
  const mapping = { externalSource: 'shop', match: 'email' } as const;
  const ready = await opened.begin({ name: 'shop.csv', text, mapping });
  await opened.check(ready.id);
  const done = await opened.run(ready.id);
  expect(done.run?.counts).toMatchObject({ created: 1, updated: 1, refused: 0 });
  for (const of of ['check', 'run'] as const) {
    const [verdict] = (await opened.files.find(placesOf(ready.id).verdicts(of, 0), StoredVerdicts)) ?? [];
    expect(verdict?.notes).toMatchObject([
      {
        field: 'company',
        column: 'company',
        value: 'Other',
        reason: { en: expect.stringContaining('shop') },
      },
      { field: 'address', column: 'street', value: 'Oak Street 2' },
    ]);
  }
  expect(await byNumber('erp', '1')).toMatchObject({
    ...{ name: 'Anna', company: 'Works', phone: '+8613800138000' },
    address: { street: 'Elm Street 1' },
  });
  // What is missing any source may tell.
  const created = await createCustomersStore(engine.table).findByUnique({
    kind: 'email',
    value: ['bob@rules.example'],
  });
  expect(created).toMatchObject({ company: 'New', address: { street: 'Elm Street 3' } });
});

it('a file whose source never writes something leaves it alone, also where nothing else changes', async () => {
  const opened = openImports(engine.table);
  const mapping = { externalSource: 'erp', match: 'externalId' } as const;
  const row = (tags: string) => ({ name: 'e.csv', text: `id,name,tags\n9,Cy,${tags}\n`, mapping });
  await opened.run((await opened.begin(row('a'))).id);
  const again = await opened.begin(row('b'));
  expect((await opened.run(again.id)).run?.counts).toMatchObject({ unchanged: 1 });
  const [verdict] = (await opened.files.find(placesOf(again.id).verdicts('run', 0), StoredVerdicts)) ?? [];
  expect(verdict).toMatchObject({ outcome: 'unchanged', notes: [{ field: 'tags', value: 'b' }] });
  expect(await byNumber('erp', '9')).toMatchObject({ tags: ['a'] });
});

it('whoever has other numbers and places only is reached by the first of them', async () => {
  const opened = openImports(engine.table);
  const text = [
    '编号,姓名,手机,座机,备用电话,地址,收货地址,农历生日',
    '1,王芳,,010 6278 1234,138 0013 8001,,海淀区中关村大街1号；朝阳区建国路2号,农历八月十五',
    '2,李雷,13900139001,010-62781235,,文三路3号,文三路3号,闰四月初三',
  ].join('\n');
  const mapping = { externalSource: 'list', defaults: { country: 'CN' } };
  const ready = await opened.begin({ name: 'l.csv', text, mapping });
  expect(ready.mapping?.columns).toEqual(
    expect.arrayContaining([
      { field: 'otherPhones', columns: ['备用电话', '座机'] },
      { field: 'otherAddresses', columns: ['收货地址'] },
      { field: 'lunarBirthday', columns: ['农历生日'] },
    ]),
  );
  await opened.run(ready.id);
  expect(await byNumber('list', '1')).toMatchObject({
    phone: '+8613800138001',
    otherPhones: [{ phone: '+861062781234' }],
    address: { street: '海淀区中关村大街1号', country: 'CN' },
    otherAddresses: [{ street: '朝阳区建国路2号', country: 'CN' }],
    lunarBirthday: { month: 8, day: 15 },
  });
  const second = await byNumber('list', '2');
  expect(second).toMatchObject({
    phone: '+8613900139001',
    otherPhones: [{ phone: '+861062781235' }],
    lunarBirthday: { month: 4, day: 3, leapMonth: true },
  });
  const again = await opened.begin({ name: 'l.csv', text, mapping });
  expect((await opened.run(again.id)).run?.counts).toMatchObject({ unchanged: 2 });
});
