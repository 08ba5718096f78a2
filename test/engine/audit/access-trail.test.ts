/** The trail of who opened and who was refused what, against the engine. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError, notFound, notYours } from '../../../shared/errors/app-error.ts';
import type { Principal } from '../../../shared/identity/principal.ts';
import { accessItem, createAccessTrail, type Visit } from '../../../shared/runtime/access-trail.ts';
import type { Table } from '../../../shared/table/table.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

let rig: TestTable;
beforeAll(async () => {
  rig = await startTable();
});
afterAll(() => rig?.close());

const keptDays = 30;
const principal = (id: string, kind: Principal['kind'] = 'person'): Principal => ({
  ...{ kind, id },
  roles: [],
  rowAccess: {},
  reach: new Set([id]),
});
const visit = (record: string, extra: Partial<Visit> = {}): Visit => ({
  principal: principal('agent-lin'),
  route: 'GET /customers/{customerId}',
  correlationId: 'request-1',
  at: '2026-11-26T09:10:00.000Z',
  record,
  ...extra,
});
const unique = () => `customer_${crypto.randomUUID()}`;
/** A trail as another process has it: it remembers nothing. */
const trail = (table: Pick<Table, 'commit'> = rig.table) => createAccessTrail(() => table, keptDays);
const keptOf = async (record: string, outcome: string) => {
  const pattern = { question: '', item: accessItem, partition: 'ACCESS#{record}', prefix: '{outcome}#' };
  return (await rig.table.listRecords(pattern, { record, outcome }, { limit: 10 })).rows;
};
const refuse = (error: Error) => () => Promise.reject(error);

describe('who has opened a record', () => {
  it('is kept once an hour for each person, with the time at which it goes', async () => {
    const record = unique();
    const later = { at: '2026-11-26T10:00:00.000Z' };
    for (const each of [{}, { at: '2026-11-26T09:59:59.999Z' }, later, { principal: principal('li.na') }])
      expect(await trail().keepingRead(visit(record, each), async () => 'read')).toBe('read');
    const kept = await keptOf(record, 'read');
    expect(kept.map(({ actor, at }) => [(actor as { id: string }).id, at])).toEqual([
      ['agent-lin', '2026-11-26T09:10:00.000Z'],
      ['li.na', '2026-11-26T09:10:00.000Z'],
      ['agent-lin', '2026-11-26T10:00:00.000Z'],
    ]);
    expect(kept[0]).toMatchObject({ expires: Date.parse('2026-12-26T09:10:00.000Z') / 1000 });
  });

  it('is written while the record is read', async () => {
    const record = unique();
    let began = () => {};
    const writing = new Promise<void>((resolve) => {
      began = resolve;
    });
    const watched = trail({
      commit(writes) {
        began();
        return rig.table.commit(writes);
      },
    });
    // The read ends only when the write has begun: one after the other it would never end.
    await watched.keepingRead(visit(record), () => writing);
    expect(await keptOf(record, 'read')).toHaveLength(1);
  });

  it('is not written again by a process that has written it', async () => {
    let commits = 0;
    const counting = trail({
      commit(writes) {
        commits += 1;
        return rig.table.commit(writes);
      },
    });
    const record = unique();
    for (let time = 0; time < 3; time += 1) await counting.keepingRead(visit(record), async () => time);
    expect(commits).toBe(1);
  });

  it('is taken back where the record was not there or not theirs', async () => {
    for (const error of [notFound('customer'), notYours('customer')]) {
      const record = unique();
      await expect(trail().keepingRead(visit(record), refuse(error))).rejects.toBe(error);
      expect(await keptOf(record, 'read')).toEqual([]);
    }
  });

  it('stays where somebody has opened it before in the same hour', async () => {
    const record = unique();
    await trail().keepingRead(visit(record), async () => 'read');
    await expect(trail().keepingRead(visit(record), refuse(notYours('customer')))).rejects.toThrow();
    expect(await keptOf(record, 'read')).toHaveLength(1);
  });
});

describe('who was refused', () => {
  it('is kept once an hour for each person, record and route, without values', async () => {
    const record = unique();
    const other = { route: 'PATCH /customers/{customerId}' };
    for (const each of [{}, {}, other])
      await expect(
        trail().keepingRefusals(visit(record, each), refuse(notYours('customer'))),
      ).rejects.toMatchObject({ code: 'not-found' });
    const kept = await keptOf(record, 'refused');
    expect(kept.map(({ route }) => route)).toEqual(['GET /customers/{customerId}', other.route]);
    expect(Object.keys(kept[0] ?? {}).sort()).toEqual(
      [
        ...['actor', 'at', 'correlationId', 'expires', 'id', 'outcome', 'record', 'route', 'until'],
        ...['gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk', 'pk', 'sk', 'type', 'v'],
      ].sort(),
    );
  });

  it('is nobody who asked for what is not there, sent something wrong, or is a machine', async () => {
    const record = unique();
    const wrong = new AppError('invalid-request', 'Wrong.');
    for (const error of [notFound('customer'), wrong])
      await expect(trail().keepingRefusals(visit(record), refuse(error))).rejects.toBe(error);
    const machine = visit(record, { principal: principal('erp', 'machine') });
    await expect(trail().keepingRefusals(machine, refuse(notYours('customer')))).rejects.toThrow();
    expect(await keptOf(record, 'refused')).toEqual([]);
  });
});

describe('a table that takes nothing', () => {
  const broken = { commit: () => Promise.reject(new Error('The table is away')) };

  it('fails no request', async () => {
    expect(await trail(broken).keepingRead(visit(unique()), async () => 'read')).toBe('read');
    const refusal = new AppError('forbidden', 'No.');
    await expect(trail(broken).keepingRefusals(visit(unique()), refuse(refusal))).rejects.toBe(refusal);
  });
});
