/** What comes of a call in which nobody was reached, on a real engine. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callbackItem } from '../../../functions/callbacks/callbacks/callbacks.items.ts';
import {
  type Callback,
  type Completion,
  callbackId as kind,
} from '../../../functions/callbacks/callbacks/callbacks.schema.ts';
import { createCallbacksStore } from '../../../functions/callbacks/callbacks/callbacks.store.ts';
import { completeCallback } from '../../../functions/callbacks/callbacks/operations/complete-callback.ts';
import { createCustomerReader } from '../../../functions/customers/customers/index.ts';
import { createStaffReader } from '../../../functions/people/staff/index.ts';
import { put } from '../../../shared/table/write.ts';
import { newId } from '../../../shared/values/ids.ts';
import { aCallback, at } from '../../support/callback-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { aMember, manager, origin } from './department.ts';

let engine: TestTable;

beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

async function completed(
  fields: Partial<Callback>,
  completion: Completion,
  calledAt = at,
): Promise<Callback> {
  const before = aCallback({ id: newId(kind), status: 'due', owner: null, ...fields });
  await engine.table.commit([put(callbackItem, before)]);
  const callbacks = createCallbacksStore(engine.table);
  const customers = createCustomerReader(engine.table);
  const staff = createStaffReader(engine.table);
  const input = { callbackId: before.id, completion };
  const context = { callbacks, customers, staff, principal: manager, origin: { ...origin, at: calledAt } };
  const { writes } = await completeCallback(input, context);
  await engine.table.commit(writes);
  expect(writes[1]?.record?.event).toBe(
    (await callbacks.find(before.id))?.closedAt ? 'callback.completed' : 'callback.rescheduled',
  );
  return (await callbacks.find(before.id)) as Callback;
}

/** A Monday, 10:00 in Shanghai: two working hours later it is 13:30, after the midday break. */
const monday = '2026-11-23T02:00:30.000Z';

describe('a call in which nobody was reached', () => {
  it.each(['no-answer', 'busy'] as const)('(%s) is tried again two working hours later', async (outcome) => {
    expect(await completed({}, { outcome }, monday)).toMatchObject({
      status: 'scheduled',
      scheduleVersion: 2,
      outcome,
      attempts: [{ outcome }],
      due: { wallTime: '2026-11-23T13:30', timeZone: 'Asia/Shanghai' },
    });
  });

  it('leaves a time that was promised for later as it is', async () => {
    const due = {
      instant: '2026-11-25T01:00:00.000Z',
      wallTime: '2026-11-25T09:00',
      timeZone: 'Asia/Shanghai',
    };
    const after = await completed({ status: 'scheduled', due }, { outcome: 'no-answer' }, monday);
    expect(after).toMatchObject({ status: 'scheduled', due, attempts: [{ outcome: 'no-answer' }] });
  });

  it('is tried again in the hours of its owner', async () => {
    const owner = await aMember(engine.table, { timeZone: 'Europe/London' });
    expect((await completed({ owner }, { outcome: 'busy' }, monday)).due).toMatchObject({
      wallTime: '2026-11-23T11:00',
      timeZone: 'Europe/London',
    });
  });

  it('is tried again at the time that is named, or not at all if that is said', async () => {
    const due = { wallTime: '2026-11-25T16:00' };
    expect((await completed({}, { outcome: 'busy', due }, monday)).due.wallTime).toBe(due.wallTime);
    expect(await completed({}, { outcome: 'busy', close: true }, monday)).toMatchObject({
      status: 'completed',
      outcome: 'busy',
      closedAt: monday,
    });
  });

  it('is the last one after nineteen others', async () => {
    const attempt = { at, by: 'wang.fang', outcome: 'no-answer' as const };
    const before = { attempts: Array(18).fill(attempt) };
    expect((await completed(before, { outcome: 'no-answer' }, monday)).status).toBe('scheduled');
    const tired = { attempts: Array(19).fill(attempt) };
    expect(await completed(tired, { outcome: 'no-answer' }, monday)).toMatchObject({
      status: 'completed',
      outcome: 'no-answer',
    });
  });

  it.each(['reached', 'refused', 'wrong-number'] as const)('is not one that was %s', async (outcome) => {
    expect((await completed({}, { outcome }, monday)).status).toBe('completed');
  });
});
