/** Work that nobody was named for, on a real engine: who gets it, why, and how fair 50 at once are to each other. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCallbacksStore } from '../../../functions/callbacks/callbacks/callbacks.store.ts';
import { createCallback } from '../../../functions/callbacks/callbacks/operations/create-callback.ts';
import {
  type AnswerCall,
  openForAnswer,
} from '../../../functions/callbacks/callbacks/operations/open-for-answer.ts';
import { createCallSettingsReader } from '../../../functions/callbacks/calling/index.ts';
import { createClosedLoopStore } from '../../../functions/callbacks/closed-loop/closed-loop.store.ts';
import { openLoop } from '../../../functions/callbacks/closed-loop/operations/open-loop.ts';
import { createConsentReader } from '../../../functions/contact/consents/index.ts';
import { createCustomerReader } from '../../../functions/customers/customers/index.ts';
import { rulesItem } from '../../../functions/people/assignments/assignments.items.ts';
import { AssignmentRule } from '../../../functions/people/assignments/assignments.schema.ts';
import { createAssignmentsStore } from '../../../functions/people/assignments/assignments.store.ts';
import { createAssign, type Work } from '../../../functions/people/assignments/index.ts';
import { putRules } from '../../../functions/people/assignments/operations/put-rules.ts';
import { createStaffReader } from '../../../functions/people/staff/index.ts';
import { absenceId } from '../../../functions/people/staff/staff.schema.ts';
import { createTeamReader } from '../../../functions/people/teams/index.ts';
import { teamItem } from '../../../functions/people/teams/teams.items.ts';
import { deleteTeam } from '../../../functions/people/teams/teams.operations.ts';
import { teamId } from '../../../functions/people/teams/teams.schema.ts';
import { createTeamsStore } from '../../../functions/people/teams/teams.store.ts';
import { createResponseReader } from '../../../functions/surveys/responses/index.ts';
import { createCommentReader } from '../../../functions/surveys/texts/index.ts';
import { ConcurrentModification } from '../../../shared/table/commit.ts';
import { put } from '../../../shared/table/write.ts';
import { newId } from '../../../shared/values/ids.ts';
import { at } from '../../support/callback-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { aCustomer, aMember, anAnswer, manager, origin } from '../callbacks/department.ts';

let engine: TestTable;

beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

async function setRules(...rules: Partial<Parameters<typeof AssignmentRule.parse>[0] & object>[]) {
  const parsed = rules.map((rule, index) => AssignmentRule.parse({ name: `Rule ${index + 1}`, ...rule }));
  await engine.table.commit([put(rulesItem, { id: 'callbacks', version: 2, rules: parsed, updatedAt: at })]);
}

async function aTeam(...members: string[]): Promise<string> {
  const id = newId(teamId);
  const [lead = '', ...others] = members;
  const team = { id, version: 1, name: 'Shanghai', leads: [lead], members: others, shared: false };
  await engine.table.commit([put(teamItem, { ...team, createdAt: at, updatedAt: at })]);
  return id;
}

const away = (deputy: string | null) => ({
  absences: [{ id: newId(absenceId), from: '2026-11-21', until: '2026-11-22', deputy }],
});

const work = (customer: Partial<Work['customer']> = {}): Work => ({
  reason: 'manual',
  customer: { owner: null, language: 'zh-CN', tags: [], ...customer },
});

const assign = (one: Work = work(), when = at) => createAssign(engine.table)('callbacks', one, when);

async function promise(owner: string | null = null) {
  const customerId = await aCustomer(engine.table, owner);
  const context = {
    callbacks: createCallbacksStore(engine.table),
    customers: createCustomerReader(engine.table),
    staff: createStaffReader(engine.table),
    assign: createAssign(engine.table),
    settings: createCallSettingsReader(engine.table),
    consents: createConsentReader(engine.table),
    principal: manager,
    origin,
  };
  const input = { customerId, why: 'Asked', due: { wallTime: '2026-11-24T10:00' }, priority: 'low' as const };
  const { result, writes } = await createCallback(input, context);
  await engine.table.commit(writes);
  return result;
}

const fifty = <Result>(act: () => Promise<Result>) => Promise.all(Array.from({ length: 50 }, act));
const members = (count: number, fields = {}) =>
  Promise.all(Array.from({ length: count }, () => aMember(engine.table, fields)));
const shareOf = (owners: readonly (string | null)[], id: string) =>
  owners.filter((owner) => owner === id).length;

describe('without rules', () => {
  it('work is the owner’s of the customer, or nobody’s', async () => {
    const owner = await aMember(engine.table);
    expect(await promise(owner)).toMatchObject({ owner });
    expect(await promise(owner)).not.toHaveProperty('assigned');
    expect(await promise(null)).toMatchObject({ owner: null });
    const deputy = await aMember(engine.table);
    const absent = await aMember(engine.table, away(deputy));
    expect(await promise(absent)).toMatchObject({
      owner: deputy,
      assigned: { rule: null, by: 'owner', skipped: [{ staffId: absent, because: 'absent' }] },
    });
  });
});

describe('the owner of the customer', () => {
  it('is stood in for while away, on their own calendar day', async () => {
    await setRules({ by: 'owner' });
    const deputy = await aMember(engine.table);
    const owner = await aMember(engine.table, away(deputy));
    expect(await assign(work({ owner }))).toMatchObject({
      owner: deputy,
      member: { id: deputy },
      assigned: { rule: 'Rule 1', by: 'owner', skipped: [{ staffId: owner, because: 'absent' }] },
    });
    // In Shanghai it is Monday by then, in London still Sunday.
    const night = '2026-11-22T17:00:00.000Z';
    expect((await assign(work({ owner }), night)).owner).toBe(owner);
    const london = await aMember(engine.table, { ...away(deputy), timeZone: 'Europe/London' });
    expect((await assign(work({ owner: london }), night)).owner).toBe(deputy);
  });

  it('is passed over when gone, full, or not whom the rule is meant for', async () => {
    const next = await aMember(engine.table);
    const team = await aTeam(next);
    await setRules(
      { by: 'owner', candidates: { skills: ['returns'] } },
      { by: 'round-robin', candidates: { team } },
    );
    const gone = await aMember(engine.table, { active: false, skills: ['returns'] });
    const full = await aMember(engine.table, { capacity: { callbacks: 0 }, skills: ['returns'] });
    const other = await aMember(engine.table);
    for (const [staffId, because] of [
      [gone, 'inactive'],
      [full, 'full'],
      [other, 'unsuited'],
    ] as const)
      expect(await assign(work({ owner: staffId }))).toMatchObject({
        owner: next,
        assigned: { rule: 'Rule 2', by: 'round-robin', skipped: [{ staffId, because }] },
      });
  });
});

describe('a team', () => {
  it('leaves out who is away or cannot do it, and says who was away', async () => {
    const [here, absent] = [
      await aMember(engine.table, { skills: ['returns'] }),
      await aMember(engine.table, { skills: ['returns'], ...away(null) }),
    ];
    const team = await aTeam(here, absent, await aMember(engine.table));
    await setRules({ by: 'least-busy', candidates: { team, skills: ['returns'] } });
    expect(await assign()).toMatchObject({
      owner: here,
      assigned: { skipped: [{ staffId: absent, because: 'absent' }] },
    });
  });

  it('is not taken apart while rules name it, however close to each other the two are', async () => {
    const assignments = createAssignmentsStore(engine.table);
    const teams = createTeamsStore(engine.table);
    const setTo = async (team: string) => {
      const entry = { rules: [AssignmentRule.parse({ name: 'Gold', by: 'owner', candidates: { team } })] };
      const input = { kind: 'callbacks', version: '*', entry } as const;
      const people = { staff: createStaffReader(engine.table), teams: createTeamReader(engine.table) };
      return (await putRules(input, { assignments, ...people, origin })).writes;
    };
    const takeApart = async (id: string) =>
      (await deleteTeam({ id, version: '*' }, { teams, origin })).writes;
    await setRules();
    const [kept, gone] = [await aTeam(await aMember(engine.table)), await aTeam(await aMember(engine.table))];
    const [setting, deleting] = [await setTo(kept), await takeApart(kept)];
    await engine.table.commit(setting);
    await expect(engine.table.commit(deleting)).rejects.toBeInstanceOf(ConcurrentModification);
    await expect(takeApart(kept)).rejects.toMatchObject({
      code: 'not-allowed-now',
      message: expect.stringMatching(/callbacks .*: Gold\./),
    });
    const late = await setTo(gone);
    await engine.table.commit(await takeApart(gone));
    await expect(engine.table.commit(late)).rejects.toBeInstanceOf(ConcurrentModification);
    await expect(setTo(gone)).rejects.toMatchObject({ code: 'invalid-request' });
  });

  it('is asked for who has the customer in a territory, and for who speaks the language', async () => {
    const [east, west] = [
      await aMember(engine.table, { territories: [{ country: 'CN', region: '上海' }] }),
      await aMember(engine.table, { territories: [{ country: 'GB' }], spokenLanguages: ['en'] }),
    ];
    const team = await aTeam(east, west);
    await setRules(
      { by: 'territory', candidates: { team } },
      { by: 'round-robin', when: { language: 'en' }, candidates: { team, speaksLanguage: true } },
    );
    const inShanghai = { address: { country: 'CN', region: '上海' } };
    expect((await assign(work(inShanghai))).owner).toBe(east);
    expect(await assign(work({ language: 'en' }))).toMatchObject({
      owner: west,
      assigned: { rule: 'Rule 2' },
    });
    expect((await assign()).owner).toBeNull();
  });
});

describe('rules that find nobody', () => {
  it('say why, each for itself, also where another one finds somebody', async () => {
    const absent = await aMember(engine.table, away(null));
    await aMember(engine.table, { active: false, skills: ['juggling'] });
    const team = await aTeam(absent);
    const rules = [
      { name: 'Owner', by: 'owner' },
      { name: 'Gone', by: 'round-robin', candidates: { team: newId(teamId) } },
      { name: 'Gold', by: 'round-robin', when: { tags: ['gold'] } },
      { name: 'Skill', by: 'least-busy', candidates: { skills: ['juggling'] } },
      { name: 'Away', by: 'round-robin', candidates: { team } },
    ] as const;
    await setRules(...rules);
    const foundNobody = [
      { rule: 'Owner', because: 'no-owner' },
      { rule: 'Gone', because: 'no-team' },
      { rule: 'Skill', because: 'no-candidates' },
      { rule: 'Away', because: 'all-skipped' },
    ];
    const skipped = [{ staffId: absent, because: 'absent' }];
    expect(await assign()).toMatchObject({
      owner: null,
      assigned: { rule: null, by: null, skipped, foundNobody },
    });
    const here = await aMember(engine.table);
    await setRules(...rules, { name: 'Here', by: 'round-robin', candidates: { team: await aTeam(here) } });
    expect(await assign()).toMatchObject({ owner: here, assigned: { rule: 'Here', skipped, foundNobody } });
    await setRules({ by: 'owner', when: { tags: ['gold'] } });
    expect(await assign()).toMatchObject({ assigned: { rule: null, skipped: [], foundNobody: [] } });
  });
});

describe('50 at once', () => {
  it('go round a team so that nobody gets two more than another, and so do the next 50', async () => {
    const people = await members(7);
    await setRules({ by: 'round-robin', candidates: { team: await aTeam(...people) } });
    const owners = (await fifty(() => promise())).map(({ owner }) => owner);
    const shares = people.map((id) => shareOf(owners, id));
    expect(Math.max(...shares) - Math.min(...shares)).toBe(1);
    // A round has gone by, so all is counted anew.
    const more = (await fifty(() => assign(work(), '2026-11-21T10:00:06.000Z'))).map(({ owner }) => owner);
    const all = people.map((id) => shareOf([...owners, ...more], id));
    expect(Math.max(...all) - Math.min(...all)).toBeLessThanOrEqual(1);
  });

  it('fill up the least busy first', async () => {
    const people = await members(5);
    const [first = '', second = ''] = people;
    await setRules({ by: 'owner' });
    for (let held = 0; held < 6; held += 1) await promise(first);
    for (let held = 0; held < 30; held += 1) await promise(second);
    await setRules({ by: 'least-busy', candidates: { team: await aTeam(...people) } });
    const owners = (await fifty(() => promise())).map(({ owner }) => owner);
    expect(shareOf(owners, second)).toBe(0);
    const levels = people
      .filter((id) => id !== second)
      .map((id) => shareOf(owners, id) + (id === first ? 6 : 0));
    // 50 and 6 over four.
    expect(levels).toEqual([14, 14, 14, 14]);
  });

  it('give nobody more than they take, and the rest to nobody', async () => {
    const people = await members(4, { capacity: { callbacks: 5 } });
    const team = await aTeam(...people);
    for (const by of ['round-robin', 'least-busy'] as const) {
      await setRules({ by, candidates: { team } });
      const given = await fifty(() => assign());
      const owners = given.map(({ owner }) => owner);
      expect(people.map((id) => shareOf(owners, id))).toEqual([5, 5, 5, 5]);
      const nobodys = given.find(({ owner }) => owner === null);
      expect(nobodys?.assigned?.skipped.map(({ because }) => because)).toEqual(Array(4).fill('full'));
    }
  });
});

describe('a poor answer', () => {
  it('that is told again takes nobody’s turn, and the callback keeps its owner', async () => {
    const people = await members(3);
    await setRules({ by: 'round-robin', candidates: { team: await aTeam(...people) } });
    const callbacks = createCallbacksStore(engine.table);
    let asked = 0;
    const assign = (...about: Parameters<ReturnType<typeof createAssign>>) => {
      asked += 1;
      return createAssign(engine.table)(...about);
    };
    const staff = createStaffReader(engine.table);
    const context = {
      loops: createClosedLoopStore(engine.table),
      customers: createCustomerReader(engine.table),
      responses: createResponseReader(engine.table),
      comments: createCommentReader(engine.table),
      openForAnswer: (call: AnswerCall) =>
        openForAnswer(call, {
          ...{ callbacks, staff, assign, origin },
          settings: createCallSettingsReader(engine.table),
          consents: createConsentReader(engine.table),
        }),
      origin,
    };
    const customerId = await aCustomer(engine.table, null);
    const low = { questionId: 'service', scale: 'csat' as const, value: 2 };
    const answer = await anAnswer(engine.table, customerId, [low]);
    const { result, writes } = await openLoop(answer, context);
    await engine.table.commit(writes);
    expect(people).toContain(result?.owner);
    expect(result?.assigned).toEqual({
      rule: 'Rule 1',
      by: 'round-robin',
      skipped: [],
      foundNobody: [],
    });
    expect(await openLoop(answer, context)).toEqual({ result: undefined, writes: [] });
    expect(asked).toBe(1);
    expect(await callbacks.find(result?.id ?? '')).toEqual(result);
  });
});
