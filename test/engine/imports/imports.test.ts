/** Imports on a real engine: a check and a run say the same, nothing is stored twice, and what was stored can be taken back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCustomersStore } from '../../../functions/customers/customers/customers.store.ts';
import { placesOf } from '../../../functions/customers/imports/imports.rules.ts';
import { StoredVerdicts } from '../../../functions/customers/imports/imports.schema.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { openImports } from './importing.ts';

let engine: TestTable;
beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

type Opened = ReturnType<typeof openImports>;
const verdictsOf = async ({ files }: Opened, importId: string, of: 'check' | 'run', chunk = 0) =>
  (await files.find(placesOf(importId).verdicts(of, chunk), StoredVerdicts)) ?? [];

describe('a list from a spreadsheet', () => {
  it('is read, checked and run; telling it again changes nothing', async () => {
    const opened = openImports(engine.table);
    const text = [
      '客户名单',
      '姓名,手机（必填）,邮箱,生日,备注',
      '王芳,138 0013 8000,WANG@first.example,1990年1月5日,x',
      '李雷,139-0013-9000,li@first.example,03/04/1985,x',
      '没电话,,no@first.example,,x',
      '坏邮箱,13700137000,nobody,,x',
    ].join('\r\n');
    const ready = await opened.begin({ name: '名单.csv', text, mapping: { defaults: { country: 'CN' } } });
    expect(ready).toMatchObject({
      status: 'ready',
      found: { encoding: 'UTF-8', delimiter: ',', headerLine: 2, rows: 4 },
      mapping: { match: 'email' },
    });
    const patched = await opened.patch(ready.id, { mapping: { match: 'phone' } });
    const checked = await opened.check(patched.id);
    const counts = { created: 2, updated: 0, unchanged: 0, skipped: 0, refused: 2 };
    expect(checked).toMatchObject({ status: 'ready', check: { rows: 4, counts } });
    const done = await opened.run(ready.id);
    expect(done).toMatchObject({ status: 'done', run: { rows: 4, counts } });
    const verdicts = await verdictsOf(opened, ready.id, 'run');
    expect(verdicts.map(({ line, outcome }) => [line, outcome])).toEqual([
      [3, 'created'],
      [4, 'created'],
      [5, 'refused'],
      [6, 'refused'],
    ]);
    expect(verdicts[1]?.notes).toMatchObject([{ column: '生日', value: '03/04/1985' }]);
    expect(verdicts[3]?.reasons).toMatchObject([
      { column: '邮箱', value: 'nobody', reason: { 'zh-CN': expect.stringContaining('必须是电子邮件地址') } },
    ]);
    const customers = createCustomersStore(engine.table);
    const wang = await customers.findByUnique({ kind: 'phone', value: ['+8613800138000'] });
    expect(wang).toMatchObject({ name: '王芳', email: 'wang@first.example', birthday: '1990-01-05' });
    const again = await opened.begin({ name: '名单.csv', text, mapping: done.mapping ?? {} });
    expect((await opened.run(again.id)).run?.counts).toMatchObject({ created: 0, unchanged: 2, refused: 2 });
  });
});
