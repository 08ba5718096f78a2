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
import { callSettingsItem } from '../../../functions/callbacks/calling/calling.items.ts';
import type { CallSettings, OutcomeCode } from '../../../functions/callbacks/calling/calling.schema.ts';
import { createCallSettingsReader, defaultCallSettings } from '../../../functions/callbacks/calling/index.ts';
import { createConsentReader } from '../../../functions/contact/consents/index.ts';
import { createCustomerReader } from '../../../functions/customers/customers/index.ts';
import { createStaffReader } from '../../../functions/people/staff/index.ts';
import { put } from '../../../shared/table/write.ts';
import { newId } from '../../../shared/values/ids.ts';
import { aCallback, at } from '../../support/callback-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { aCustomer, aMember, manager, origin } from './department.ts';

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
  const settings = createCallSettingsReader(engine.table);
  const consents = createConsentReader(engine.table);
  const input = { callbackId: before.id, completion };
  const context = {
    callbacks,
    customers,
    staff,
    settings,
    consents,
    principal: manager,
    origin: { ...origin, at: calledAt },
  };
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

/** The settings of the department from now on. */
async function set(outcomes: readonly OutcomeCode[], fields: Partial<CallSettings> = {}) {
  const settings = { ...defaultCallSettings, version: 2, outcomes: [...outcomes], ...fields };
  await engine.table.commit([put(callSettingsItem, settings)]);
}

const label = { 'zh-CN': '语音信箱', en: 'voicemail' };
const voicemail = (fields: Partial<OutcomeCode> = {}): OutcomeCode => ({
  ...{ code: 'voicemail', label, reached: false },
  next: { kind: 'retry', afterHours: 8, atMost: 2 },
  ...fields,
});

describe('an outcome of the department’s own', () => {
  afterAll(() => set(defaultCallSettings.outcomes));

  it('is tried again after its working hours, at another time of day, and as often as it says', async () => {
    await set([voicemail()]);
    // Eight working hours are a working day in Shanghai: it would be ten o’clock again.
    const once = await completed({}, { outcome: 'voicemail' }, monday);
    expect(once).toMatchObject({
      status: 'scheduled',
      attempts: [{ outcome: 'voicemail', reached: false }],
      due: { wallTime: '2026-11-24T11:00' },
    });
    const attempt = { at: monday, by: 'wang.fang', outcome: 'voicemail' };
    const other = { at: monday, by: 'wang.fang', outcome: 'busy' };
    const twice = { attempts: [attempt, other] };
    expect((await completed(twice, { outcome: 'voicemail' }, monday)).status).toBe('scheduled');
    const tired = { attempts: [attempt, other, attempt] };
    expect(await completed(tired, { outcome: 'voicemail' }, monday)).toMatchObject({
      ...{ status: 'completed', outcome: 'voicemail' },
    });
  });

  it('that is retired or was never there is refused, and those that are there are named', async () => {
    await set([voicemail(), voicemail({ code: 'fax', retired: true })]);
    for (const outcome of ['fax', 'reached'])
      await expect(completed({}, { outcome }, monday)).rejects.toMatchObject({
        code: 'invalid-request',
        violations: [{ pointer: '/body/outcome', reason: 'must be one of voicemail' }],
      });
  });

  it('with which the customer names a time needs one, or the hours they want', async () => {
    await set([voicemail({ code: 'later', next: { kind: 'ask-again' } })]);
    await expect(completed({}, { outcome: 'later' }, monday)).rejects.toMatchObject({
      violations: [{ pointer: '/body/due', reason: 'must say when to call again' }],
    });
    const wantedHours = { from: '15:00', to: '16:00', days: ['wednesday' as const] };
    expect(await completed({}, { outcome: 'later', wantedHours }, monday)).toMatchObject({
      ...{ status: 'scheduled', wantedHours, due: { wallTime: '2026-11-25T15:00' } },
    });
  });

  it.each(['due', 'wantedHours'] as const)('after which nobody calls takes no %s', async (field) => {
    await set([voicemail({ next: { kind: 'close' } })]);
    const fields = { due: { wallTime: '2026-11-24T10:00' }, wantedHours: { from: '15:00', to: '16:00' } };
    await expect(
      completed({}, { outcome: 'voicemail', [field]: fields[field] }, monday),
    ).rejects.toMatchObject({
      violations: [
        {
          pointer: `/body/${field}`,
          reason: 'goes only with outcomes after which the customer is called again',
        },
      ],
    });
  });

  it('keeps to the hours the customer wants when it is tried again', async () => {
    await set([voicemail({ next: { kind: 'retry', afterHours: 1, atMost: 2 } })], { quietDays: ['tuesday'] });
    const wantedHours = { from: '09:00', to: '10:00' };
    const again = await completed({ wantedHours }, { outcome: 'voicemail' }, monday);
    // Wanted hours count on any day; without any, the department calls nobody on a Tuesday.
    expect(again).toMatchObject({ wantedHours, due: { wallTime: '2026-11-24T09:00' } });
    const late = await completed({}, { outcome: 'voicemail' }, '2026-11-23T09:30:00.000Z');
    expect(late.due.wallTime).toBe('2026-11-25T09:00');
  });

  it('by which the customer wants no calls is noted in the consents', async () => {
    await set([voicemail({ code: 'never-again', reached: true, next: { kind: 'do-not-call' } })]);
    const customerId = await aCustomer(engine.table, null);
    const note = 'Wants to hear from nobody';
    const after = await completed({ customerId }, { outcome: 'never-again', note }, monday);
    expect(after).toMatchObject({ status: 'completed', attempts: [{ reached: true }] });
    const consents = createConsentReader(engine.table);
    expect(await consents.list([customerId])).toMatchObject([
      { purpose: 'surveys', channel: 'phone', status: 'withdrawn', source: 'phone', note },
    ]);
  });
});
