/** The claim of a notice, on a real engine: processes that are told at the same instant. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callbackItem, noticeItem } from '../../../functions/callbacks/callbacks/callbacks.items.ts';
import { createNoticesStore } from '../../../functions/callbacks/callbacks/callbacks.notices.store.ts';
import type { Callback } from '../../../functions/callbacks/callbacks/callbacks.schema.ts';
import { createCallbacksStore } from '../../../functions/callbacks/callbacks/callbacks.store.ts';
import { tellOwner } from '../../../functions/callbacks/callbacks/operations/tell-owner.ts';
import { createStaffReader } from '../../../functions/people/staff/index.ts';
import { staffItem } from '../../../functions/people/staff/staff.items.ts';
import { newStaff } from '../../../functions/people/staff/staff.rules.ts';
import { StaffEntry } from '../../../functions/people/staff/staff.schema.ts';
import type { SendOutcome } from '../../../shared/messaging/email.ts';
import type { ItemDeclaration, ValueOf } from '../../../shared/table/item.ts';
import { insert } from '../../../shared/table/write.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { newId } from '../../../shared/values/ids.ts';
import { aCallback, at } from '../../support/callback-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

let engine: TestTable;

beforeAll(async () => {
  engine = await startTable();
  const entry = StaffEntry.parse({ name: '王芳', email: 'wang.fang@rapport.example' });
  await keep(staffItem, newStaff('wang.fang', entry, at));
});
afterAll(() => engine?.close());

async function keep<Item extends ItemDeclaration>(item: Item, value: ValueOf<Item>) {
  await engine.table.commit([insert(item, value, { onConflict: new Error('is there already') })]);
}

async function aDueCallback(
  changes: Partial<Callback> = {},
): Promise<{ callbackId: string; scheduleVersion: number }> {
  const callback = aCallback({ id: newId('callback'), status: 'due', ...changes });
  await keep(callbackItem, callback);
  return { callbackId: callback.id, scheduleVersion: 1 };
}

/** What the function is given, with a mail service that keeps a ledger. */
function office(outcome: SendOutcome = { outcome: 'accepted', messageId: 'm-1' }) {
  const sent: string[] = [];
  const context = {
    callbacks: createCallbacksStore(engine.table),
    notices: createNoticesStore(engine.table),
    staff: createStaffReader(engine.table),
    channel: {
      async send({ sendId }: { sendId: string }) {
        sent.push(sendId);
        return outcome;
      },
    },
    at,
  };
  return { sent, context };
}

const noticeOf = (key: object) => engine.table.find(noticeItem, { ...key });

describe('telling the owner of a due callback', () => {
  it('sends one mail when many processes are told at the same instant', async () => {
    const key = await aDueCallback();
    const { sent, context } = office();
    await Promise.all(Array.from({ length: 20 }, () => tellOwner(key, context)));
    expect(sent).toEqual([`${key.callbackId}.1`]);
    expect(await noticeOf(key)).toMatchObject({ state: 'sent', messageId: 'm-1' });
    expect(await tellOwner(key, context)).toBe('sent');
    expect(sent).toHaveLength(1);
  });

  it('waits for a claim that is fresh and gives an old one up as unknown, without a second mail', async () => {
    const key = await aDueCallback();
    const { sent, context } = office();
    await context.notices.begin({ ...key, state: 'sending', at });
    expect(await tellOwner(key, { ...context, at: instantAfter(at, { minutes: 1 }) })).toBe('busy');
    expect(await tellOwner(key, { ...context, at: instantAfter(at, { minutes: 6 }) })).toBe('unknown');
    expect(sent).toEqual([]);
    expect(await noticeOf(key)).toMatchObject({ state: 'unknown' });
  });

  it('comes again after a mail that certainly did not go', async () => {
    const key = await aDueCallback();
    const throttled = office({ outcome: 'retry', reason: 'TooManyRequestsException' });
    await expect(tellOwner(key, throttled.context)).rejects.toThrow('could not be sent now');
    expect(await noticeOf(key)).toMatchObject({ state: 'waiting', because: 'TooManyRequestsException' });
    const { sent, context } = office();
    expect(await tellOwner(key, context)).toBe('sent');
    expect(sent).toHaveLength(1);
  });

  it('is over for good when the mail was refused or its reply was lost', async () => {
    for (const outcome of [
      { outcome: 'refused', reason: 'MessageRejected', permanent: true },
      { outcome: 'unknown', reason: 'TimeoutError' },
    ] as const) {
      const key = await aDueCallback();
      const { sent, context } = office(outcome);
      expect(await tellOwner(key, context)).toBe(outcome.outcome);
      expect(await tellOwner(key, context)).toBe(outcome.outcome);
      expect(sent).toHaveLength(1);
    }
  });

  it('needs a due callback of this promise, and an owner who works here', async () => {
    const { sent, context } = office();
    const team = await aDueCallback({ owner: null });
    const stranger = await aDueCallback({ owner: 'no.body' });
    const scheduled = await aDueCallback({ status: 'scheduled' });
    const moved = { ...(await aDueCallback()), scheduleVersion: 2 };
    const results = [];
    for (const key of [team, stranger, scheduled, moved]) results.push(await tellOwner(key, context));
    expect(results).toEqual(['nobody', 'no-address', 'stale', 'stale']);
    expect(await noticeOf(stranger)).toMatchObject({ state: 'no-address' });
    expect(sent).toEqual([]);
  });
});
