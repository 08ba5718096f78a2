/** The queue of calls: by when they are promised, given to others together, and one person at a time for each customer. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnCloud, ownCloud } from '../../support/cloud.ts';
import { type Department, openDepartment, refusal, shanghaiIn } from './department.ts';

let cloud: OwnCloud;
let context: Department;

beforeAll(async () => {
  // A Monday, 09:00 in Shanghai.
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  context = await openDepartment(cloud);
});
afterAll(() => cloud?.close());

async function promise(hours: number, fields: { customerId?: string; owner?: string | null } = {}) {
  const customerId = fields.customerId ?? (await context.customer('wang.fang'));
  const due = { wallTime: shanghaiIn(hours, await cloud.now()), timeZone: 'Asia/Shanghai' };
  const body = { customerId, why: 'Asked to be called', due, ...fields };
  return (await context.manager.callbacks.createCallback({ body })).body;
}

const idsOf = ({ body }: { body: { items: readonly { id: string }[] } }) => body.items.map(({ id }) => id);

describe('a queue', () => {
  it('shows what is due, what comes today and what is overdue, of a person, a team and the department', async () => {
    const [first, second, today, tomorrow] = [
      await promise(1),
      await promise(1.75),
      await promise(10),
      await promise(20),
    ];
    await context.wangFang.callbacks.claimCallback({ params: { callbackId: tomorrow.id } });
    await cloud.advance({ duration: 'PT1H50M' });
    const team = { name: 'Calls', leads: ['li.na'], members: ['wang.fang'] };
    const { id } = (await context.manager.teams.createTeam({ body: team })).body;
    await cloud.idle();
    for (const whose of [{ owner: 'wang.fang' }, { team: id }, { owner: 'all' }]) {
      const list = async (when: 'due' | 'today' | 'overdue', more: object = {}) =>
        idsOf(await context.manager.callbacks.listCallbacks({ query: { ...whose, when, ...more } }));
      expect(await list('due')).toEqual([first.id, second.id]);
      expect(await list('overdue')).toEqual([first.id]);
      expect(await list('today')).toEqual([first.id, second.id, today.id]);
      expect(await list('today', { status: 'scheduled' })).toEqual([today.id]);
    }
    const query = { when: 'due', status: 'closed' } as const;
    expect(await refusal(context.manager.callbacks.listCallbacks({ query }))).toMatchObject({
      ...{ status: 400, errors: [{ pointer: '/query/when', reason: 'goes only with open ones' }] },
    });
  });

  it('goes on page by page while the clock moves, and takes the cursor of no other list', async () => {
    const owner = 'zhao.wei';
    const due: string[] = [];
    for (const hours of [1, 1.1, 1.2]) due.push((await promise(hours, { owner })).id);
    const team = { name: 'Pages', leads: ['li.na'], members: [owner] };
    const { id } = (await context.manager.teams.createTeam({ body: team })).body;
    await cloud.advance({ duration: 'PT2H' });
    const { callbacks } = context.manager;
    const list = async (query: object) => (await callbacks.listCallbacks({ query })).body;
    for (const whose of [{ owner }, { team: id }, { owner: 'all' }]) {
      for (const when of ['due', 'overdue', 'today']) {
        const all = (await list({ ...whose, when })).items.map((each) => each.id);
        const found: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await list({ ...whose, when, limit: 1, cursor });
          found.push(...page.items.map((each) => each.id));
          cursor = page.cursor ?? undefined;
          await cloud.advance({ duration: 'PT2M' });
        } while (cursor !== undefined);
        expect(found).toEqual(all);
        expect(found).toEqual(expect.arrayContaining(due));
      }
      const { cursor } = await list({ ...whose, when: 'due', limit: 1 });
      for (const other of [{ when: 'overdue' }, {}, { when: 'due', reason: 'manual' }])
        expect(await refusal(list({ ...whose, ...other, cursor }))).toMatchObject({
          ...{ status: 400, errors: [{ pointer: '/query/cursor' }] },
        });
      const [question, position] = JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString());
      const at = (...place: string[]) => {
        const forged = Buffer.from(JSON.stringify(place)).toString('base64url');
        return list({ ...whose, when: 'due', cursor: forged });
      };
      expect(await refusal(at(`${question}0`, position))).toMatchObject({ status: 400 });
      expect((await at(question, 'scheduled#9999')).items).toEqual([]);
    }
    for (const callbackId of due)
      await callbacks.cancelCallback({ params: { callbackId }, body: { why: 'Not needed' } });
    await cloud.idle();
    for (const whose of [{ owner: 'li.na' }, { owner: 'all' }]) {
      const from = (await cloud.now()).toISOString().slice(0, 10);
      const closed = { ...whose, status: 'closed', from, limit: 1 };
      const { cursor } = await list(closed);
      await cloud.advance({ duration: 'PT2M' });
      expect((await list({ ...closed, cursor })).items).toHaveLength(1);
    }
  });

  it('lists closed ones by when they were closed, for which reason, and what came of the last call', async () => {
    const [kept, late, missed, withdrawn] = [
      await promise(1, { owner: 'david.brown' }),
      await promise(1, { owner: 'david.brown' }),
      await promise(1, { owner: 'david.brown' }),
      await promise(1, { owner: 'david.brown' }),
    ];
    const { callbacks } = context.davidBrown;
    const complete = (id: string, outcome: string) =>
      callbacks.completeCallback({ params: { callbackId: id }, body: { outcome } });
    await complete(kept.id, 'reached');
    await complete(missed.id, 'wrong-number');
    await callbacks.cancelCallback({ params: { callbackId: withdrawn.id }, body: { why: 'Not needed' } });
    await cloud.advance({ duration: 'P1D' });
    await complete(late.id, 'reached');
    const team = { name: 'Of David', leads: ['li.na'], members: ['david.brown'] };
    const { id } = (await context.manager.teams.createTeam({ body: team })).body;
    await cloud.idle();
    const list = async (query: object) =>
      (await context.manager.callbacks.listCallbacks({ query: { status: 'closed', ...query } })).body.items;
    const known = new Set([kept.id, late.id, missed.id, withdrawn.id]);
    const [today, yesterday] = [0, 1].map((days) =>
      new Date(Date.parse((late.createdAt ?? '').slice(0, 10)) + (1 - days) * 86_400_000)
        .toISOString()
        .slice(0, 10),
    );
    for (const whose of [{ owner: 'david.brown' }, { team: id }, { owner: 'all' }]) {
      const ids = async (query: object) =>
        (await list({ ...whose, ...query })).map((each) => each.id).filter((each) => known.has(each));
      expect(await ids({ reached: 'true' })).toEqual([late.id, kept.id]);
      expect(await ids({ reached: 'false' })).toEqual([missed.id]);
      expect(await ids({ onTime: 'false' })).toEqual([late.id]);
      expect(await ids({ from: today })).toEqual([late.id]);
      expect(await ids({ to: yesterday, status: 'completed' })).toEqual([missed.id, kept.id]);
      expect(await ids({ from: yesterday, to: today, reason: 'manual' })).toHaveLength(4);
      expect(await ids({ reason: 'plan' })).toEqual([]);
    }
    expect(await list({ owner: 'david.brown', from: today })).toMatchObject([
      { id: late.id, calledBy: 'david.brown', reached: true, onTime: false },
    ]);
    const open = { owner: 'wang.fang', reason: 'low-score' } as const;
    expect((await context.manager.callbacks.listCallbacks({ query: open })).body.items).toEqual([]);
    const query = { reached: 'true' } as const;
    expect(await refusal(context.manager.callbacks.listCallbacks({ query }))).toMatchObject({
      ...{ status: 400, errors: [{ pointer: '/query/reached', reason: 'goes only with closed ones' }] },
    });
    expect(await refusal(list({ from: today, to: yesterday }))).toMatchObject({
      ...{ status: 400, errors: [{ pointer: '/query/to' }] },
    });
  });

  it('is given to somebody in part, and says of each what became of it', async () => {
    const [free, claimed, closed, theirs] = [
      await promise(30),
      await promise(30),
      await promise(30),
      await promise(30, { owner: 'david.brown' }),
    ];
    await context.wangFang.callbacks.claimCallback({ params: { callbackId: claimed.id } });
    await context.manager.callbacks.cancelCallback({
      params: { callbackId: closed.id },
      body: { why: 'Not needed' },
    });
    const callbackIds = [free.id, claimed.id, closed.id, theirs.id, 'callback_01jd3x5y9hf1bvt6w0k2m4n8pq'];
    const body = { callbackIds, owner: 'david.brown' };
    const options = { idempotencyKey: crypto.randomUUID() };
    const given = await context.manager.callbacks.reassignCallbacks({ body }, options);
    expect(given.body.items).toEqual([
      { callbackId: free.id, result: 'given', version: 2 },
      { callbackId: claimed.id, result: 'refused', because: 'claimed' },
      { callbackId: closed.id, result: 'refused', because: 'closed' },
      { callbackId: theirs.id, result: 'unchanged', version: 1 },
      { callbackId: callbackIds[4], result: 'refused', because: 'not-found' },
    ]);
    const again = await context.manager.callbacks.reassignCallbacks({ body }, options);
    expect(again.body).toEqual(given.body);
    const read = await context.davidBrown.callbacks.getCallback({ params: { callbackId: free.id } });
    expect(read.body).toMatchObject({ owner: 'david.brown', version: 2 });
    // Whoever reaches own rows only takes nothing from others.
    const taken = await context.davidBrown.callbacks.reassignCallbacks({
      body: { callbackIds: [claimed.id], owner: 'david.brown' },
    });
    expect(taken.body.items).toMatchObject([{ result: 'refused', because: 'not-found' }]);
    const nobody = { callbackIds: [free.id], owner: 'nobody.here' };
    expect(await refusal(context.manager.callbacks.reassignCallbacks({ body: nobody }))).toMatchObject({
      ...{ status: 400, errors: [{ pointer: '/body/owner' }] },
    });
  });
});

describe('a customer', () => {
  it('is called by one person at a time, whatever for', async () => {
    const customerId = await context.customer(null);
    const [one, other] = [
      await promise(1, { customerId, owner: 'wang.fang' }),
      await promise(1, { customerId, owner: 'david.brown' }),
    ];
    const [mine, theirs] = [{ callbackId: one.id }, { callbackId: other.id }];
    // Both at the same moment.
    const attempts = await Promise.allSettled([
      context.wangFang.callbacks.startCallback({ params: mine }),
      context.davidBrown.callbacks.startCallback({ params: theirs }),
    ]);
    expect(attempts.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const isMine = attempts[0]?.status === 'fulfilled';
    const [winner, loser] = isMine
      ? [context.wangFang, context.davidBrown]
      : [context.davidBrown, context.wangFang];
    const [held, wanted] = isMine ? [mine, theirs] : [theirs, mine];
    expect(await refusal(loser.callbacks.claimCallback({ params: wanted }))).toMatchObject({
      status: 409,
      detail: expect.stringMatching(/ is calling this customer until .*, for another callback\./),
      claim: { by: isMine ? 'wang.fang' : 'david.brown' },
    });
    // The same call goes on, and ends with what came of it.
    await winner.callbacks.claimCallback({ params: held });
    await winner.callbacks.completeCallback({ params: held, body: { outcome: 'reached' } });
    await loser.callbacks.claimCallback({ params: wanted });
    await loser.callbacks.releaseCallback({ params: wanted, body: { why: 'Lunch' } });
    // What ran out keeps nobody, either.
    await loser.callbacks.claimCallback({ params: wanted });
    const third = await promise(1, { customerId, owner: isMine ? 'wang.fang' : 'david.brown' });
    const again = () => winner.callbacks.claimCallback({ params: { callbackId: third.id } });
    expect(await refusal(again())).toMatchObject({ status: 409 });
    await cloud.advance({ duration: 'PT31M' });
    expect((await again()).body).toMatchObject({ status: 'claimed' });
  });

  it('is called by one person at a time also once their two records were merged', async () => {
    const [customerId, double] = [await context.customer(null), await context.customer(null)];
    const theirs = await promise(1, { customerId: double, owner: 'david.brown' });
    const mine = await promise(1, { customerId, owner: 'wang.fang' });
    await context.davidBrown.callbacks.startCallback({ params: { callbackId: theirs.id } });
    await context.manager.merges.mergeCustomers({ params: { customerId }, body: { customerId: double } });
    const claim = () => context.wangFang.callbacks.claimCallback({ params: { callbackId: mine.id } });
    expect(await refusal(claim())).toMatchObject({ status: 409, claim: { by: 'david.brown' } });
    await context.davidBrown.callbacks.completeCallback({
      ...{ params: { callbackId: theirs.id }, body: { outcome: 'reached' } },
    });
    expect((await claim()).body).toMatchObject({ status: 'claimed', claim: { by: 'wang.fang' } });
  });

  it('is not closed by somebody else while they are being called', async () => {
    const { id } = await promise(1);
    const params = { callbackId: id };
    await context.wangFang.callbacks.startCallback({ params });
    const complete = context.manager.callbacks.completeCallback({ params, body: { outcome: 'reached' } });
    expect(await refusal(complete)).toMatchObject({
      status: 409,
      detail: expect.stringMatching(/^王芳 \(wang\.fang\) is working on this callback until /),
    });
  });
});
