import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepDueList } from '../../../functions/platform/operations/sweep-due-list.ts';
import { createDueListReader } from '../../../functions/platform/platform.store.ts';
import { dueKey } from '../../../shared/scheduling/due-list.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

describe('what the sweep finds in the due list', () => {
  let database: TestTable;
  beforeAll(async () => {
    database = await startTable();
  });
  afterAll(() => database.close());

  const wait = async (kind: string, id: string, until: string) => {
    const { pk, sk } = dueKey(kind, until, id);
    const Item = { pk: `${kind}#${id}`, sk: '-', type: kind, v: 1, gsi3pk: pk, gsi3sk: sk };
    await database.client.send(new PutCommand({ TableName: database.name, Item }));
  };

  it('is every entry of the kind whose time has come, of today and the two days before, the oldest first', async () => {
    const now = '2026-11-21T09:00:00.000Z';
    await wait('first', 'now', now);
    await wait('first', 'yesterday', '2026-11-20T23:59:59.000Z');
    await wait('first', 'with#sign', '2026-11-21T08:59:00.000Z');
    await wait('first', 'two-days-ago', '2026-11-19T00:00:00.000Z');
    await wait('first', 'in-a-moment', '2026-11-21T09:00:00.001Z');
    await wait('first', 'too-old', '2026-11-18T23:59:59.000Z');
    await wait('second', 'other-kind', '2026-11-21T08:00:00.000Z');
    const due = await createDueListReader(database.table).listDue('first', now, 100);
    expect(due.map(({ id }) => id)).toEqual(['two-days-ago', 'yesterday', 'with#sign', 'now']);
  });

  it('comes whole over several pages, and never more than asked for', async () => {
    const time = (number: number) =>
      new Date(Date.parse('2026-11-21T00:00:00.000Z') + number * 60_000).toISOString();
    await Promise.all(Array.from({ length: 230 }, (_, number) => wait('many', `id-${number}`, time(number))));
    const reader = createDueListReader(database.table);
    const due = await reader.listDue('many', '2026-11-21T09:00:00.000Z', 1000);
    expect(due.map(({ id }) => id)).toEqual(Array.from({ length: 230 }, (_, number) => `id-${number}`));
    expect(await reader.listDue('many', '2026-11-21T09:00:00.000Z', 130)).toHaveLength(130);
  });
});

describe('what the sweep tells', () => {
  it('is the kind and the id, to the queue of that kind only', async () => {
    const told: { kind: string; id: string }[] = [];
    const dueList = {
      listDue: async (kind: string) => [{ id: `${kind}-1`, dueAt: '2026-11-21T09:00:00.000Z' }],
    };
    const receivers = {
      invitation: {
        send: async (messages: readonly { kind: string; id: string }[]) => void told.push(...messages),
      },
    };
    await sweepDueList('2026-11-21T09:00:30.000Z', { dueList, receivers });
    expect(told).toEqual([{ kind: 'invitation', id: 'invitation-1' }]);
  });

  it('is told by every sweep until its consumer has dealt with it, at whatever rhythm sweeps come', async () => {
    const told: string[] = [];
    const dueList = { listDue: async () => [{ id: 'one', dueAt: '2026-11-21T09:00:00.000Z' }] };
    const receivers = {
      invitation: {
        send: async (messages: readonly { id: string }[]) => void told.push(...messages.map(({ id }) => id)),
      },
    };
    for (const minute of ['00', '01', '07', '44']) {
      await sweepDueList(`2026-11-21T09:${minute}:30.000Z`, { dueList, receivers });
    }
    expect(told).toHaveLength(4);
  });
});
