import { describe, expect, it } from 'vitest';
import { callbackItem } from '../../../functions/callbacks/callbacks/callbacks.items.ts';
import { called, claimed } from '../../../functions/callbacks/callbacks/callbacks.rules.ts';
import { scheduleNameOf, scheduleOf } from '../../../functions/callbacks/callbacks/callbacks.schedules.ts';
import { dueKey } from '../../../shared/scheduling/due-list.ts';
import { fromRecord, summaryFromRecord, toRecord } from '../../../shared/table/item.ts';
import { shardOf } from '../../../shared/table/pattern.ts';
import { aCallback, at } from '../../support/callback-samples.ts';

const open = aCallback();
const due = open.due.instant;
const tail = open.id.slice(-10);

describe('a callback in the table', () => {
  it('stands in the lists of its customer, of its owner and of what waits', () => {
    expect(toRecord(callbackItem, open)).toMatchObject({
      pk: `CALLBACK#${open.id}`,
      sk: '-',
      gsi1pk: `C#${open.customerId}`,
      gsi1sk: `OPEN#${due}#${tail}`,
      gsi2pk: 'QUEUE#wang.fang',
      gsi2sk: `scheduled#${due}#${tail}`,
      gsi3pk: dueKey('callback', due, open.id).pk,
      gsi3sk: dueKey('callback', due, tail).sk,
    });
  });

  it('of nobody stands in one of the shards of the team’s queue', () => {
    const record = toRecord(callbackItem, aCallback({ owner: null }));
    expect(record).toMatchObject({ gsi2pk: `QUEUE#none#${shardOf(open.id)}` });
  });

  it('waits for the end of the claim when claimed, for nothing when due', () => {
    const record = toRecord(callbackItem, claimed(open, 'wang.fang', at));
    expect(record).toMatchObject({ gsi3sk: `2026-11-21T10:30:00.000Z#${tail}` });
    expect(toRecord(callbackItem, aCallback({ status: 'due' }))).not.toHaveProperty('gsi3pk');
  });

  it('leaves every list when it is closed, and can be read as before', () => {
    const done = called(open, { outcome: 'reached' }, undefined, { by: 'wang.fang', at });
    const record = toRecord(callbackItem, done);
    expect(Object.keys(record).filter((name) => name.startsWith('gsi'))).toEqual([]);
    expect(fromRecord(callbackItem, record)).toEqual(done);
    expect(summaryFromRecord(callbackItem, record)).toMatchObject({ id: open.id, status: 'completed' });
  });
});

describe('the schedule of a callback', () => {
  it('fires once at the promised instant with the promise it stands for', () => {
    expect(scheduleOf(open, at)).toMatchObject({
      name: `callback-${open.id}`,
      expression: 'at(2026-11-23T02:00:00)',
      timeZone: 'UTC',
      deleteAfterwards: true,
      input: { kind: 'fired', callbackId: open.id, scheduleVersion: 1 },
    });
    expect(scheduleNameOf(open.id).length).toBeLessThanOrEqual(64);
  });

  it('fires a minute from now when the time is nearly here, never in the past', () => {
    expect(scheduleOf(open, '2026-11-23T01:59:58.000Z').expression).toBe('at(2026-11-23T02:00:58)');
  });
});
