/** Definitions of fields on a real engine: as many as there may be, and two who define at once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NewField } from '../../../functions/customers/fields/fields.schema.ts';
import { createFieldsStore } from '../../../functions/customers/fields/fields.store.ts';
import { createFieldReader } from '../../../functions/customers/fields/index.ts';
import {
  createField,
  patchField,
  retireField,
} from '../../../functions/customers/fields/operations/define-field.ts';
import { ConcurrentModification } from '../../../shared/table/commit.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { manager, origin } from '../callbacks/department.ts';

let engine: TestTable;
beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

const context = () => ({ fields: createFieldsStore(engine.table), principal: manager, origin });
const input = (name: string, label: object = { en: name }) => NewField.parse({ name, label, type: 'text' });

async function define(name: string) {
  await engine.table.commit((await createField(input(name), context())).writes);
}

describe('definitions of fields', () => {
  it('are read once for many requests, and at once for whoever must know', async () => {
    const reader = createFieldReader(engine.table);
    expect(await reader.list()).toEqual([]);
    await define('first');
    expect(await reader.list()).toEqual([]);
    expect(await reader.listNow()).toMatchObject([{ name: 'first', version: 1 }]);
    expect(await reader.list()).toMatchObject([{ name: 'first' }]);
  });

  it('are told by two at the same moment one after the other', async () => {
    const two = await Promise.all(['second', 'third'].map((name) => createField(input(name), context())));
    const done = await Promise.allSettled(two.map(({ writes }) => engine.table.commit(writes)));
    const refused = done.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: expect.any(ConcurrentModification) }]);
    expect(await context().fields.countDefined()).toBe(2);
  });

  it('are called differently, those that are in use', async () => {
    const taken = (pointer: string) => ({
      code: 'conflict',
      violations: [{ pointer, reason: expect.stringContaining('fourth') }],
    });
    const label = { 'zh-CN': '客户等级', en: 'Level' };
    await engine.table.commit((await createField(input('fourth', label), context())).writes);
    const twin = { 'zh-CN': '等级', en: ' level' };
    await expect(createField(input('fifth', twin), context())).rejects.toMatchObject(taken('/body/label/en'));
    const other = { 'zh-CN': '等级', en: 'Grade' };
    await engine.table.commit((await createField(input('fifth', other), context())).writes);
    const patch = { name: 'fifth', version: '*' as const, patch: { label: { 'zh-CN': '客户等级' } } };
    await expect(patchField(patch, context())).rejects.toMatchObject(taken('/body/label/zh-CN'));
    const retired = await retireField({ name: 'fourth', isRetired: true }, context());
    await engine.table.commit(retired.writes);
    await engine.table.commit((await patchField(patch, context())).writes);
    const back = retireField({ name: 'fourth', isRetired: false }, context());
    await expect(back).rejects.toMatchObject({ code: 'conflict' });
  });

  it('are a hundred at most, retired ones among them', async () => {
    for (let count = await context().fields.countDefined(); count < 100; count += 1)
      await define(`f_${count}`);
    const retired = await retireField({ name: 'first', isRetired: true }, context());
    await engine.table.commit(retired.writes);
    await expect(define('one_too_many')).rejects.toMatchObject({ code: 'not-allowed-now' });
    expect(await context().fields.listAll()).toHaveLength(100);
  });
});
