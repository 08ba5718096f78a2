/** A hand-over while calls fail, messages come twice and processes die: every row moves once, and returns once. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { CallFault } from '../../infra/local/cloud.ts';
import { type Api, type OwnCloud, ownCloud } from '../support/cloud.ts';
import { faultLoad, settle } from '../support/fault-load.ts';

const seed = Number(process.env.SEED ?? 20261126);
const rows = 120;

let cloud: OwnCloud;
let manager: Api;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-26T02:00:00.000Z') });
  manager = await cloud.as('li.na', 4);
});
afterAll(() => cloud?.close());
afterEach(() => cloud.faults([]));

/** The fault load, and no mail goes at once. */
const faults = (more: number, ofMail: CallFault) => [
  { service: 'ses', operation: 'SendEmail', rate: 1, kind: ofMail, seed } as const,
  ...faultLoad(seed + more, 2),
];

it(`moves ${rows} customers once each, and puts them back (seed ${seed})`, async () => {
  const [from, to] = ['wang.fang', 'david.brown'];
  const customers = Array.from({ length: rows }, (_, index) => ({
    key: `row-${index}`,
    name: '李雷',
    owner: from,
  }));
  for (let start = 0; start < rows; start += 20)
    await manager.customers.batchCustomers({ body: { rows: customers.slice(start, start + 20) } });
  await cloud.idle();
  const owned = async (owner: string) => {
    const items: { version: number }[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await manager.customers.listCustomers({ query: { owner, limit: 100, cursor } });
      items.push(...body.items.map((item) => ({ version: item.version })));
      cursor = body.cursor ?? undefined;
    } while (cursor !== undefined);
    return items;
  };
  await cloud.faults(faults(0, 'kill'));
  const body = { from, to, kinds: ['customers' as const], reason: 'Leaves' };
  const { id } = (await manager.handovers.createHandover({ body })).body;
  await settle(cloud);
  const params = { handoverId: id };
  const done = (await manager.handovers.getHandover({ params })).body;
  expect(done).toMatchObject({ status: 'done', progress: [{ found: rows, moved: rows, left: 0 }] });
  expect(await owned(to)).toEqual(Array.from({ length: rows }, () => ({ version: 2 })));
  await cloud.faults(faults(1, 'error'));
  await manager.handovers.undoHandover({ params });
  await settle(cloud);
  const undone = (await manager.handovers.getHandover({ params })).body;
  expect(undone).toMatchObject({ status: 'undone', undo: { returned: [{ returned: rows, left: 0 }] } });
  expect(await owned(from)).toEqual(Array.from({ length: rows }, () => ({ version: 3 })));
  // After an error a mail goes again within the hour, after a process that died with it within a day.
  await cloud.advance({ duration: 'PT25H' });
  // However often a step came, each end was told once: to who received, and of taking it back to both.
  const mails = cloud.local.inbox.mails().filter(({ text }) => text.includes(id));
  expect(mails.map(({ to: receivers }) => receivers.join()).toSorted()).toEqual([
    expect.stringContaining(to),
    expect.stringContaining(to),
    expect.stringContaining(from),
  ]);
});
