/** Hand-overs on a real engine: everything goes to another, one change a row, and returns where nobody has decided otherwise. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callbackItem } from '../../../functions/callbacks/callbacks/callbacks.items.ts';
import { type Callback, callbackId } from '../../../functions/callbacks/callbacks/callbacks.schema.ts';
import { createMessageReader, messageId } from '../../../functions/contact/messaging/index.ts';
import { messageItem } from '../../../functions/contact/messaging/messaging.items.ts';
import { customerItem } from '../../../functions/customers/customers/customers.items.ts';
import { createCustomersStore } from '../../../functions/customers/customers/customers.store.ts';
import * as movesOf from '../../../functions/moves.ts';
import { rulesItem } from '../../../functions/people/assignments/assignments.items.ts';
import { AssignmentRule } from '../../../functions/people/assignments/assignments.schema.ts';
import { kinds, type StoredHandover } from '../../../functions/people/handovers/handovers.schema.ts';
import { createHandoversStore } from '../../../functions/people/handovers/handovers.store.ts';
import { clearUp } from '../../../functions/people/handovers/operations/start-handover.ts';
import { createHoldingsReader, createStaffReader } from '../../../functions/people/staff/index.ts';
import { planAbsence } from '../../../functions/people/staff/operations/plan-absence.ts';
import { staffItem } from '../../../functions/people/staff/staff.items.ts';
import { absenceId } from '../../../functions/people/staff/staff.schema.ts';
import { createStaffStore } from '../../../functions/people/staff/staff.store.ts';
import { createTeamReader } from '../../../functions/people/teams/index.ts';
import { teamId } from '../../../functions/people/teams/teams.schema.ts';
import { createTeamsStore } from '../../../functions/people/teams/teams.store.ts';
import { improvementItem } from '../../../functions/surveys/improvements/improvements.items.ts';
import { improvementId } from '../../../functions/surveys/improvements/improvements.schema.ts';
import { createImprovementsStore } from '../../../functions/surveys/improvements/improvements.store.ts';
import { surveyId } from '../../../functions/surveys/surveys/surveys.schema.ts';
import type { Table } from '../../../shared/table/table.ts';
import { put } from '../../../shared/table/write.ts';
import { derivedId } from '../../../shared/values/derived-id.ts';
import { newId } from '../../../shared/values/ids.ts';
import { aCallback, at } from '../../support/callback-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { startFaultyTable } from '../../support/faulty-table.ts';
import { aCustomer, aMember, origin } from '../callbacks/department.ts';
import { openHandovers } from './move.ts';

let engine: TestTable;

beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

const member = (fields = {}) => aMember(engine.table, fields);
const customerOf = async (id: string) => engine.table.find(customerItem, { id });
const callbackOf = async (id: string) => engine.table.find(callbackItem, { id });

async function promised(owner: string | null, fields: Partial<Callback> = {}): Promise<string> {
  const customerId = await aCustomer(engine.table, null);
  const callback = aCallback({ id: newId(callbackId), customerId, owner, ...fields });
  await engine.table.commit([put(callbackItem, callback)]);
  return callback.id;
}

async function aTeam(leads: string[], members: string[]): Promise<string> {
  const team = { id: newId(teamId), version: 1, name: 'Calls', leads, members, shared: false };
  await engine.table.commit(
    createTeamsStore(engine.table).create({ ...team, createdAt: at, updatedAt: at }, origin),
  );
  return team.id;
}

async function setRules(...rules: object[]) {
  const parsed = rules.map((rule, index) => AssignmentRule.parse({ name: `Rule ${index + 1}`, ...rule }));
  await engine.table.commit([put(rulesItem, { id: 'callbacks', version: 2, rules: parsed, updatedAt: at })]);
}

const improvementOf = (id: string) => engine.table.find(improvementItem, { id });

/** What somebody sees to. */
async function anImprovement(owner: string): Promise<string> {
  const id = newId(improvementId);
  const improvement = {
    ...{ id, owner, version: 1, status: 'open' as const, rounds: [], createdAt: at, updatedAt: at },
    ...{ surveyId: newId(surveyId), questionId: 'recommend', dueOn: '2026-12-18' },
    ...{ finding: 'Mails are answered late.', action: 'Answer within a day.' },
  };
  await engine.table.commit(createImprovementsStore(engine.table).create(improvement, origin));
  return id;
}

/** Everything that somebody can hold, two customers and two callbacks of it. */
async function everythingOf(from: string) {
  const absent = await member();
  const staff = createStaffStore(engine.table);
  const days = { from: '2026-12-01', until: '2026-12-03', deputy: from };
  const planned = await planAbsence({ staffId: absent, input: days }, { staff, origin });
  await engine.table.commit(planned.writes);
  return {
    customers: [await aCustomer(engine.table, from), await aCustomer(engine.table, from)],
    callbacks: [
      await promised(from),
      await promised(from, { status: 'claimed', claim: { by: from, until: '2026-11-21T10:30:00.000Z' } }),
    ],
    team: await aTeam([from], [await member()]),
    absent,
    improvement: await anImprovement(from),
  };
}

/** The mail that tells of a hand-over that was taken back. */
const mailTo = ({ id, createdAt, undo }: StoredHandover, occasion: string) =>
  engine.table.find(messageItem, {
    id: derivedId(messageId, createdAt, `${id}\n${undo?.at}\n${occasion}`),
  });

/** Something happens at the moment in which a transaction is about to be written, before the so-manieth. */
function tableWith(before: number, happens: () => Promise<void>): Table {
  let commits = 0;
  return {
    ...engine.table,
    async commit(writes) {
      commits += 1;
      if (commits === before) await happens();
      return engine.table.commit(writes);
    },
  };
}

/** A member of staff changes, as it would by the route: with the next version. */
async function becomes(id: string, fields: object): Promise<void> {
  const member = await engine.table.find(staffItem, { id });
  if (member)
    await engine.table.commit([put(staffItem, { ...member, ...fields, version: member.version + 1 })]);
}

/** What is done about somebody who does not work here any more. */
const clearing = (staffId: string) =>
  clearUp(staffId, {
    staff: createStaffReader(engine.table),
    teams: createTeamReader(engine.table),
    countHeld: createHoldingsReader(engine.table),
    ...{ handovers: createHandoversStore(engine.table), origin },
  });

const territories = [{ country: 'CN', region: '上海' }];

describe('a hand-over to somebody', () => {
  it('has a line in functions/moves.ts for each kind', () => {
    expect(Object.keys(movesOf).toSorted()).toEqual(kinds.toSorted());
  });

  it('moves everything, each row with its own change, and tells the receiver once', async () => {
    const [from, to] = [await member({ territories }), await member({ territories: [{ tag: 'gold' }] })];
    const held = await everythingOf(from);
    const { start, run } = openHandovers(engine.table);
    const done = await run(await start({ from, to }));
    expect(done).toMatchObject({ status: 'done', left: [], doneAt: at, cause: 'by-hand', reason: 'Leaves' });
    expect(done.progress).toEqual(
      [2, 2, 1, 1, 1, 1].map((found, index) => ({ kind: kinds[index], found, moved: found, left: 0 })),
    );
    for (const id of held.customers) expect(await customerOf(id)).toMatchObject({ owner: to, version: 2 });
    for (const id of held.callbacks)
      expect(await callbackOf(id)).toMatchObject({ owner: to, ownerVersion: 2, version: 2 });
    expect(await createTeamsStore(engine.table).get(held.team)).toMatchObject({ leads: [to], version: 2 });
    expect(await improvementOf(held.improvement)).toMatchObject({ owner: to, version: 2 });
    const absent = await engine.table.find(staffItem, { id: held.absent });
    expect(absent?.absences).toMatchObject([{ deputy: to }]);
    expect(await createStaffReader(engine.table).listDeputizing(from)).toEqual([]);
    expect(await createStaffReader(engine.table).listDeputizing(to)).toHaveLength(1);
    expect(await engine.table.find(staffItem, { id: from })).toMatchObject({ territories: [] });
    expect(await engine.table.find(staffItem, { id: to })).toMatchObject({
      territories: [{ tag: 'gold' }, ...territories],
    });
    expect(await createHoldingsReader(engine.table)(from)).toEqual({
      ...{ callbacks: 0, customers: 0, improvements: 0, teams: 0 },
    });
    // The change in the timeline names the hand-over that made it.
    const [customerId = ''] = held.customers;
    const { rows } = await engine.table.listRecords(
      { question: '', item: customerItem, partition: 'C#{customerId}', prefix: 'T#' },
      { customerId },
      { limit: 10 },
    );
    expect(rows).toMatchObject([
      {
        event: 'customer.changed',
        before: { owner: from },
        after: { owner: to },
        envelope: { causationId: done.id, data: { previousOwner: from, handoverId: done.id } },
      },
    ]);
    const message = derivedId(messageId, done.createdAt, `${done.id}\ndone\nreceived`);
    expect(await createMessageReader(engine.table).find(message)).toMatchObject({
      recipient: { kind: 'staff', id: to },
      data: {
        occasion: 'received',
        counts: [2, 2, 1, 1, 1, 1].map((count, i) => ({ kind: kinds[i], count })),
      },
    });
  });

  it('moves the chosen kinds only', async () => {
    const [from, to] = [await member(), await member()];
    const held = await everythingOf(from);
    const { start, run } = openHandovers(engine.table);
    const done = await run(await start({ from, to, kinds: ['teams', 'customers'] }));
    expect(done.kinds).toEqual(['customers', 'teams']);
    expect(await customerOf(held.customers[0] ?? '')).toMatchObject({ owner: to });
    expect(await callbackOf(held.callbacks[0] ?? '')).toMatchObject({ owner: from });
  });

  it('leaves what the receiver cannot have, and says why', async () => {
    const [from, to] = [await member(), await member()];
    const staff = createStaffStore(engine.table);
    const absence = (staffId: string, deputy: string | null) => ({
      staffId,
      input: { from: '2026-12-01', until: '2026-12-03', deputy },
    });
    const other = await member();
    for (const each of [absence(to, from), absence(other, from)])
      await engine.table.commit((await planAbsence(each, { staff, origin })).writes);
    const { start, run } = openHandovers(engine.table);
    const done = await run(await start({ from, to, kinds: ['standIns'] }));
    expect(done.progress).toEqual([{ kind: 'standIns', found: 2, moved: 0, left: 2 }]);
    expect(done.left.map(({ because }) => because).toSorted()).toEqual(['own-absence', 'receiver-away']);
  });

  it('is refused for who is not there, for oneself, and while another one goes on', async () => {
    const [from, to] = [await member(), await member()];
    const gone = await member({ active: false });
    const absences = [{ id: newId(absenceId), from: '2026-11-21', until: '2026-11-22', deputy: null }];
    const away = await member({ absences });
    const { start, run } = openHandovers(engine.table);
    const refused = (pointer: string) => ({
      code: 'invalid-request',
      violations: [expect.objectContaining({ pointer })],
    });
    await expect(start({ from, to: from })).rejects.toMatchObject(refused('/body/to'));
    await expect(start({ from, to: gone })).rejects.toMatchObject(refused('/body/to'));
    await expect(start({ from, to: away })).rejects.toMatchObject(refused('/body/to'));
    await expect(start({ from, to: 'nobody.known' })).rejects.toMatchObject(refused('/body/to'));
    await expect(start({ from: 'nobody.known', to })).rejects.toMatchObject(refused('/body/from'));
    const first = await start({ from, to });
    await expect(start({ from, to })).rejects.toMatchObject({
      code: 'conflict',
      members: { existing: { id: first.id } },
    });
    await run(first);
    await run(await start({ from, to }));
  });

  it('ends when the receiver leaves in the middle', async () => {
    const [from, to] = [await member(), await member()];
    await aCustomer(engine.table, from);
    const { start, run } = openHandovers(engine.table);
    const started = await start({ from, to });
    const receiver = await engine.table.find(staffItem, { id: to });
    if (receiver) await engine.table.commit([put(staffItem, { ...receiver, active: false })]);
    expect(await run(started)).toMatchObject({ status: 'done', stopped: 'receiver-left' });
    expect(await createHoldingsReader(engine.table)(from)).toMatchObject({ customers: 1 });
  });
});

describe('a receiver who is there no more', () => {
  const absences = [{ id: newId(absenceId), from: '2026-11-21', until: '2026-11-22', deputy: null }];

  it.each([
    ['receiver-left', { active: false }],
    ['receiver-away', { absences }],
  ])(
    'in the middle of a page gets not a row more, %s, and what was moved can be taken back',
    async (stopped, fields) => {
      const [from, to] = [await member(), await member()];
      const ids = await Promise.all(Array.from({ length: 60 }, () => aCustomer(engine.table, from)));
      const { start, run, page, undo } = openHandovers(engine.table);
      const { id, step } = await start({ from, to, kinds: ['customers', 'teams'] });
      const through = tableWith(2, () => becomes(to, fields));
      const done = await run({ id, step }, (each) => page(id, each, through));
      expect(done).toMatchObject({ status: 'done', stopped, doneAt: at });
      expect(done.progress[0]).toEqual({ kind: 'customers', found: 60, moved: 24, left: 0 });
      const owners = async () => (await Promise.all(ids.map(customerOf))).map((customer) => customer?.owner);
      expect((await owners()).filter((owner) => owner === to)).toHaveLength(24);
      const undone = await run(await undo(id));
      expect(undone.undo?.returned[0]).toEqual({ kind: 'customers', returned: 24, left: 0 });
      expect(new Set(await owners())).toEqual(new Set([from]));
    },
  );

  it.each(kinds)('is given none of their %s', async (kind) => {
    const [from, to] = [await member({ territories }), await member()];
    await everythingOf(from);
    const { start, run, page } = openHandovers(engine.table);
    const { id, step } = await start({ from, to, kinds: [kind] });
    const through = tableWith(1, () => becomes(to, { active: false }));
    const done = await run({ id, step }, (each) => page(id, each, through));
    expect(done).toMatchObject({ stopped: 'receiver-left', progress: [{ kind, moved: 0 }] });
  });

  it('is not who has only changed: the rows are decided on again', async () => {
    const [from, to] = [await member(), await member()];
    const customer = await aCustomer(engine.table, from);
    const { start, run, page } = openHandovers(engine.table);
    const { id, step } = await start({ from, to, kinds: ['customers'] });
    const through = tableWith(1, () => becomes(to, { skills: ['returns'] }));
    const done = await run({ id, step }, (each) => page(id, each, through));
    expect(done.stopped).toBeUndefined();
    expect(await customerOf(customer)).toMatchObject({ owner: to });
  });
});

describe('a giver who has gone', () => {
  it('in the middle of taking it back gets not a row more, and the receiver is told what went', async () => {
    const [from, to] = [await member(), await member()];
    await Promise.all(Array.from({ length: 30 }, () => aCustomer(engine.table, from)));
    const { start, run, page, undo } = openHandovers(engine.table);
    const { id } = await run(await start({ from, to, kinds: ['customers'] }));
    const through = tableWith(2, () => becomes(from, { active: false }));
    const undone = await run(await undo(id), (step) => page(id, step, through));
    expect(undone.undo).toMatchObject({ stopped: 'giver-left', returned: [{ returned: 24, left: 6 }] });
    expect(await mailTo(undone, 'returned')).toBeUndefined();
    expect(await mailTo(undone, 'taken-back')).toMatchObject({
      recipient: { kind: 'staff', id: to },
      data: { counts: [{ kind: 'customers', count: 24 }], left: 6 },
    });
  });
});

describe('hand-overs that meet', () => {
  const alreadyRunning = ({ id }: { id: string }) => ({ code: 'conflict', members: { existing: { id } } });

  it('are refused where they would cross, in a pair or a circle, at the same moment too', async () => {
    const [a, b, c] = [await member(), await member(), await member()];
    const { start, run } = openHandovers(engine.table);
    const first = await start({ from: a, to: b });
    await expect(start({ from: b, to: a })).rejects.toMatchObject(alreadyRunning(first));
    // Several may hand over to the same person, and who receives may hand over to somebody else.
    const [second, other] = [await start({ from: b, to: c }), await start({ from: await member(), to: c })];
    await expect(start({ from: c, to: a })).rejects.toMatchObject(alreadyRunning(first));
    for (const each of [first, second, other]) await run(each);
    await run(await start({ from: c, to: a }));
    const both = await Promise.allSettled([start({ from: a, to: b }), start({ from: b, to: a })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('move no row twice: what has come back since stays, and is named', async () => {
    const [from, to] = [await member(), await member()];
    const [back, gone] = [await aCustomer(engine.table, from), await aCustomer(engine.table, from)];
    const { start, run, page } = openHandovers(engine.table);
    const { id, step } = await start({ from, to, kinds: ['customers'] });
    const next = await page(id, step);
    const store = createCustomersStore(engine.table);
    const moved = await store.get(back);
    const returned = { ...moved, owner: from, version: 3 };
    await engine.table.commit(
      store.change(moved, returned, origin, { whenTaken: async () => new Error(), uniqueFields: new Set() }),
    );
    const done = await run({ id, step: next ?? 0 });
    expect(done.left).toEqual([{ kind: 'customers', id: back, because: 'came-back' }]);
    expect(done.progress).toEqual([{ kind: 'customers', found: 2, moved: 2, left: 1 }]);
    expect(await customerOf(back)).toMatchObject({ owner: from, version: 3 });
    expect(await customerOf(gone)).toMatchObject({ owner: to, version: 2 });
  });

  it('come to an end, although the rules give each what the other has just given away', async () => {
    const people = [await member(), await member()];
    const [a = '', b = ''] = people;
    await setRules({ by: 'round-robin', candidates: { team: await aTeam([a], [b]) } });
    const calls = await Promise.all([...people, ...people].map((owner) => promised(owner)));
    const { start, page, handovers } = openHandovers(engine.table);
    const running = [
      await start({ from: a, rules: true, kinds: ['callbacks'] }),
      await start({ from: b, rules: true, kinds: ['callbacks'] }),
    ];
    let steps: (number | undefined)[] = running.map(({ step }) => step);
    for (let round = 0; round < 8; round += 1) {
      const next: typeof steps = [];
      for (const [index, step] of steps.entries())
        next.push(step && (await page(running[index]?.id ?? '', step)));
      steps = next;
    }
    for (const { id } of running) expect((await handovers.get(id)).status).toBe('done');
    for (const id of calls) expect((await callbackOf(id))?.version).toBeLessThanOrEqual(3);
    await setRules();
  });
});

describe('taking a hand-over back', () => {
  it('returns what still is where it was put, and names what is not', async () => {
    const [from, to, third] = [await member({ territories }), await member(), await member()];
    const held = await everythingOf(from);
    const { start, run, undo } = openHandovers(engine.table);
    const { id } = await run(await start({ from, to }));
    const [given = '', kept = ''] = held.customers;
    const store = createCustomersStore(engine.table);
    const customer = await store.get(given);
    const after = { ...customer, owner: third, version: 3 };
    await engine.table.commit(
      store.change(customer, after, origin, { whenTaken: async () => new Error(), uniqueFields: new Set() }),
    );
    const undone = await run(await undo(id));
    expect(undone).toMatchObject({ status: 'undone', undo: { by: origin.actor, doneAt: at } });
    expect(undone.undo?.returned).toEqual(
      [1, 2, 1, 1, 1, 1].map((returned, index) => ({
        kind: kinds[index],
        returned,
        left: index === 0 ? 1 : 0,
      })),
    );
    expect(undone.undo?.left).toEqual([{ kind: 'customers', id: given, because: 'changed-since' }]);
    expect(await customerOf(given)).toMatchObject({ owner: third });
    expect(await customerOf(kept)).toMatchObject({ owner: from });
    for (const each of held.callbacks) expect(await callbackOf(each)).toMatchObject({ owner: from });
    expect(await createTeamsStore(engine.table).get(held.team)).toMatchObject({ leads: [from] });
    expect(await improvementOf(held.improvement)).toMatchObject({ owner: from });
    expect((await engine.table.find(staffItem, { id: held.absent }))?.absences).toMatchObject([
      { deputy: from },
    ]);
    expect(await engine.table.find(staffItem, { id: from })).toMatchObject({ territories });
    expect(await engine.table.find(staffItem, { id: to })).toMatchObject({ territories: [] });
    const counts = [1, 2, 1, 1, 1, 1].map((count, index) => ({ kind: kinds[index], count }));
    for (const [occasion, staffId] of [
      ['returned', from],
      ['taken-back', to],
    ] as const) {
      expect(await mailTo(undone, occasion)).toMatchObject({
        recipient: { kind: 'staff', id: staffId },
        data: { occasion, counts, left: 1 },
      });
    }
  });

  it('is asked for again after a later hand-over was taken back, until all has returned', async () => {
    const [from, to, next] = [await member(), await member(), await member()];
    const customer = await aCustomer(engine.table, from);
    const { start, run, undo } = openHandovers(engine.table);
    const first = await run(await start({ from, to, kinds: ['customers'] }));
    const later = await run(await start({ from: to, to: next, kinds: ['customers'] }));
    const tooEarly = await undo(first.id);
    await expect(undo(first.id)).rejects.toMatchObject({ code: 'not-allowed-now' });
    const left = [{ kind: 'customers', id: customer, because: 'changed-since' }];
    expect((await run(tooEarly)).undo).toMatchObject({ left, returned: [{ returned: 0, left: 1 }] });
    await run(await undo(later.id));
    const again = await run(await undo(first.id));
    expect(again.undo).toMatchObject({ left: [], returned: [{ returned: 1, left: 0 }] });
    expect(await customerOf(customer)).toMatchObject({ owner: from });
    await expect(undo(first.id)).rejects.toMatchObject({ code: 'not-allowed-now' });
  });

  it('is possible for 30 days after its end, to somebody who works here', async () => {
    const [from, to] = [await member(), await member()];
    await aCustomer(engine.table, from);
    const { start, run, undo, handovers } = openHandovers(engine.table);
    const started = await start({ from, to });
    await expect(undo(started.id)).rejects.toMatchObject({ code: 'not-allowed-now' });
    const { id } = await run(started);
    const late = openHandovers(engine.table, '2026-12-21T10:00:00.001Z');
    await expect(late.undo(id)).rejects.toMatchObject({ code: 'not-allowed-now' });
    const giver = await engine.table.find(staffItem, { id: from });
    if (giver) await engine.table.commit([put(staffItem, { ...giver, active: false })]);
    await expect(undo(id)).rejects.toMatchObject({ code: 'not-allowed-now' });
    if (giver) await engine.table.commit([put(staffItem, giver)]);
    const inTime = openHandovers(engine.table, '2026-12-21T10:00:00.000Z');
    await inTime.run(await inTime.undo(id));
    expect((await handovers.get(id)).status).toBe('undone');
  });

  it('stops when whoever had handed over leaves meanwhile: nothing goes to somebody who has gone', async () => {
    const [from, to] = [await member(), await member()];
    const customer = await aCustomer(engine.table, from);
    const { start, run, undo } = openHandovers(engine.table);
    const { id } = await run(await start({ from, to, kinds: ['customers'] }));
    const undoing = await undo(id);
    const giver = await engine.table.find(staffItem, { id: from });
    if (giver) await engine.table.commit([put(staffItem, { ...giver, active: false })]);
    const undone = await run(undoing);
    expect(undone).toMatchObject({ status: 'undone', undo: { stopped: 'giver-left', doneAt: at } });
    expect(undone.undo?.returned).toEqual([{ kind: 'customers', returned: 0, left: 1 }]);
    expect(await customerOf(customer)).toMatchObject({ owner: to });
    expect(await mailTo(undone, 'returned')).toBeUndefined();
    expect(await mailTo(undone, 'taken-back')).toBeUndefined();
  });
});

describe('a hand-over by the rules', () => {
  it('gives each callback to whom they find, never back, customers to nobody, and takes out of teams', async () => {
    const [from, next] = [await member(), await member()];
    const team = await aTeam([next], [from]);
    const sole = await aTeam([from], []);
    await setRules({ by: 'round-robin', candidates: { team } });
    const assigned = { rule: 'Before', by: 'round-robin' as const, skipped: [], foundNobody: [] };
    const calls = await Promise.all([promised(from, { assigned }), promised(from, { assigned })]);
    const customer = await aCustomer(engine.table, from);
    const { start, run, undo } = openHandovers(engine.table);
    const done = await run(await start({ from, rules: true }));
    expect(await customerOf(customer)).toMatchObject({ owner: null });
    for (const id of calls)
      expect(await callbackOf(id)).toMatchObject({ owner: next, assigned: { rule: 'Rule 1' } });
    expect(done.left).toEqual([{ kind: 'teams', id: sole, because: 'last-lead' }]);
    const toNobody = done.progress.map((each) => [each.kind, each.toNobody]);
    expect(toNobody.slice(0, 2)).toEqual([
      ['customers', 1],
      ['callbacks', 0],
    ]);
    expect(await createTeamsStore(engine.table).get(team)).toMatchObject({ leads: [next], members: [] });
    await run(await undo(done.id));
    // With how they had been found at first.
    for (const id of calls) expect(await callbackOf(id)).toMatchObject({ owner: from, assigned });
    expect(await createTeamsStore(engine.table).get(team)).toMatchObject({ members: [from] });
    await setRules();
  });
});

describe('what somebody who has gone left behind', () => {
  it('is given out by the rules, or left to the team or department, told once', async () => {
    const from = await member();
    const customer = await aCustomer(engine.table, from);
    const call = await promised(from);
    const { handovers, run } = openHandovers(engine.table);
    const clear = () => clearing(from);
    expect((await clear()).result).toBeUndefined();
    const giver = await engine.table.find(staffItem, { id: from });
    if (giver) await engine.table.commit([put(staffItem, { ...giver, active: false })]);
    const { result, writes } = await clear();
    await engine.table.commit(writes);
    const done = await run(await handovers.get(result?.id ?? ''));
    expect(done).toMatchObject({ status: 'done', cause: 'left-behind', kinds: ['customers', 'callbacks'] });
    expect(await customerOf(customer)).toMatchObject({ owner: null });
    expect(await callbackOf(call)).toMatchObject({ owner: null });
    const message = derivedId(messageId, done.createdAt, `${done.id}\ndone\nleft-to-department`);
    expect(await engine.table.find(messageItem, { id: message })).toMatchObject({
      recipient: { kind: 'department' },
    });
    expect((await clear()).result).toBeUndefined();
  });

  it('is no hand-over where nothing could be moved: a team keeps its only lead', async () => {
    const [from, other] = [await member(), await member()];
    const sole = await aTeam([from], [other]);
    await becomes(from, { active: false });
    expect(await clearing(from)).toEqual({ result: undefined, writes: [] });
    const led = await aTeam([from, other], []);
    const { result, writes } = await clearing(from);
    await engine.table.commit(writes);
    const { handovers, run } = openHandovers(engine.table);
    const done = await run(await handovers.get(result?.id ?? ''));
    expect(done).toMatchObject({
      kinds: ['teams'],
      progress: [{ found: 2, moved: 1, left: 1 }],
      left: [{ id: sole, because: 'last-lead' }],
    });
    expect(await createTeamsStore(engine.table).get(led)).toMatchObject({ leads: [other] });
    expect(await clearing(from)).toEqual({ result: undefined, writes: [] });
    const customer = await aCustomer(engine.table, from);
    expect((await clearing(from)).result).toMatchObject({ kinds: ['customers'] });
    expect(await customerOf(customer)).toMatchObject({ owner: from });
  });
});

describe('a hand-over under faults', () => {
  it('of some hundred rows moves each once, whatever fails, and whichever step is delivered again', async () => {
    const faulty = await startFaultyTable();
    const table = faulty.plain.table;
    const [from, to] = [await aMember(table), await aMember(table)];
    const rows = 150;
    const ids = await Promise.all(Array.from({ length: rows }, () => aCustomer(table, from)));
    const { start, run, page, undo } = openHandovers(table);
    faulty.faults(
      { rate: 0.02, kind: 'drop-reply' },
      { rate: 0.02, kind: 'error' },
      { rate: 0.02, kind: 'throttle' },
      { rate: 0.02, kind: 'conflict' },
    );
    let failures = 0;
    const deliver = (id: string) => async (step: number) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          // Each step comes twice, and again after whatever has failed.
          const [first, second] = await Promise.allSettled([
            page(id, step, faulty.table),
            page(id, step, faulty.table),
          ]);
          failures += [first, second].filter(({ status }) => status === 'rejected').length;
          if (first.status === 'rejected' && second.status === 'rejected') throw first.reason;
          const next = [first, second].flatMap((each) =>
            each.status === 'fulfilled' ? (each.value ?? []) : [],
          );
          if (next.length > 0) return next[0];
          const again = await page(id, step, faulty.table);
          return again;
        } catch (error) {
          if (attempt > 200) throw error;
        }
      }
    };
    const started = await start({ from, to, kinds: ['customers'] });
    const done = await run(started, deliver(started.id));
    expect(done.progress).toEqual([{ kind: 'customers', found: rows, moved: rows, left: 0 }]);
    for (const id of ids)
      expect(await table.find(customerItem, { id })).toMatchObject({ owner: to, version: 2 });
    const undone = await undo(done.id);
    const back = await run(undone, deliver(undone.id));
    expect(back.undo?.returned).toEqual([{ kind: 'customers', returned: rows, left: 0 }]);
    for (const id of ids)
      expect(await table.find(customerItem, { id })).toMatchObject({ owner: from, version: 3 });
    expect(failures).toBeGreaterThan(0);
    await faulty.close();
  });
});
