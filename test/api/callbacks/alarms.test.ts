/** Who is told before and after the time of a call, and who calls when its owner is away: as the department wants it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallSettingsEntry } from '../../../functions/callbacks/calling/calling.schema.ts';
import { defaultCallSettings } from '../../../functions/callbacks/calling/index.ts';
import { type OwnCloud, ownCloud } from '../../support/cloud.ts';
import { type Department, openDepartment, shanghaiIn } from './department.ts';

let cloud: OwnCloud;
let context: Department;

beforeAll(async () => {
  // A Monday, 09:00 in Shanghai.
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  context = await openDepartment(cloud);
});
afterAll(() => cloud?.close());
beforeEach(() => cloud.local.inbox.clear());

async function settings(fields: Partial<CallSettingsEntry>) {
  const { version: _, ...entry } = defaultCallSettings;
  await context.manager.calling.putCallSettings({ body: { ...entry, ...fields } }, { ifMatch: '*' });
}

/** Promises a customer a call in so many hours. */
async function promise(hours: number, fields: object = {}) {
  const customerId = await context.customer('wang.fang');
  const due = { wallTime: shanghaiIn(hours, await cloud.now()), timeZone: 'Asia/Shanghai' };
  const body = { customerId, why: 'Asked to be called', due, ...fields };
  const promised = (await context.manager.callbacks.createCallback({ body })).body;
  await cloud.idle();
  return promised;
}

const read = async (callbackId: string) =>
  (await context.manager.callbacks.getCallback({ params: { callbackId } })).body;

const told = () => cloud.local.inbox.mails().map(({ to, subject }) => `${subject} > ${to.join()}`);

describe('a call', () => {
  it('is reminded of once before its time, of the last promise only, and soon ones are not', async () => {
    await settings({ remindMinutesBefore: 30 });
    const { id, due, version } = await promise(3);
    expect((await read(id)).remindAt).toBe(new Date(Date.parse(due.instant) - 30 * 60_000).toISOString());
    const moved = { due: { wallTime: shanghaiIn(5, await cloud.now()), timeZone: 'Asia/Shanghai' } };
    await context.manager.callbacks.patchCallback(
      { params: { callbackId: id }, body: moved },
      { ifMatch: version },
    );
    const soon = await promise(0.4);
    expect(soon).not.toHaveProperty('remindAt');
    await cloud.advance({ duration: 'PT4H29M' });
    expect(told().filter((each) => each.includes('即将'))).toEqual([]);
    await cloud.advance({ duration: 'PT5M' });
    expect(told().filter((each) => each.includes('即将'))).toEqual([
      expect.stringMatching(/^回访即将到期：李雷 > .*wang\.fang@rapport\.example/),
    ]);
    const reminded = await read(id);
    expect(reminded).toMatchObject({ status: 'scheduled' });
    expect(reminded).not.toHaveProperty('remindAt');
    await cloud.advance({ duration: 'PT30M' });
    expect(await read(id)).toMatchObject({ status: 'due' });
    expect(told().filter((each) => each.includes('即将'))).toHaveLength(1);
  });

  it('that nobody makes is told to those who lead a team of its owner, once, after working hours', async () => {
    await settings({ escalateAfterHours: 2 });
    const team = { name: 'Calls', leads: ['li.na'], members: ['wang.fang'] };
    await context.manager.staff.putStaff(
      { params: { staffId: 'li.na' }, body: { name: '李娜', email: 'li.na@rapport.example' } },
      { ifMatch: '*' },
    );
    await context.manager.teams.createTeam({ body: team });
    // On Tuesday at 17:00, an hour before work ends.
    await cloud.advance({ to: '2026-11-24T01:00:00Z' });
    const [late, made] = [await promise(8), await promise(8)];
    await cloud.advance({ to: '2026-11-24T09:30:00Z' });
    cloud.local.inbox.clear();
    await context.wangFang.callbacks.completeCallback({
      params: { callbackId: made.id },
      body: { outcome: 'reached' },
    });
    await cloud.advance({ to: '2026-11-25T01:25:00Z' });
    expect(told()).toEqual([]);
    await cloud.advance({ to: '2026-11-25T03:00:00Z' });
    expect(told()).toEqual([expect.stringMatching(/^回访逾期无人致电：李雷 > .*li\.na@rapport\.example/)]);
    expect(cloud.local.inbox.mails()[0]?.text).toContain(late.id);
    expect(await read(late.id)).toMatchObject({ status: 'due', owner: 'wang.fang' });
    await cloud.advance({ to: '2026-11-26T03:00:00Z' });
    expect(told()).toHaveLength(1);
  });

  it('is given out again when its owner is away without anybody to stand in, and only where that is wanted', async () => {
    const absence = { from: '2026-11-27', until: '2026-11-30', deputy: null };
    await cloud.advance({ to: '2026-11-26T06:00:00Z' });
    const others = { name: 'Others', leads: ['li.na'], members: ['wang.fang', 'david.brown'] };
    const { id: team } = (await context.manager.teams.createTeam({ body: others })).body;
    const rules = [{ name: 'Everybody', candidates: { team }, by: 'least-busy' as const }];
    const params = { kind: 'callbacks' } as const;
    await context.manager.assignments.putAssignmentRules({ params, body: { rules } }, { ifMatch: '*' });
    await settings({});
    const kept = await promise(20, { owner: 'wang.fang' });
    await context.manager.staff.planAbsence({ params: { staffId: 'wang.fang' }, body: absence });
    await cloud.advance({ duration: 'PT21H' });
    expect(await read(kept.id)).toMatchObject({ status: 'due', owner: 'wang.fang' });
    await settings({ reassignAbsent: true });
    const moved = await promise(2, { owner: 'wang.fang' });
    cloud.local.inbox.clear();
    await cloud.advance({ duration: 'PT3H' });
    expect(await read(moved.id)).toMatchObject({
      ...{ status: 'due', owner: expect.stringMatching(/li\.na|david\.brown/), version: 2 },
      assigned: { rule: 'Everybody' },
    });
    expect(told()).toEqual([expect.stringMatching(/ > .*(li\.na|david\.brown)@rapport\.example/)]);
  });

  it('is given out so, too, when its time is over before its schedule could be made', async () => {
    const minute = new Date(Math.ceil((await cloud.now()).getTime() / 60_000) * 60_000 + 300_000);
    await cloud.advance({ to: new Date(minute.getTime() - 300_000).toISOString() });
    await cloud.faults([
      { service: 'scheduler', operation: 'CreateSchedule', rate: 1, kind: 'throttle', seed: 1 },
    ]);
    const due = { wallTime: shanghaiIn(0, minute), timeZone: 'Asia/Shanghai' };
    const moved = await promise(0, { owner: 'wang.fang', due });
    await cloud.faults([]);
    // The event is looked at again six minutes later, before the list of what is overdue has it.
    await cloud.advance({ duration: 'PT6M10S' });
    expect(await read(moved.id)).toMatchObject({
      ...{ status: 'due', owner: expect.stringMatching(/li\.na|david\.brown/) },
      assigned: { rule: 'Everybody' },
    });
    const waiting = (await cloud.queues()).filter(({ name }) => name.endsWith('callbacks-schedules'));
    expect(waiting.flatMap(({ messages }) => messages)).toEqual([]);
  });
});
