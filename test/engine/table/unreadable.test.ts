import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { logger } from '../../../shared/runtime/logger.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { contextAt, ticket, ticketEntity, ticketItem, tickets } from './tickets.ts';

let rig: TestTable;
const at = '2026-11-21T09:00:00.000Z';

beforeEach(async () => {
  await rig?.close();
  rig = await startTable();
  const tell = ticketEntity(rig.table);
  for (const id of ['t1', 't2', 't3']) {
    const made = ticket(id, { createdAt: at, team: 'red', title: `Secret of ${id}` });
    await rig.table.commit([...tell.create(made, contextAt(at)), ...tickets.rowsFor(undefined, made)]);
  }
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => rig.close());

/** Makes an item one that no version of ours has written. */
async function spoil(id: string) {
  await rig.client.send(
    new UpdateCommand({
      TableName: rig.name,
      Key: { pk: `TICKET#${id}`, sk: '-' },
      UpdateExpression: 'SET urgency = :no, summary.urgency = :no',
      ExpressionAttributeValues: { ':no': 7 },
    }),
  );
}

function listen() {
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  vi.spyOn(logger, 'error').mockImplementation((...told) => void lines.push(JSON.stringify(told)));
  return lines;
}

describe('a row that cannot be read', () => {
  it('is left out of its list, named in the log without its values, and counted', async () => {
    await spoil('t2');
    const lines = listen();
    const { items } = await tickets.page(rig.table, { team: 'red' }, { limit: 10 });
    expect(items.map(({ id }) => id)).toEqual(['t3', 't1']);
    const told = lines.find((line) => line.includes('unreadable row')) ?? '';
    expect(told).toContain('TICKET#t2');
    expect(told).toContain('urgency');
    expect(lines.join()).not.toContain('Secret');
    expect(lines.some((line) => line.includes('"Failures":1'))).toBe(true);
  });

  it('costs many reads at once only itself', async () => {
    await spoil('t2');
    listen();
    const found = await rig.table.findMany(ticketItem, [{ id: 't1' }, { id: 't2' }, { id: 't3' }]);
    expect(found.map(({ id }) => id).toSorted()).toEqual(['t1', 't3']);
  });

  it('is told among changes neither as it is nor as deleted', async () => {
    await spoil('t2');
    listen();
    const page = await tickets.changes(rig.table, {}, { since: at, at, limit: 10 });
    expect(page.items.map(({ id }) => id).toSorted()).toEqual(['t1', 't3']);
    expect(page.deleted).toEqual([]);
  });
});
