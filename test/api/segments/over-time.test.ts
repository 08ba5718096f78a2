/** Whoever is in a segment is whom its rule means, after whatever happens to customers and however time goes by. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, type OwnCloud, ownCloud } from '../../support/cloud.ts';
import { proveSegments } from '../../support/segments-over-time.ts';
import { type Department, openDepartment } from '../callbacks/department.ts';

let cloud: OwnCloud;
let department: Department;
let shop: Api;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00.000Z') });
  department = await openDepartment(cloud);
  shop = await cloud.as('erp', 4);
});
afterAll(() => cloud?.close());

it('after 200 changes', { timeout: 600_000 }, async () => {
  const seed = Number(process.env.SEED ?? 20261123);
  const proven = await proveSegments({ cloud, department, shop }, { seed, changes: 200, compareEvery: 10 });
  expect(proven.compared).toBe(20 * 9);
  expect(proven.differences).toEqual([]);
});
