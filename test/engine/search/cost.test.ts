import { afterAll, beforeAll, it } from 'vitest';
import { startTable, type TestTable } from '../../support/engine.ts';
import { addCrowd, costsOf, expectFlat } from '../../support/search-crowd.ts';

let rig: TestTable;

beforeAll(async () => {
  rig = await startTable();
});
afterAll(() => rig?.close());

it('finds in 10,000 customers for what it costs in 1,000', { timeout: 120_000 }, async () => {
  await addCrowd(rig, 0, 1000);
  const small = await costsOf(rig);
  await addCrowd(rig, 1000, 10_000);
  const large = await costsOf(rig);
  expectFlat(small, large);
});
