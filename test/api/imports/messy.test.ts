/** A messy spreadsheet as people keep it, taken through an import as a new user would, by the API on the local cloud. */
import { describe, expect, it } from 'vitest';
import { sharedCloud } from '../../support/cloud.ts';
import { workbookOf } from '../../support/workbook.ts';

const cloud = sharedCloud();
type Api = Awaited<ReturnType<typeof cloud.as>>;

const tag = crypto.randomUUID().slice(0, 8);
const digits = String(Math.floor(Math.random() * 10_000)).padStart(4, '0');
/** A number of five digits more, which nobody else has. */
const number = (row: number) => `${digits}${String(row).padStart(4, '0')}`;
const fullWidth = (text: string) =>
  text.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));

/** 5 January 1990, as Excel counts days. */
const day = 32_878;

/** Names over two rows, the first of them merged; days in three forms and one that can be read either way. */
const rows = (base: number) => [
  ['客户名单（2026 年 3 月）'],
  ['姓名', '联系方式', undefined, '生日', '地址'],
  [undefined, '电话', '邮箱', undefined, undefined],
  ['王芳', `138 ${number(base + 1)}`, `W1-${base}-${tag}@Messy.example`, day, '上海市徐汇区漕溪北路1号'],
  ['李雷', fullWidth(`139${number(base + 2)}`), `w2-${base}-${tag}@messy.example`, '1990年1月5日', undefined],
  [],
  ['韩梅梅', `0086-137-${number(base + 3)}`, undefined, '19900105', '北京市海淀区中关村大街1号'],
  ['坏邮箱', `136${number(base + 4)}`, 'nobody.example', undefined, undefined],
  ['哪天', `135${number(base + 5)}`, `w5-${base}-${tag}@messy.example`, '03/04/1985', undefined],
  ['=1+1', '12', undefined, undefined, undefined],
];

const bytesOf = new Map<string, readonly number[]>();
for (let first = 0x81; first < 0xff; first += 1)
  for (let second = 0x40; second < 0xff; second += 1) {
    const text = new TextDecoder('gb18030').decode(Uint8Array.of(first, second));
    if (text.length === 1 && text !== '\uFFFD') bytesOf.set(text, [first, second]);
  }
const inGb18030 = (text: string) =>
  Buffer.from([...text].flatMap((each) => bytesOf.get(each) ?? [each.charCodeAt(0)]));

const csvOf = (table: readonly (readonly unknown[])[]) =>
  table
    .map((cells) => cells.map((cell) => (cell === day ? '1990-01-05' : (cell ?? ''))).join(','))
    .join('\r\n');

async function settled(api: Api, importId: string) {
  await cloud.idle();
  return (await api.imports.getImport({ params: { importId } })).body;
}

/** Uploads a file by the form that S3 takes, and has it read. */
async function uploaded(api: Api, name: string, content: Buffer) {
  const { body } = await api.imports.createImport({ body: { name } });
  const form = new FormData();
  for (const [field, value] of Object.entries(body.upload?.fields ?? {})) form.set(field, value);
  form.set('file', new Blob([new Uint8Array(content)]), name);
  expect((await fetch(body.upload?.url ?? '', { method: 'POST', body: form })).status).toBe(204);
  await api.imports.startImport({ params: { importId: body.id } });
  return settled(api, body.id);
}

describe('a messy spreadsheet', () => {
  it.each([
    ['客户.xlsx', 0, workbookOf({ 客户: rows(0) }), {}],
    ['客户.csv', 100, inGb18030(csvOf(rows(100))), { encoding: 'GB18030', delimiter: ',' }],
    ['客户-2.csv', 200, Buffer.from(`\uFEFF${csvOf(rows(200))}`), { encoding: 'UTF-8', delimiter: ',' }],
  ])(
    '%s is uploaded, mapped, checked, run, and its refused rows come back to be corrected',
    async (name, base, content, facts) => {
      const manager = await cloud.as('li.na');
      const ready = await uploaded(manager, name, content);
      expect(ready).toMatchObject({
        status: 'ready',
        found: {
          ...facts,
          headerLine: 3,
          columns: ['姓名', '电话', '邮箱', '生日', '地址'],
          rows: 6,
          unused: [],
        },
        mapping: {
          match: 'email',
          columns: [
            { field: 'name', columns: ['姓名'] },
            { field: 'email', columns: ['邮箱'] },
            { field: 'phone', columns: ['电话'] },
            { field: 'birthday', columns: ['生日'] },
            { field: 'street', columns: ['地址'] },
          ],
        },
      });
      const params = { importId: ready.id };
      const mapping = { match: 'phone' as const, defaults: { country: 'CN' } };
      await manager.imports.patchImport({ params, body: { mapping } }, { ifMatch: ready.version });
      await settled(manager, ready.id);
      await manager.imports.checkImport({ params });
      const counts = { created: 4, updated: 0, unchanged: 0, skipped: 0, refused: 2 };
      expect(await settled(manager, ready.id)).toMatchObject({ status: 'ready', check: { counts } });
      const checked = (await manager.imports.listImportRows({ params })).body.items;
      await manager.imports.runImport({ params });
      expect(await settled(manager, ready.id)).toMatchObject({ status: 'done', run: { counts } });
      const run = (await manager.imports.listImportRows({ params })).body.items;
      const said = (verdicts: typeof run) => verdicts.map(({ customerId: _, ...verdict }) => verdict);
      expect(said(run)).toEqual(said(checked));
      expect(said(run)).toMatchObject([
        { line: 4, outcome: 'created', notes: [] },
        { line: 5, outcome: 'created', notes: [] },
        { line: 7, outcome: 'created', notes: [] },
        { line: 8, outcome: 'refused', reasons: [{ column: '邮箱', value: 'nobody.example' }] },
        { line: 9, outcome: 'created', notes: [{ column: '生日', value: '03/04/1985' }] },
        { line: 10, outcome: 'refused', reasons: [{ column: '电话', value: '12' }] },
      ]);
      const stored = await Promise.all(
        run.flatMap(({ customerId }) =>
          customerId === undefined ? [] : [manager.customers.getCustomer({ params: { customerId } })],
        ),
      );
      const shown = stored.map(({ body: { name: called, phone, email, birthday, address } }) => [
        ...[called, phone, email, birthday, address?.street],
      ]);
      expect(shown).toEqual([
        [
          '王芳',
          `+86138${number(base + 1)}`,
          `w1-${base}-${tag}@messy.example`,
          '1990-01-05',
          '上海市徐汇区漕溪北路1号',
        ],
        ['李雷', `+86139${number(base + 2)}`, `w2-${base}-${tag}@messy.example`, '1990-01-05', undefined],
        ['韩梅梅', `+86137${number(base + 3)}`, undefined, '1990-01-05', '北京市海淀区中关村大街1号'],
        ['哪天', `+86135${number(base + 5)}`, `w5-${base}-${tag}@messy.example`, undefined, undefined],
      ]);
      const { files } = (await manager.imports.getRejectedRows({ params })).body;
      const rejected = await (await fetch(files[0]?.url ?? '')).text();
      const [head, ...lines] = rejected.trim().split('\r\n');
      expect(head).toBe(
        '\uFEFF姓名,电话,邮箱,生日,地址,[line],[column],[value],[reason]'.slice(
          head?.startsWith('\uFEFF') ? 0 : 1,
        ),
      );
      expect(lines).toEqual([
        `坏邮箱,136${number(base + 4)},nobody.example,,,8,邮箱,nobody.example,must be an e-mail address such as li.wei@example.com`,
        "'=1+1,12,,,,10,电话,12,no such phone number",
      ]);
      const corrected = rejected.replaceAll('nobody.example', `w4-${base}-${tag}@messy.example`);
      const again = await uploaded(manager, 'rejected.csv', Buffer.from(corrected));
      const next = { params: { importId: again.id }, body: { mapping } };
      await manager.imports.patchImport(next, { ifMatch: '*' });
      await settled(manager, again.id);
      await manager.imports.runImport({ params: next.params });
      expect((await settled(manager, again.id)).run?.counts).toMatchObject({ created: 1, refused: 1 });
    },
  );

  it('of a department passes at the first try, as it is suggested to be read', async () => {
    const manager = await cloud.as('li.na');
    const staffId = `owner-${tag}`;
    const [called, email] = [`Owner ${tag}`, `${staffId}@rapport.example`];
    await manager.staff.putStaff({ params: { staffId }, body: { name: called, email } }, { ifMatch: '*' });
    await cloud.idle();
    const text = [
      '姓名,电话,邮箱,公司,国家,负责人',
      `赵一,138 ${number(301)},z1-${tag}@messy.example,甲公司,中国,${called}`,
      `钱二,139 ${number(302)},,乙公司,CHN,${email}`,
      `孙三,137 ${number(303)},z3-${tag}@messy.example,丙公司,英国,`,
      '李四,,,丁公司,,',
    ].join('\n');
    const ready = await uploaded(manager, '客户.csv', Buffer.from(text));
    expect(ready.mapping).toMatchObject({ match: 'email', defaults: { country: 'CN' } });
    const params = { importId: ready.id };
    await manager.imports.runImport({ params });
    const done = await settled(manager, ready.id);
    const { items } = (await manager.imports.listImportRows({ params, query: {} })).body;
    expect(items.flatMap(({ reasons }) => reasons)).toEqual([]);
    expect(done.run?.counts).toMatchObject({ created: 4 });
    expect(items.map(({ name }) => name)).toEqual(['赵一', '钱二', '孙三', '李四']);
    const stored = await Promise.all(
      items.flatMap(({ customerId = '' }) => manager.customers.getCustomer({ params: { customerId } })),
    );
    expect(stored.map(({ body: { phone, owner } }) => [phone, owner])).toEqual([
      [`+86138${number(301)}`, staffId],
      [`+86139${number(302)}`, staffId],
      [`+86137${number(303)}`, null],
      [undefined, null],
    ]);
  });

  it('that mixes encodings is refused with what to do', async () => {
    const manager = await cloud.as('li.na');
    const mixed = Buffer.concat([
      inGb18030('姓名,邮箱\n王芳,a@b.example\n'),
      Buffer.from('李雷,c@d.example\n'),
    ]);
    expect(await uploaded(manager, 'mixed.csv', mixed)).toMatchObject({
      status: 'failed',
      failed: expect.stringContaining('neither UTF-8 nor Chinese in GB18030'),
    });
  });
});
