import { afterAll, beforeAll, expect, it } from 'vitest';
import { directoryEntryItem } from '../../../functions/customers/customers/customers.items.ts';
import { keptRow } from '../../../functions/customers/customers/customers.rules.ts';
import { createCustomerReader } from '../../../functions/customers/customers/index.ts';
import { startReindexing } from '../../../functions/customers/reindexing/operations/start-reindexing.ts';
import { walkPage } from '../../../functions/customers/reindexing/operations/walk-page.ts';
import type { ReindexingPage } from '../../../functions/customers/reindexing/reindexing.messages.ts';
import { createReindexingStore } from '../../../functions/customers/reindexing/reindexing.store.ts';
import type { OutgoingEvent } from '../../../shared/events/bus.ts';
import { systemContext } from '../../../shared/events/event.ts';
import { shardCount } from '../../../shared/table/pattern.ts';
import { put } from '../../../shared/table/write.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { manager, somebody } from '../../support/search-crowd.ts';

let rig: TestTable;
const ids: string[] = [];
const origin = systemContext('test', 'test', '2026-11-26T09:00:00.000Z');

beforeAll(async () => {
  rig = await startTable();
  for (let index = 0; index < 450; index += 1) {
    const customer = somebody(index);
    const entry = { customerId: customer.id, sourceVersion: 1, summary: keptRow(customer) };
    await rig.table.commit([put(directoryEntryItem, entry as never)]);
    ids.push(customer.id);
  }
});
afterAll(() => rig?.close());

function walker(fails: (page: number) => 'bus' | 'death' | undefined = () => undefined) {
  const told: string[] = [];
  let pages = 0;
  const context = {
    ...{ reindexings: createReindexingStore(rig.table), customers: createCustomerReader(rig.table), origin },
    ...{ shards: shardCount, commit: rig.table.commit },
    bus: {
      publish: async (events: readonly OutgoingEvent[]) => {
        pages += 1;
        if (fails(pages) === 'bus') return { published: 0, failure: 'Throttled' };
        told.push(...events.map(({ envelope }) => String(envelope.data.customerId)));
        return { published: events.length };
      },
    },
  };
  return { told, context, walk: (page: ReindexingPage) => walkPage(page, context) };
}

async function begin() {
  const reindexings = createReindexingStore(rig.table);
  const { result, writes } = await startReindexing({ reindexings, principal: manager, origin });
  await rig.table.commit(writes);
  return { reindexingId: result.id, version: 1 };
}

it('tells of every customer, page by page, and of none twice', async () => {
  const { told, walk, context } = walker();
  const first = await begin();
  for (let page: ReindexingPage | undefined = first; page !== undefined; ) page = await walk(page);
  expect(told.toSorted()).toEqual(ids.toSorted());
  expect(await context.reindexings.get(first.reindexingId)).toMatchObject({ status: 'done', customers: 450 });
  expect(await walk(first)).toBeUndefined();
});

it('misses nobody when pages come twice, fail, or a process dies between two of them', async () => {
  const { told, walk } = walker((page) => (page % 3 === 0 ? 'bus' : undefined));
  let page: ReindexingPage | undefined = await begin();
  while (page !== undefined) {
    const current: ReindexingPage = page;
    const step = await walk(current).catch(() => 'failed' as const);
    if (step === 'failed') continue;
    // The message that was sent last is lost with the process, so the one before comes again.
    const again = await walk(current);
    expect(again).toEqual(step);
    page = step;
  }
  expect(new Set(told)).toEqual(new Set(ids));
});
