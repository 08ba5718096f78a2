/** Records of one customer, made one and taken apart, as the department sees them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownCloud } from '../../support/cloud.ts';
import { type Department, openDepartment, refusal, shanghaiIn } from '../callbacks/department.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let context: Department;

beforeAll(async () => {
  cloud = await ownCloud();
  context = await openDepartment(cloud);
});
afterAll(() => cloud?.close());

const create = async (fields: Record<string, unknown>) =>
  (
    await context.manager.customers.createCustomer({
      body: { name: '王芳', createAnyway: true, ...fields } as never,
    })
  ).body;
const get = async (customerId: string, api = context.manager) =>
  (await api.customers.getCustomer({ params: { customerId } })).body;
const merge = async (
  survivor: string,
  loser: string,
  fields: Record<string, 'survivor' | 'loser'> = {},
  api = context.manager,
) =>
  (await api.merges.mergeCustomers({ params: { customerId: survivor }, body: { customerId: loser, fields } }))
    .body;
const undo = async (survivor: string, mergedId: string, api = context.manager) =>
  (await api.merges.undoMerge({ params: { customerId: survivor, mergedId } })).body;
const note = async (customerId: string, subject: string) =>
  (
    await context.manager.customers.recordInteraction({
      params: { customerId },
      body: { channel: 'call', direction: 'inbound', subject },
    })
  ).body;
const subjects = async (customerId: string) => {
  const query = { type: 'interaction.recorded', limit: 100 } as const;
  const { items } = (await context.manager.customers.listTimeline({ params: { customerId }, query })).body;
  return items.map(({ data }) => data.subject).sort();
};
const found = async (query: object) =>
  (await context.manager.customers.listCustomers({ query })).body.items.map(({ id }) => id);

let count = 0;
const emails = (name: string) => {
  count += 1;
  return `${name}.${count}@example.com`;
};

describe('two records of one customer', () => {
  it('are one after a merge, by either id, address and entry, and each its own again after it is taken back', async () => {
    const [one, two] = [emails('one'), emails('two')];
    const survivor = await create({ email: one, tags: ['vip'] });
    const loser = await create({ name: 'Wang Fang', email: two, birthday: '1990-05-01', owner: 'wang.fang' });
    await note(survivor.id, 'of the survivor');
    const kept = await note(loser.id, 'of the loser');

    const preview = (
      await context.manager.merges.previewMerge({
        params: { customerId: survivor.id },
        body: { customerId: loser.id },
      })
    ).body;
    expect(preview.differences).toContainEqual({
      ...{ field: 'name', survivor: '王芳', loser: 'Wang Fang', taken: 'survivor' },
    });
    expect(await get(loser.id)).toEqual(loser);

    const merged = await merge(survivor.id, loser.id);
    expect(merged).toEqual({ ...preview.customer, updatedAt: merged.updatedAt });
    expect(merged).toMatchObject({
      ...{ id: survivor.id, name: '王芳', email: one, otherEmails: [{ email: two }], birthday: '1990-05-01' },
      ...{ owner: 'wang.fang', mergedFrom: [loser.id] },
    });
    expect(await get(loser.id)).toEqual(merged);
    expect(await subjects(survivor.id)).toEqual(['of the loser', 'of the survivor']);
    expect(await subjects(loser.id)).toEqual(['of the loser', 'of the survivor']);
    expect(await found({ email: two })).toEqual([survivor.id]);
    await cloud.idle();
    expect(await found({ owner: 'wang.fang' })).not.toContain(loser.id);
    expect(await found({})).not.toContain(loser.id);
    const { items } = (await context.manager.merges.listMerges({ params: { customerId: loser.id } })).body;
    expect(items).toMatchObject([
      { customerId: loser.id, into: survivor.id, name: 'Wang Fang', by: 'li.na' },
    ]);

    // What comes from now on is the survivor's, whichever id it comes by.
    await note(loser.id, 'afterwards');
    const corrected = {
      params: { customerId: survivor.id, interactionId: kept.id },
      body: { subject: 'corrected' },
    };
    await context.manager.customers.patchInteraction(corrected, { ifMatch: kept.version });

    const { customer, survivor: alone, lost } = await undo(survivor.id, loser.id);
    expect(lost).toEqual([]);
    expect(customer).toEqual({ ...loser, version: loser.version + 2, updatedAt: customer.updatedAt });
    expect(alone).toEqual({ ...survivor, version: survivor.version + 2, updatedAt: alone.updatedAt });
    expect(await get(loser.id)).toEqual(customer);
    expect(await subjects(loser.id)).toEqual(['corrected']);
    expect(await subjects(survivor.id)).toEqual(['afterwards', 'of the survivor']);
    expect(await found({ email: two })).toEqual([loser.id]);
    await cloud.idle();
    expect(await found({ owner: 'wang.fang' })).toContain(loser.id);
    expect(await found({})).toEqual(expect.arrayContaining([loser.id, survivor.id]));
  });

  it('end well when they are merged into each other at once', async () => {
    const [one, two] = [await create({ email: emails('one') }), await create({ email: emails('two') })];
    const outcomes = await Promise.allSettled([merge(one.id, two.id), merge(two.id, one.id)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const root = await get(one.id);
    expect(await get(two.id)).toEqual(root);
    expect(root.mergedFrom).toHaveLength(1);
  });

  it('let an address go that the survivor gave up, and say so when somebody else has it', async () => {
    const address = emails('given');
    const [survivor, loser] = [await create({ email: emails('one') }), await create({ email: address })];
    const merged = await merge(survivor.id, loser.id);
    await context.manager.customers.patchCustomer(
      { params: { customerId: survivor.id }, body: { otherEmails: [] } },
      { ifMatch: merged.version },
    );
    const other = await create({ email: address });
    const { customer, lost } = await undo(survivor.id, loser.id);
    expect(customer).not.toHaveProperty('email');
    expect(lost).toEqual([{ kind: 'email', value: [address] }]);
    expect(await found({ email: address })).toEqual([other.id]);
  });

  it('share unique values of defined fields: the survivor may take that of the other', async () => {
    count += 1;
    const name = `card_${count}_${crypto.randomUUID().slice(0, 8)}`.replaceAll('-', '_');
    const field = { name, label: { en: 'Card' }, type: 'text', unique: true } as const;
    await context.manager.fields.createField({ body: field as never });
    const survivor = await create({ custom: { [name]: 'one' } });
    const loser = await create({ custom: { [name]: 'two' } });
    const { version } = await merge(survivor.id, loser.id);
    const patch = { custom: { [name]: 'two' } };
    const { body } = await context.manager.customers.patchCustomer(
      { params: { customerId: survivor.id }, body: patch },
      { ifMatch: version },
    );
    expect(body.custom).toEqual(patch.custom);
    expect(await refusal(create({ custom: patch.custom }))).toMatchObject({ status: 409 });
  });

  it('are gone together, and free what they held', async () => {
    const [one, two] = [emails('one'), emails('two')];
    const [survivor, loser] = [await create({ email: one }), await create({ email: two })];
    const { version } = await merge(survivor.id, loser.id);
    await context.manager.customers.deleteCustomer(
      { params: { customerId: loser.id } },
      { ifMatch: version },
    );
    for (const id of [survivor.id, loser.id]) expect(await refusal(get(id))).toMatchObject({ status: 404 });
    expect(await refusal(undo(survivor.id, loser.id))).toMatchObject({ status: 404 });
    await create({ email: one, otherEmails: [{ email: two }] });
  });
});

describe('a merge is refused', () => {
  const why = async (survivor: string, loser: string, api = context.manager) =>
    refusal(merge(survivor, loser, {}, api));

  it('with itself, with what it is merged with, with nobody, and between a person and a company', async () => {
    const [one, two, company] = [await create({}), await create({}), await create({ kind: 'company' })];
    const reason = (text: string) => ({
      status: 422,
      errors: [{ pointer: '/body/customerId', reason: text }],
    });
    const already = 'Both are one record already, or were merged before.';
    expect(await why(one.id, one.id)).toMatchObject(reason(already));
    expect(await why(one.id, company.id)).toMatchObject(reason('A person and a company are not merged.'));
    await merge(one.id, two.id);
    expect(await why(two.id, one.id)).toMatchObject(reason(already));
    const { id, version } = await create({});
    await context.manager.customers.deleteCustomer({ params: { customerId: id } }, { ifMatch: version });
    expect(await why(one.id, id)).toMatchObject(reason('There is no such customer.'));
    expect(await why(id, one.id)).toMatchObject({ status: 404 });
    // Who is a colleague's is not told from who is not there.
    const foreign = await create({ owner: 'david.brown' });
    const own = await create({ owner: 'wang.fang' });
    expect(await why(own.id, foreign.id, context.wangFang)).toMatchObject(
      reason('There is no such customer.'),
    );
  });

  it('to whoever decides on a field that they are not shown', async () => {
    const name = `vault_${crypto.randomUUID().slice(0, 8)}`;
    const field = { name, label: { en: 'Vault' }, type: 'text', visibleTo: ['manager'] } as const;
    await context.manager.fields.createField({ body: field as never });
    const [one, two] = [await create({ owner: 'wang.fang' }), await create({ owner: 'wang.fang' })];
    const choice = { [`custom.${name}`]: 'loser' } as const;
    expect(await refusal(merge(one.id, two.id, choice, context.wangFang))).toMatchObject({
      status: 400,
      errors: [{ pointer: `/body/fields/custom.${name}` }],
    });
    await merge(one.id, two.id, choice);
  });

  it('to whoever may not change both, and when one has changed since it was read', async () => {
    const mine = await create({ owner: 'wang.fang' });
    const theirs = await create({ owner: 'david.brown' });
    expect((await why(mine.id, theirs.id, context.wangFang)).status).toBe(422);
    expect((await why(theirs.id, mine.id, context.wangFang)).status).toBe(404);
    const stale = context.manager.merges.mergeCustomers({
      params: { customerId: mine.id },
      body: { customerId: theirs.id, versions: { survivor: 1, loser: 2 } },
    });
    expect(await refusal(stale)).toMatchObject({ status: 412 });
    expect(await refusal(undo(mine.id, theirs.id))).toMatchObject({ status: 422 });
  });
});

describe('what other domains keep of two records', () => {
  it('is seen as one: calls, open work and what the customer has agreed to', async () => {
    const survivor = await create({ email: emails('one'), owner: 'wang.fang' });
    const loser = await create({ email: emails('two'), owner: 'wang.fang' });
    const call = (
      await context.wangFang.callbacks.createCallback({
        body: {
          customerId: loser.id,
          why: 'Ask',
          due: { wallTime: shanghaiIn(48, await cloud.now()), timeZone: 'Asia/Shanghai' },
        },
      })
    ).body;
    await context.wangFang.consents.putConsent({
      params: { customerId: loser.id, purpose: 'surveys', channel: 'email' },
      body: { status: 'withdrawn', source: 'phone', note: 'said so' },
    });
    await merge(survivor.id, loser.id);
    await cloud.idle();
    const calls = (
      await context.wangFang.callbacks.listCustomerCallbacks({ params: { customerId: survivor.id } })
    ).body;
    expect(calls.items.map(({ id }) => id)).toEqual([call.id]);
    const { items } = (await context.wangFang.consents.listConsents({ params: { customerId: survivor.id } }))
      .body;
    expect(items).toMatchObject([{ customerId: survivor.id, purpose: 'surveys', status: 'withdrawn' }]);
    await undo(survivor.id, loser.id);
    const after = (await context.wangFang.consents.listConsents({ params: { customerId: survivor.id } }))
      .body;
    expect(after.items).toEqual([]);
  });

  it.each(['while there', 'after it was deleted'])(
    'is erased together %s, each record with a proof',
    async (when) => {
      const survivor = await create({ email: emails('one') });
      const loser = await create({ email: emails('two') });
      await merge(survivor.id, loser.id);
      const ofSurvivor = { params: { customerId: survivor.id } };
      if (when !== 'while there')
        await context.manager.customers.deleteCustomer(ofSurvivor, { ifMatch: '*' });
      await context.manager.privacy.createErasure({
        body: { customerId: survivor.id, reason: 'asked by phone' },
      });
      await cloud.idle();
      await cloud.advance({ duration: 'PT40M' });
      await cloud.idle();
      for (const { id } of [survivor, loser]) {
        const erasureId = id.replace('customer_', 'erasure_');
        const { body } = await context.manager.privacy.getErasure({ params: { erasureId } });
        expect(body).toMatchObject({ customerId: id, state: 'done' });
      }
    },
  );
});

describe('the profile of a customer of several records', () => {
  it('shows all of them, by any of their ids', async () => {
    const survivor = await create({ email: emails('one'), owner: 'wang.fang' });
    const loser = await create({ email: emails('two'), owner: 'wang.fang' });
    const company = await create({ kind: 'company', name: '远洋贸易', owner: 'wang.fang' });
    for (const [id, subject] of [
      [survivor.id, 'first'],
      [loser.id, 'second'],
      [survivor.id, 'third'],
    ] as const)
      await note(id, subject);
    await context.manager.relations.putRelation(
      { params: { customerId: loser.id, kind: 'contact-of', otherId: company.id }, body: { role: '采购' } },
      {},
    );
    const due = { wallTime: shanghaiIn(48, await cloud.now()), timeZone: 'Asia/Shanghai' };
    await context.wangFang.callbacks.createCallback({ body: { customerId: loser.id, why: 'Ask', due } });
    await merge(survivor.id, loser.id);
    await cloud.idle();
    const read = async (customerId: string) =>
      (await context.wangFang.customers.getProfile({ params: { customerId } })).body;
    const profile = await read(survivor.id);
    const noted = profile.timeline.filter(({ type }) => type === 'interaction.recorded');
    expect(noted.map(({ data }) => data.subject)).toEqual(['third', 'second', 'first']);
    expect(profile.relations).toMatchObject([{ kind: 'contact-of', other: { id: company.id } }]);
    expect(profile.openWork).toHaveLength(1);
    expect(await read(loser.id)).toEqual(profile);
  });
});
