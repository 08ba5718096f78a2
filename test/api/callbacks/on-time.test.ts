/** Callbacks over time, on a clock of their own: what opens them, what makes them due, and what repairs the rest. */
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CreateScheduleCommand, DeleteScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { instantAfter } from '../../../shared/time/clock.ts';
import { idKind, newId } from '../../../shared/values/ids.ts';
import { ownCloud } from '../../support/cloud.ts';
import { type Department, openDepartment, refusal, shanghaiIn } from './department.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let context: Department;

beforeAll(async () => {
  // A Monday, 09:00 in Shanghai.
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  context = await openDepartment(cloud);
});
afterAll(() => cloud?.close());
beforeEach(() => cloud.local.inbox.clear());

const clientSettings = () => ({
  endpoint: cloud.endpointUrl,
  region: cloud.local.cloud.region,
  credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
});

/** Publishes an event, so often, and waits for what comes of it. */
async function publish(type: string, data: object, actor: object, times = 1): Promise<void> {
  const bus = cloud.local.cloud.template.ofType('AWS::Events::EventBus')[0];
  const at = (await cloud.now()).toISOString();
  const detail = { id: newId(idKind('event')), type, at, data, actor, correlationId: 'test', hops: 0 };
  const entry = {
    EventBusName: bus?.ref,
    Source: 'rapport',
    DetailType: type,
    Detail: JSON.stringify(detail),
  };
  await new EventBridgeClient(clientSettings()).send(
    new PutEventsCommand({ Entries: Array(times).fill(entry) }),
  );
  await cloud.idle();
}

const dropSchedule = (callbackId: string) =>
  new SchedulerClient(clientSettings()).send(
    new DeleteScheduleCommand({ GroupName: groupOf(), Name: `callback-${callbackId}` }),
  );
const groupOf = () => cloud.local.cloud.template.ofType('AWS::Scheduler::ScheduleGroup')[0]?.ref;

/** Promises a customer of 王芳 a call in so many hours. */
async function promise(hours: number, fields: object = {}) {
  const customerId = await context.customer('wang.fang');
  const due = { wallTime: shanghaiIn(hours, await cloud.now()), timeZone: 'Asia/Shanghai' };
  const { body } = await context.manager.callbacks.createCallback({
    body: { customerId, why: 'Asked to be called', due, ...fields },
  });
  await cloud.idle();
  return body;
}

const read = async (callbackId: string) =>
  (await context.manager.callbacks.getCallback({ params: { callbackId } })).body;
const queueOf = (name: string) =>
  cloud.local.cloud.template.ofType('AWS::SQS::Queue').find(({ ref }) => ref.endsWith(name));
const scheduleOf = async (callbackId: string) =>
  (await cloud.schedules()).find(({ name }) => name === `callback-${callbackId}`);
const eventsOf = async (customerId: string) => {
  const { body } = await context.manager.customers.listTimeline({ params: { customerId } });
  return body.items.map(({ type }) => type).filter((type) => type.startsWith('callback.'));
};
const openOf = async (customerId: string) =>
  (await context.manager.callbacks.listCustomerCallbacks({ params: { customerId } })).body.items;

describe('a promised call', () => {
  it('becomes due at its time, and the owner is notified once, in their language', async () => {
    const { id, due, customerId } = await promise(24);
    expect(await scheduleOf(id)).toMatchObject({ next: due.instant });
    await cloud.advance({ duration: 'PT23H59M' });
    expect(await read(id)).toMatchObject({ status: 'scheduled' });
    expect(cloud.local.inbox.mails()).toEqual([]);

    await cloud.advance({ duration: 'PT2M' });
    expect(await read(id)).toMatchObject({ status: 'due', version: 2 });
    expect(await scheduleOf(id)).toBeUndefined();
    const [mail, ...others] = cloud.local.inbox.mails();
    expect(others).toEqual([]);
    expect(mail?.to.join()).toContain('wang.fang@rapport.example');
    expect(mail?.subject).toBe('回访到期：李雷');
    for (const said of [customerId, id, due.wallTime.replace('T', ' '), 'Asked to be called']) {
      expect(mail?.text).toContain(said);
    }
    const { body } = await context.wangFang.callbacks.listCallbacks({ query: { status: 'due' } });
    expect(body.items.map((row) => row.id)).toContain(id);
  });

  it('is told to the department when it is the team’s, and stands in the team’s queue', async () => {
    const { id } = await promise(3, { owner: null });
    await cloud.advance({ duration: 'PT4H' });
    const [mail, ...others] = cloud.local.inbox.mails();
    expect(others).toEqual([]);
    // The sender's own address, unless the setting `departmentEmail` names another.
    expect(mail?.to.join()).toContain('<care@rapport.example>');
    expect(mail?.html).toContain(`href="${cloud.url}/desk/callbacks/${id}"`);
    expect(mail?.text).toContain(`${cloud.url}/desk/callbacks/${id}`);
    // Staff reads it, not a program.
    expect(mail?.text).not.toMatch(/POST|Idempotency-Key|API/);
    const { body } = await context.davidBrown.callbacks.listCallbacks({
      query: { owner: 'none', status: 'due' },
    });
    expect(body.items.map((row) => row.id)).toContain(id);
  });

  it('of an owner whose mailbox has bounced is told to the department, as the bounce itself was', async () => {
    const member = { name: 'Grace', email: 'bounce+grace@simulator.amazonses.com', language: 'en' } as const;
    await context.manager.staff.putStaff({ params: { staffId: 'grace' }, body: member });
    const ofDepartment = () => {
      const mails = cloud.local.inbox.mails();
      return mails.filter(({ to }) => to.join().includes('<care@rapport.example>'));
    };
    const first = await promise(2, { owner: 'grace' });
    const second = await promise(4, { owner: 'grace' });
    await cloud.advance({ duration: 'PT3H' });
    const [told, ...none] = ofDepartment();
    expect(none).toEqual([]);
    expect(told?.subject).toBe('Mail to Grace came back');
    for (const said of ['Grace (grace)', first.id]) expect(told?.text).toContain(said);
    await cloud.advance({ duration: 'PT2H' });
    const [, instead, ...others] = ofDepartment();
    expect(others).toEqual([]);
    expect(instead?.subject).toBe('[For Grace] Call due: 李雷');
    for (const said of ['This was for Grace (grace)', second.id]) expect(instead?.text).toContain(said);
    expect(cloud.local.inbox.mails()).toHaveLength(3);
  });

  it('that gets another owner is told to them, due or not, and to nobody who took it themselves', async () => {
    const give = (callbackId: string, body: object, api = context.manager) =>
      api.callbacks.patchCallback({ params: { callbackId }, body }, { ifMatch: '*' });
    const { id } = await promise(3);
    await give(id, { owner: 'david.brown', due: { wallTime: shanghaiIn(2, await cloud.now()) } });
    await cloud.idle();
    const subjects = () => cloud.local.inbox.mails().map(({ subject }) => subject);
    expect(subjects()).toEqual(['Call handed over to you: 李雷']);
    await cloud.advance({ duration: 'PT2H2M' });
    await give(id, { owner: 'wang.fang' });
    await cloud.idle();
    expect(subjects().slice(1)).toEqual(['Call due: 李雷', '回访到期：李雷']);
    await give(id, { note: 'Prefers mornings' });
    await give(id, { owner: null }, context.wangFang);
    await cloud.idle();
    await give(id, { owner: 'david.brown' }, context.davidBrown);
    await cloud.idle();
    expect(cloud.local.inbox.mails().slice(3)).toMatchObject([
      { to: [expect.stringContaining('care@rapport.example')] },
    ]);
  });

  it('that is moved falls due at the new time only', async () => {
    const { id, customerId } = await promise(2);
    const later = { wallTime: shanghaiIn(5, await cloud.now()) };
    await context.wangFang.callbacks.patchCallback(
      { params: { callbackId: id }, body: { due: later } },
      { ifMatch: 1 },
    );
    await cloud.advance({ duration: 'PT3H' });
    expect(await read(id)).toMatchObject({ status: 'scheduled', scheduleVersion: 2 });
    await cloud.advance({ duration: 'PT3H' });
    expect(await read(id)).toMatchObject({ status: 'due' });
    expect(await eventsOf(customerId)).toEqual(['callback.due', 'callback.rescheduled', 'callback.opened']);
  });

  it('changes nothing when its schedule fires again, late or for an older promise', async () => {
    const { id } = await promise(2);
    await cloud.advance({ duration: 'PT3H' });
    const { body: again } = await context.wangFang.callbacks.completeCallback({
      params: { callbackId: id },
      body: { outcome: 'call-later', due: { wallTime: shanghaiIn(4, await cloud.now()) } },
    });
    expect(again).toMatchObject({ status: 'scheduled', scheduleVersion: 2, outcome: 'call-later' });
    await cloud.idle();
    cloud.local.fireAgain(`callback-${id}`);
    await cloud.idle();
    const events = queueOf('callbacks-events');
    const sqs = new SQSClient(clientSettings());
    for (const scheduleVersion of [1, 1, 99]) {
      const stale = { callbackId: id, scheduleVersion, scheduledTime: '2026-11-23T03:00:00Z' };
      await sqs.send(new SendMessageCommand({ QueueUrl: events?.ref, MessageBody: JSON.stringify(stale) }));
    }
    await cloud.idle();
    expect(await read(id)).toEqual({ ...again, mayCorrect: true });
    await cloud.advance({ duration: 'PT5H' });
    expect(await read(id)).toMatchObject({ status: 'due', version: again.version + 1 });
    expect(cloud.local.inbox.mails()).toHaveLength(2);
  });

  it('that is completed or cancelled leaves no schedule behind', async () => {
    const [called, withdrawn] = [await promise(2), await promise(2)];
    await context.wangFang.callbacks.completeCallback({
      params: { callbackId: called.id },
      body: { outcome: 'reached', note: 'Called early' },
    });
    await context.wangFang.callbacks.cancelCallback({
      params: { callbackId: withdrawn.id },
      body: { why: 'The customer called us' },
    });
    await cloud.idle();
    expect(await scheduleOf(called.id)).toBeUndefined();
    expect(await scheduleOf(withdrawn.id)).toBeUndefined();
    await cloud.advance({ duration: 'PT3H' });
    expect(cloud.local.inbox.mails()).toEqual([]);
  });

  it('falls due at once when its event comes only after its time', async () => {
    const { id, customerId, due } = await promise(0.2);
    await dropSchedule(id);
    // The due list takes it up only two minutes after its time.
    await cloud.advance({ to: instantAfter(due.instant, { minutes: 1 }) });
    expect(await read(id)).toMatchObject({ status: 'scheduled' });
    const opened = {
      ...{ callbackId: id, customerId, version: 1, scheduleVersion: 1 },
      ...{ reason: 'requested', owner: 'wang.fang' },
    };
    await publish('callback.opened', opened, { kind: 'person', id: 'li.na' });
    expect(await read(id)).toMatchObject({ status: 'due' });
    expect(cloud.local.inbox.mails()).toHaveLength(1);
  });

  it('to a customer who was deleted is withdrawn instead of falling due', async () => {
    const { id, customerId } = await promise(2);
    await context.manager.customers.deleteCustomer({ params: { customerId } }, { ifMatch: 1 });
    await cloud.advance({ duration: 'PT3H' });
    expect(await read(id)).toMatchObject({
      status: 'cancelled',
      cancelCode: 'customer-deleted',
    });
    expect(cloud.local.inbox.mails()).toEqual([]);
  });
});

describe('a bad score', () => {
  /** Tells the bus that a customer has answered, so often. */
  async function answer(customerId: string, score: number, times = 1) {
    const responseId = newId(idKind('response'));
    const data = {
      responseId,
      surveyId: newId(idKind('survey')),
      surveyVersion: 1,
      invitationId: newId(idKind('invitation')),
      campaignId: newId(idKind('campaign')),
      customerId,
      score,
      ...(score <= 6 ? { low: { questionId: 'recommend', scale: 'nps', value: score } } : {}),
      band: score >= 9 ? 'promoter' : score >= 7 ? 'passive' : 'detractor',
    };
    await publish('response.recorded', data, { kind: 'customer', id: customerId }, times);
    return responseId;
  }

  it('opens one callback for the owner within four working hours, however often it is told', async () => {
    await cloud.advance({ to: '2026-11-26T02:00:00Z' });
    const customerId = await context.customer('wang.fang');
    const responseId = await answer(customerId, 6, 3);
    const [row, ...others] = await openOf(customerId);
    expect(others).toEqual([]);
    const callback = await read(row?.id ?? '');
    expect(callback).toMatchObject({
      owner: 'wang.fang',
      priority: 'high',
      reason: { kind: 'low-score', responseId, score: 6 },
      due: { wallTime: '2026-11-26T15:30', timeZone: 'Asia/Shanghai' },
    });
    expect(await eventsOf(customerId)).toEqual(['callback.opened']);
    expect(await scheduleOf(callback.id)).toBeDefined();
    await cloud.advance({ to: '2026-11-26T07:31:00Z' });
    expect(await read(callback.id)).toMatchObject({ status: 'due' });
  });

  it('follows the owner’s hours and language, in the customer’s day', async () => {
    const customerId = await context.customer('david.brown');
    await answer(customerId, 0);
    const [row] = await openOf(customerId);
    expect(await read(row?.id ?? '')).toMatchObject({
      // Four working hours end at 13:00 of the day before, when it is 21:00 in Shanghai.
      due: { wallTime: '2026-11-27T09:00', timeZone: 'Europe/London' },
    });
    await cloud.advance({ to: '2026-11-27T09:02:00Z' });
    expect(cloud.local.inbox.mails().map(({ subject }) => subject)).toContain('Call due: 李雷');
  });

  it('is given out by the rules to who has least to do', async () => {
    const params = { kind: 'callbacks' } as const;
    const setRules = (rules: Parameters<typeof assignments.putAssignmentRules>[0]['body']['rules']) =>
      assignments.putAssignmentRules({ params, body: { rules } }, { ifMatch: '*' });
    const { assignments, teams } = context.manager;
    const body = { name: 'Calls', leads: ['wang.fang'], members: ['david.brown'] };
    const { id: team } = (await teams.createTeam({ body })).body;
    await setRules([{ name: 'Poor answers', candidates: { team }, by: 'least-busy' }]);
    const customers = await Promise.all([1, 2, 3, 4].map(() => context.customer(null)));
    await Promise.all(customers.map((customerId) => answer(customerId, 2, 2)));
    const given = await Promise.all(customers.map(openOf));
    const callbacks = await Promise.all(given.flat().map(({ id }) => read(id)));
    await setRules([]);
    expect(callbacks).toHaveLength(4);
    for (const { owner, assigned } of callbacks) {
      expect(body.leads.concat(body.members)).toContain(owner);
      expect(assigned).toEqual({ rule: 'Poor answers', by: 'least-busy', skipped: [], foundNobody: [] });
    }
  });

  it('is a 6 or less of a customer who exists', async () => {
    const customerId = await context.customer('wang.fang');
    await answer(customerId, 7);
    await answer(newId(idKind('customer')), 1);
    expect(await openOf(customerId)).toEqual([]);
    const waiting = (await cloud.queues()).filter(({ visible, inFlight }) => visible + inFlight > 0);
    expect(waiting).toEqual([]);
  });
});

describe('the hourly sweep', () => {
  it('puts a lost schedule again before it is needed', async () => {
    const { id } = await promise(10);
    await dropSchedule(id);
    expect(await scheduleOf(id)).toBeUndefined();
    await cloud.advance({ duration: 'PT1H1M' });
    expect(await scheduleOf(id)).toBeDefined();
  });

  it('removes a schedule whose callback is closed', async () => {
    const { id } = await promise(30);
    await context.manager.callbacks.cancelCallback({ params: { callbackId: id }, body: { why: 'No need' } });
    await cloud.idle();
    const role = cloud.local.cloud.template
      .ofType('AWS::IAM::Role')
      .find(({ logicalId }) => /Scheduler.*Role/.test(logicalId));
    await new SchedulerClient(clientSettings()).send(
      new CreateScheduleCommand({
        GroupName: groupOf(),
        Name: `callback-${id}`,
        ScheduleExpression: 'at(2030-01-01T00:00:00)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: queueOf('callbacks-events')?.arn, RoleArn: role?.arn },
      }),
    );
    expect(await scheduleOf(id)).toBeDefined();
    await cloud.advance({ duration: 'PT1H1M' });
    expect(await scheduleOf(id)).toBeUndefined();
  });
});

describe('the due list', () => {
  it('brings up within minutes what did not fire', async () => {
    const { id } = await promise(0.5);
    await dropSchedule(id);
    await cloud.advance({ duration: 'PT34M' });
    expect(await read(id)).toMatchObject({ status: 'due' });
    expect(cloud.local.inbox.mails()).toHaveLength(1);
  });

  it('gives back what somebody has claimed and forgotten, without a second mail', async () => {
    const { id } = await promise(1);
    await cloud.advance({ duration: 'PT61M' });
    await context.wangFang.callbacks.claimCallback({ params: { callbackId: id } });
    await cloud.advance({ duration: 'PT33M' });
    expect(await read(id)).toMatchObject({ status: 'due', claim: null });
    expect(cloud.local.inbox.mails()).toHaveLength(1);
  });
});

describe('a claim of somebody who has walked away', () => {
  const away = async () => {
    const { id } = await promise(1, { owner: null });
    await cloud.advance({ duration: 'PT61M' });
    const params = { callbackId: id };
    await context.wangFang.callbacks.claimCallback({ params });
    await cloud.idle();
    cloud.local.inbox.clear();
    return params;
  };

  it('names its holder and when it ends, where the callback is read and where it is refused', async () => {
    const params = await away();
    const { body } = await context.davidBrown.callbacks.getCallback({ params });
    expect(body.claim).toEqual({
      ...{ by: 'wang.fang', name: '王芳', until: expect.any(String) },
      mayRelease: false,
    });
    for (const one of [context.manager, context.wangFang]) {
      const { body: seen } = await one.callbacks.getCallback({ params });
      expect(seen.claim).toMatchObject({ mayRelease: true });
    }
    const { until } = body.claim as { until: string };
    const refused = await refusal(context.davidBrown.callbacks.claimCallback({ params }));
    expect(refused).toMatchObject({ status: 409, claim: { by: 'wang.fang', name: '王芳', until } });
    expect(refused.detail).toContain(`王芳 (wang.fang) is working on this callback until ${until}`);
  });

  it('is ended by a manager with a reason, stands in the trail, and the holder is told once', async () => {
    const params = await away();
    const release = (by: typeof context.manager, why = 'Called to a meeting') =>
      by.callbacks.releaseCallback({ params, body: { why } });
    expect(await refusal(release(context.davidBrown))).toMatchObject({ status: 403 });
    const { body: released } = await release(context.manager);
    expect(released).toMatchObject({
      ...{ status: 'due', claim: null },
      released: { from: 'wang.fang', why: 'Called to a meeting' },
    });
    expect(await refusal(release(context.manager))).toMatchObject({ status: 422 });
    await cloud.idle();
    const [mail, ...others] = cloud.local.inbox.mails();
    expect(others).toEqual([]);
    expect(mail?.to.join()).toContain('wang.fang@rapport.example');
    expect(mail?.text).toContain('Called to a meeting');
    const { body: trail } = await context.manager.audit.listAudit({ query: { record: params.callbackId } });
    expect(trail.items[0]).toMatchObject({ type: 'callback.released', actor: { id: 'li.na' } });
    const { body: mine } = await context.davidBrown.callbacks.claimCallback({ params });
    expect(mine).toMatchObject({ claim: { by: 'david.brown' } });
    expect(mine).not.toHaveProperty('released');
  });

  it('is given up by whoever has it, who is told nothing of it', async () => {
    const params = await away();
    await context.wangFang.callbacks.releaseCallback({ params, body: { why: 'Not mine' } });
    await cloud.idle();
    expect(cloud.local.inbox.mails()).toEqual([]);
  });
});
