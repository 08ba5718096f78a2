/** Segments over 5,000 changes; the seed is printed, and named again by SEED. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Department, openDepartment } from '../api/callbacks/department.ts';
import { type Api, type OwnCloud, ownCloud } from '../support/cloud.ts';
import { proveSegments } from '../support/segments-over-time.ts';

let cloud: OwnCloud;
let department: Department;
let shop: Api;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00.000Z') });
  department = await openDepartment(cloud);
  shop = await cloud.as('erp', 4);
});
afterAll(() => cloud?.close());

const changes = Number(process.env.ROWS ?? 5000);

it(`after ${changes} changes`, { timeout: 3_600_000 }, async () => {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  console.log(`segments: SEED=${seed}`);
  const proven = await proveSegments({ cloud, department, shop }, { seed, changes, compareEvery: 20 });
  expect(proven.differences).toEqual([]);
});
