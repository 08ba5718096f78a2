import { describe, expect, it } from 'vitest';
import { callbackItem } from '../../../functions/callbacks/callbacks/callbacks.items.ts';
import { cancel, claim, recordAttempt } from '../../../functions/callbacks/callbacks/callbacks.rules.ts';
import { scheduleNameOf, scheduleOf } from '../../../functions/callbacks/callbacks/callbacks.schedules.ts';
import { CallbackSummary } from '../../../functions/callbacks/callbacks/callbacks.schema.ts';
import { fromRecord, summaryFromRecord, toRecord } from '../../../shared/table/item.ts';
import { shardOf } from '../../../shared/table/pattern.ts';
import { aCallback, at } from '../../support/callback-samples.ts';

const open = aCallback();
const due = open.due.instant;
const tail = open.id.slice(-10);
const by = (kind: 'person' | 'machine' | 'system', id: string) => ({ actor: { kind, id }, at });

describe('a callback in the table', () => {
  it('stands in the lists of its customer, of its owner and, two minutes later, of what is overdue', () => {
    expect(toRecord(callbackItem, open)).toMatchObject({
      pk: `CALLBACK#${open.id}`,
      sk: '-',
      gsi1pk: `C#${open.customerId}`,
      gsi1sk: `OPEN#${due}#${tail}`,
      gsi2pk: 'QUEUE#wang.fang',
      gsi2sk: `scheduled#${due}#${tail}`,
      gsi3pk: `DUE#work#${shardOf(open.id)}`,
      gsi3sk: `2026-11-23T02:02:00.000Z#callback#${open.id}`,
    });
  });

  it('of nobody stands in one of the shards of the team’s queue', () => {
    const record = toRecord(callbackItem, aCallback({ owner: null }));
    expect(record).toMatchObject({ gsi2pk: `QUEUE#none#${shardOf(open.id)}` });
  });

  it('waits for the end of the claim when claimed, for nothing when due', () => {
    const record = toRecord(callbackItem, claim(open, 'wang.fang', at));
    expect(record).toMatchObject({ gsi3sk: `2026-11-21T10:30:00.000Z#callback#${open.id}` });
    expect(toRecord(callbackItem, aCallback({ status: 'due' }))).not.toHaveProperty('gsi3pk');
  });

  it('moves to the closed ones of its customer and of who closed it, and can be read as before', () => {
    const done = recordAttempt(open, { outcome: 'reached' }, undefined, by('person', 'david.brown'));
    const record = toRecord(callbackItem, done);
    expect(record).toMatchObject({
      gsi1pk: `C#${open.customerId}`,
      gsi1sk: `CLOSED#${at}#${tail}`,
      gsi2pk: 'CLOSED#david.brown',
      gsi2sk: `${at}#${tail}`,
    });
    expect(record).not.toHaveProperty('gsi3pk');
    expect(fromRecord(callbackItem, record)).toEqual(done);
    expect(summaryFromRecord(callbackItem, record)).toMatchObject({ id: open.id, status: 'completed' });
  });

  it('stays with its owner, or the team, when no person closed it', () => {
    const closed = (owner: string | null, kind: 'system' | 'machine') =>
      toRecord(
        callbackItem,
        cancel(aCallback({ owner }), { cancelCode: 'customer-deleted' }, by(kind, 'callbacks-following')),
      );
    expect(closed('wang.fang', 'system')).toMatchObject({ gsi2pk: 'CLOSED#wang.fang' });
    expect(closed('wang.fang', 'machine')).toMatchObject({ gsi2pk: 'CLOSED#wang.fang' });
    expect(closed(null, 'system')).toMatchObject({ gsi2pk: `CLOSED#none#${shardOf(open.id)}` });
  });

  it('shows in lists how often was called, and of a closed one what was noted last and why nobody calls', () => {
    const row = (callback: typeof open) => summaryFromRecord(callbackItem, toRecord(callbackItem, callback));
    const long = '忙'.repeat(200);
    const first = recordAttempt(open, { outcome: 'busy', note: long }, open.due, by('person', 'wang.fang'));
    expect(row(open).attempts).toBe(0);
    expect(row(first)).toMatchObject({ attempts: 1, outcome: 'busy' });
    expect(row(first)).not.toHaveProperty('lastNote');
    const because = { cancelCode: 'by-hand', cancelledBecause: long } as const;
    const cut = { lastNote: '忙'.repeat(160), cancelCode: 'by-hand', cancelledBecause: '忙'.repeat(160) };
    expect(row(cancel(first, because, by('person', 'li.na')))).toMatchObject({ attempts: 1, ...cut });
    const { attempts, ...kept } = row(open);
    expect(CallbackSummary.parse(kept)).toEqual({ ...kept, attempts: 0 });
  });

  it('shows reason and note in lists, cut so that a row stays within one write unit wherever it stands', () => {
    const reason = { kind: 'manual' as const, why: '急'.repeat(300) };
    const note = `${'慢'.repeat(159)}😀${'慢'.repeat(100)}`;
    const summary = summaryFromRecord(callbackItem, toRecord(callbackItem, aCallback({ reason, note })));
    expect(summary).toMatchObject({
      ...{ version: 1, reason: 'manual', why: '急'.repeat(160) },
      note: `${'慢'.repeat(159)}😀`,
    });
  });
});

describe('the schedule of a callback', () => {
  it('fires once at the promised instant with the promise it stands for', () => {
    expect(scheduleOf(open, at)).toMatchObject({
      name: `callback-${open.id}`,
      expression: 'at(2026-11-23T02:00:00)',
      timeZone: 'UTC',
      deleteAfterwards: true,
      input: { callbackId: open.id, scheduleVersion: 1 },
    });
    expect(scheduleNameOf(open.id).length).toBeLessThanOrEqual(64);
  });

  it('fires a minute from now when the time is nearly here, never in the past', () => {
    expect(scheduleOf(open, '2026-11-23T01:59:58.000Z').expression).toBe('at(2026-11-23T02:00:58)');
  });
});
