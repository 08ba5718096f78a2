/** What keeping segments costs, as the engine bills it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type OwnCloud, ownCloud, type Units } from '../../support/cloud.ts';
import { keepMeasuredUnits, type Measurement } from '../../support/measured-units.ts';
import { type Department, openDepartment } from '../callbacks/department.ts';

let cloud: OwnCloud;
let department: Department;
let manager: Api;
const measured: Measurement[] = [];

const tagged = (tag: string) => ({ field: 'tags', op: 'contains', value: tag });

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00.000Z') });
  department = await openDepartment(cloud);
  manager = department.manager;
  for (const tag of ['one', 'two', 'three'])
    await manager.segments.createSegment({ body: { name: tag, filter: tagged(tag) as never } });
  await manager.segments.createSegment({
    body: { name: 'Lost', filter: { field: 'stage', op: 'eq', value: 'lost' } as never },
  });
  await cloud.idle();
  await cloud.advance({ duration: 'PT1M' });
  await cloud.idle();
});
afterAll(async () => {
  keepMeasuredUnits(measured);
  await cloud?.close();
});

/** What the function that keeps segments takes for one change of a customer. */
async function unitsOf(what: string, customerId: string, body: object): Promise<Units> {
  const patch = (fields: object) =>
    manager.customers.patchCustomer({ params: { customerId }, body: fields }, { ifMatch: '*' });
  // What is read once in some seconds, such as which segments there are, is read before.
  await patch({ source: `before ${what}`.slice(0, 40) });
  await cloud.idle();
  await cloud.resetMeter();
  await patch(body);
  await cloud.idle();
  const { functions } = await cloud.meter();
  const [name = ''] = Object.keys(functions).filter((each) => /Commerce.*Events/.test(each));
  const units = functions[name];
  if (units === undefined) throw new Error(`The meter knows ${Object.keys(functions).join(', ')}`);
  measured.push({
    ...{ route: 'segments-following', case: what },
    ...{ readUnits: units.readUnits, writeUnits: units.writeUnits },
  });
  return units;
}

describe('a change of a customer', () => {
  it('that no rule asks for costs nothing', async () => {
    const customerId = await department.customer(null);
    const units = await unitsOf('what no rule asks for', customerId, { company: '远洋' });
    expect(units).toMatchObject({ readUnits: 0, writeUnits: 0 });
  });

  it('that moves nobody costs two reads and no write', async () => {
    const customerId = await department.customer(null);
    const units = await unitsOf('nobody moves', customerId, { tags: ['none'] });
    expect(units.readUnits).toBeLessThanOrEqual(2);
    expect(units.writeUnits).toBe(0);
  });

  it('that moves a customer looks twice, and writes at most three rows for each segment and one for the customer', async () => {
    const customerId = await department.customer(null);
    const units = await unitsOf('into three segments', customerId, { tags: ['one', 'two', 'three'] });
    // Whoever has written looks again: two reads and two for three segments.
    expect(units.readUnits).toBeLessThanOrEqual(4);
    expect(units.calls).toMatchObject({ TransactWriteItems: 1 });
    const out = await unitsOf('out of three segments', customerId, { tags: [] });
    expect(out.readUnits).toBeLessThanOrEqual(4);
    expect(out.calls).toMatchObject({ TransactWriteItems: 1 });
  });
});
