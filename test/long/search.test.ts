import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTable, type TestTable } from '../support/engine.ts';
import { addCrowd, costsOf, expectFlat } from '../support/search-crowd.ts';

let rig: TestTable;

beforeAll(async () => {
  rig = await startTable();
});
afterAll(() => rig?.close());

it('finds in 100,000 customers for what it costs in 10,000', async () => {
  await addCrowd(rig, 0, 10_000);
  const small = await costsOf(rig);
  await addCrowd(rig, 10_000, 100_000);
  const large = await costsOf(rig);
  expectFlat(small, large);
  const most = [...large].sort(([, one], [, other]) => other.readUnits - one.readUnits).slice(0, 3);
  console.log(
    most.map(([q, { queries, readUnits }]) => `${q}: ${queries} queries, ${readUnits} read units`).join('\n'),
  );
  expect(large.get('wang')?.readUnits).toBeLessThanOrEqual(4);
});
