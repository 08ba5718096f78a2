/** A hand-over of 100,000 customers: every one is moved once and returns once, although calls fail and steps come again. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { customerItem, customersOfOwner } from '../../functions/customers/customers/customers.items.ts';
import { customerId, NewCustomer } from '../../functions/customers/customers/customers.schema.ts';
import { put } from '../../shared/table/write.ts';
import { newId } from '../../shared/values/ids.ts';
import { aMember } from '../engine/callbacks/department.ts';
import { openHandovers } from '../engine/handovers/move.ts';
import { at } from '../support/callback-samples.ts';
import { type FaultyTable, startFaultyTable } from '../support/faulty-table.ts';

const rows = Number(process.env.ROWS ?? 100_000);
const begun = performance.now();

/** Says how far it is, since it takes some half an hour. */
function say(what: string): void {
  console.log(`${Math.round((performance.now() - begun) / 1000)} s: ${what}`);
}

let faulty: FaultyTable;

beforeAll(async () => {
  faulty = await startFaultyTable();
});
afterAll(() => faulty?.close());

it(`moves ${rows} customers once each, and puts them back`, async () => {
  const { table } = faulty.plain;
  const [from, to] = [await aMember(table), await aMember(table)];
  for (let made = 0; made < rows; made += 100) {
    const customers = Array.from({ length: Math.min(100, rows - made) }, () => {
      const entry = NewCustomer.parse({ name: '李雷', owner: from });
      return put(customerItem, { ...entry, id: newId(customerId), version: 1, createdAt: at, updatedAt: at });
    });
    await table.commit(customers);
  }
  const { start, run, page, undo } = openHandovers(table);
  // A page takes some fifteen calls: so one in two fails somewhere, and comes again.
  faulty.faults(
    ...(['drop-reply', 'error', 'throttle', 'conflict'] as const).map((kind) => ({ rate: 0.01, kind })),
  );
  let failed = 0;
  const deliver = (id: string) => async (step: number) => {
    if (step % 100 === 0) say(`step ${step}, ${failed} deliveries have failed`);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await page(id, step, faulty.table);
      } catch (error) {
        failed += 1;
        if (attempt === 50) throw error;
      }
    }
  };
  const versions = async (owner: string, version: number) => {
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const { items, cursor: next } = await table.listSummaries(
        customersOfOwner,
        { owner },
        { limit: 100, cursor },
      );
      seen.push(...(await table.findMany(customerItem, items)).map((customer) => customer.version));
      cursor = next ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(rows);
    expect(new Set(seen)).toEqual(new Set([version]));
  };
  say(`${rows} customers are there`);
  const started = await start({ from, to, kinds: ['customers'] });
  const done = await run(started, deliver(started.id));
  expect(done.progress).toEqual([{ kind: 'customers', found: rows, moved: rows, left: 0 }]);
  say('all have moved');
  await versions(to, 2);
  say('each once');
  const undone = await run(await undo(done.id), deliver(done.id));
  expect(undone.undo?.returned).toEqual([{ kind: 'customers', returned: rows, left: 0 }]);
  say('all have returned');
  await versions(from, 3);
  expect(failed).toBeGreaterThan(0);
});
