/** How the department calls is a setting: outcomes, hours, and customers who want no calls. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallSettingsEntry } from '../../../functions/callbacks/calling/calling.schema.ts';
import { defaultCallSettings } from '../../../functions/callbacks/calling/index.ts';
import { ownCloud } from '../../support/cloud.ts';
import { type Department, openDepartment, refusal } from './department.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let context: Department;

beforeAll(async () => {
  // A Monday, 09:00 in Shanghai.
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  context = await openDepartment(cloud);
});
afterAll(() => cloud?.close());

const due = { wallTime: '2026-11-26T10:00', timeZone: 'Asia/Shanghai' };
const any = { ifMatch: '*' } as const;

/** The settings as nobody has set them. */
function entry(): CallSettingsEntry {
  const { version: _, ...fields } = defaultCallSettings;
  return fields;
}

const voicemail = {
  ...{ code: 'voicemail', label: { 'zh-CN': '语音信箱', en: 'voicemail' }, reached: false },
  next: { kind: 'retry', afterHours: 6, atMost: 1 },
} as const;

async function promise(fields: object = {}) {
  const customerId = await context.customer('wang.fang');
  const body = { customerId, why: 'Asked to be called', due, ...fields };
  return (await context.manager.callbacks.createCallback({ body })).body;
}

describe('the settings of calls', () => {
  it('begin with the six outcomes and are read by everybody, set by managers, and given back', async () => {
    const read = (await context.wangFang.calling.getCallSettings({})).body;
    expect(read.outcomes.map(({ code }) => code)).toEqual([
      ...['reached', 'no-answer', 'busy', 'wrong-number', 'call-later', 'refused'],
    ]);
    expect(read).not.toHaveProperty('updatedAt');
    const own = { ...entry(), outcomes: [voicemail] };
    expect(await refusal(context.wangFang.calling.putCallSettings({ body: own }, any))).toMatchObject({
      ...{ status: 403, detail: 'Managers say how the department calls.' },
    });
    const put = (await context.manager.calling.putCallSettings({ body: own }, { ifMatch: read.version }))
      .body;
    expect(put.version).toBe(2);
    // What is left out stays, retired, for calls bear it.
    expect(put.outcomes.map(({ code, retired }) => [code, retired])).toEqual([
      ['voicemail', undefined],
      ...read.outcomes.map(({ code }) => [code, true]),
    ]);
    const stale = context.manager.calling.putCallSettings({ body: own }, { ifMatch: read.version });
    expect(await refusal(stale)).toMatchObject({ status: 412 });
    await cloud.idle();
    const trail = await context.manager.audit.listAudit({ query: { record: 'callback-settings' } });
    const [change] = trail.body.items;
    expect(change).toMatchObject({ type: 'callback-settings.changed', actor: { id: 'li.na' } });
    const params = { eventId: change?.id ?? '' };
    const back = (await context.manager.calling.restoreCallSettings({ params })).body;
    expect(back.outcomes.slice(0, 6)).toEqual(read.outcomes);
    expect(back.outcomes[6]).toMatchObject({ code: 'voicemail', retired: true });
  });

  it('are refused where they are not possible, and say which', async () => {
    const { outcomes, ...rest } = entry();
    const toTicket = { ...voicemail, code: 'complained', next: { kind: 'ticket' } } as const;
    const scripts = [{ reason: 'manual', surveyId: 'survey_01jd3x5y9hf1bvt6w0k2m4n8pq' }];
    const body = { ...rest, outcomes: [...outcomes, toTicket], scripts };
    expect(await refusal(context.manager.calling.putCallSettings({ body }, any))).toMatchObject({
      status: 400,
      errors: [
        {
          pointer: '/body/outcomes/6/next/kind',
          reason: 'There are no tickets yet: close it instead.',
        },
        {
          pointer: '/body/scripts/0/surveyId',
          reason: 'There is no open survey of this id, see GET /surveys.',
        },
      ],
    });
    const early = { ...rest, outcomes, hours: { from: '20:00', to: '09:00' } };
    expect(await refusal(context.manager.calling.putCallSettings({ body: early }, any))).toMatchObject({
      errors: [{ pointer: '/body/hours', reason: 'must end after they begin' }],
    });
    const none = { ...rest, outcomes: [{ ...voicemail, retired: true as const }] };
    expect(await refusal(context.manager.calling.putCallSettings({ body: none }, any))).toMatchObject({
      errors: [{ pointer: '/body/outcomes', reason: 'must have one that is not retired' }],
    });
  });

  it('decide from the next call on what follows, and old calls keep their outcome', async () => {
    const { outcomes, ...rest } = entry();
    const active = outcomes;
    await context.manager.calling.putCallSettings(
      { body: { ...rest, outcomes: [...active, voicemail] } },
      any,
    );
    const { id } = await promise();
    const params = { callbackId: id };
    const call = (outcome: string) =>
      context.wangFang.callbacks.completeCallback({ params, body: { outcome } });
    const once = (await call('voicemail')).body;
    expect(once).toMatchObject({ status: 'scheduled', outcome: 'voicemail' });
    await context.manager.calling.putCallSettings({ body: { ...rest, outcomes: active } }, any);
    expect(await refusal(call('voicemail'))).toMatchObject({
      errors: [{ pointer: '/body/outcome', reason: expect.stringContaining('reached, no-answer, busy') }],
    });
    expect((await context.wangFang.callbacks.getCallback({ params })).body.attempts).toMatchObject([
      { outcome: 'voicemail', reached: false },
    ]);
  });
});

describe('a customer who wants no calls', () => {
  it('is promised none any more, and what was promised is withdrawn', async () => {
    const { outcomes, ...rest } = entry();
    const never = { ...voicemail, code: 'never', reached: true, next: { kind: 'do-not-call' } } as const;
    await context.manager.calling.putCallSettings({ body: { ...rest, outcomes: [...outcomes, never] } }, any);
    const first = await promise();
    const { customerId } = first;
    const other = (
      await context.manager.callbacks.createCallback({ body: { customerId, why: 'Another', due } })
    ).body;
    const note = 'Never again';
    const params = { callbackId: first.id };
    await context.wangFang.callbacks.completeCallback({ params, body: { outcome: 'never', note } });
    await cloud.idle();
    const said = (await context.manager.consents.listConsents({ params: { customerId } })).body.items;
    expect(said).toMatchObject([{ purpose: 'surveys', channel: 'phone', status: 'withdrawn', note }]);
    const withdrawn = await context.manager.callbacks.getCallback({ params: { callbackId: other.id } });
    expect(withdrawn.body).toMatchObject({ status: 'cancelled', cancelCode: 'do-not-call' });
    const again = context.manager.callbacks.createCallback({ body: { customerId, why: 'Again', due } });
    expect(await refusal(again)).toMatchObject({
      status: 422,
      detail: 'This customer wants no calls, as is noted in their consents.',
    });
    await context.manager.consents.putConsent({
      params: { customerId, purpose: 'surveys', channel: 'phone' },
      body: { status: 'granted', source: 'phone', note: 'Changed their mind' },
    });
    const body = { customerId, why: 'Again', due };
    expect((await context.manager.callbacks.createCallback({ body })).body.status).toBe('scheduled');
  });
});

describe('a call', () => {
  it('that was begun says how long it took, and whoever takes it over begins anew', async () => {
    const { id } = await promise();
    const params = { callbackId: id };
    const begun = (await context.wangFang.callbacks.startCallback({ params })).body;
    expect(begun).toMatchObject({
      status: 'claimed',
      claim: { by: 'wang.fang' },
      startedAt: expect.any(String),
    });
    expect(await refusal(context.davidBrown.callbacks.startCallback({ params }))).toMatchObject({
      status: 404,
    });
    await cloud.advance({ duration: 'PT5M' });
    expect((await context.wangFang.callbacks.startCallback({ params })).body.startedAt).toBe(begun.startedAt);
    const done = await context.wangFang.callbacks.completeCallback({ params, body: { outcome: 'reached' } });
    const { startedAt } = begun;
    expect(done.body.attempts).toMatchObject([{ startedAt, reached: true }]);
    expect(done.body.attempts[0]?.seconds).toBeGreaterThanOrEqual(300);
    expect(done.body).not.toHaveProperty('startedAt');
  });

  it('is planned in the hours the customer wants, where no time is named', async () => {
    const wantedHours = { from: '16:00', to: '18:00', days: ['wednesday' as const] };
    const planned = await promise({ due: undefined, wantedHours });
    expect(planned).toMatchObject({ wantedHours, due: { wallTime: '2026-11-25T16:00' } });
    expect(planned.due).not.toHaveProperty('outsideCustomersDay');
    expect((await promise({ wantedHours })).due.outsideCustomersDay).toBe(true);
    expect(await refusal(promise({ due: undefined }))).toMatchObject({
      errors: [{ pointer: '/body/due', reason: expect.stringContaining('must say when to call') }],
    });
    const params = { callbackId: planned.id };
    const patch = { wantedHours: null };
    const freed = await context.wangFang.callbacks.patchCallback({ params, body: patch }, any);
    expect(freed.body).not.toHaveProperty('wantedHours');
  });
});
