/** What becomes of callbacks when their customer is deleted or gets another owner, on a real engine. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callbackItem } from '../../../functions/callbacks/callbacks/callbacks.items.ts';
import { claim, recordAttempt } from '../../../functions/callbacks/callbacks/callbacks.rules.ts';
import {
  type Callback,
  callbackId as kind,
} from '../../../functions/callbacks/callbacks/callbacks.schema.ts';
import { createCallbacksStore } from '../../../functions/callbacks/callbacks/callbacks.store.ts';
import { accessibleCallback } from '../../../functions/callbacks/callbacks/operations/callback-access.ts';
import { followCustomer } from '../../../functions/callbacks/callbacks/operations/follow-customer.ts';
import { customerItem } from '../../../functions/customers/customers/customers.items.ts';
import { createCustomerReader } from '../../../functions/customers/customers/index.ts';
import { createStaffReader } from '../../../functions/people/staff/index.ts';
import { groupOf, personScope, principalOf } from '../../../shared/identity/principal.ts';
import { put } from '../../../shared/table/write.ts';
import { newId } from '../../../shared/values/ids.ts';
import { aCallback, at } from '../../support/callback-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { aCustomer, aMember, origin } from './department.ts';

let engine: TestTable;

beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

async function kept(callback: Callback): Promise<Callback> {
  await engine.table.commit([put(callbackItem, callback)]);
  return callback;
}

const promised = (customerId: string, fields: Partial<Callback> = {}) =>
  kept(aCallback({ id: newId(kind), customerId, owner: 'previous', ...fields }));

/** Follows the customer and answers what happened, and the callback as it is then. */
async function follow({ id: callbackId }: Callback, previousOwner?: string | null) {
  const callbacks = createCallbacksStore(engine.table);
  const customers = createCustomerReader(engine.table);
  const staff = createStaffReader(engine.table);
  const { result, writes } = await followCustomer(
    { callbackId, previousOwner },
    { callbacks, customers, staff, origin },
  );
  await engine.table.commit(writes);
  return { result, callback: await callbacks.find(callbackId) };
}

describe('a customer with another owner', () => {
  it('takes along the callbacks of the previous one, once', async () => {
    const owner = await aMember(engine.table);
    const callback = await promised(await aCustomer(engine.table, owner));
    expect(await follow(callback, 'previous')).toMatchObject({
      result: 'handed-over',
      callback: { owner, version: 2, status: 'scheduled', scheduleVersion: 1 },
    });
    expect(await follow(callback, 'previous')).toMatchObject({
      result: 'unchanged',
      callback: { version: 2 },
    });
  });

  it('takes them along to the team when the new owner has left or is nobody', async () => {
    const gone = await aMember(engine.table, { active: false });
    for (const owner of [gone, null]) {
      const callback = await promised(await aCustomer(engine.table, owner));
      expect((await follow(callback, 'previous')).callback?.owner).toBeNull();
    }
  });

  it('takes along what was nobody’s when it was nobody’s', async () => {
    const owner = await aMember(engine.table);
    const callback = await promised(await aCustomer(engine.table, owner), { owner: null });
    expect((await follow(callback, null)).callback?.owner).toBe(owner);
  });

  it('leaves what others have: given to them by hand, or closed', async () => {
    const customerId = await aCustomer(engine.table, await aMember(engine.table));
    const others = await promised(customerId, { owner: 'somebody.else' });
    const ofTeam = await promised(customerId, { owner: null });
    const closed = await promised(customerId, { status: 'completed', closedAt: at });
    for (const callback of [others, ofTeam, closed]) {
      expect(await follow(callback, 'previous')).toEqual({ result: 'unchanged', callback });
    }
  });

  it('takes along what the previous one is working on, who can finish it and then no more', async () => {
    const owner = await aMember(engine.table);
    const customerId = await aCustomer(engine.table, owner);
    const claimed = await kept(claim(await promised(customerId), 'previous', at));
    const { callback } = await follow(claimed, 'previous');
    expect(callback).toMatchObject({ owner, status: 'claimed', claim: { by: 'previous' } });
    const callbacks = createCallbacksStore(engine.table);
    const principal = principalOf({
      claims: { sub: 'previous', scope: personScope, groups: groupOf('agent') },
    });
    const access = () => accessibleCallback(claimed.id, 'callbacks.write', { callbacks, principal });
    expect(await access()).toEqual(callback);
    const done = recordAttempt(callback as Callback, { outcome: 'reached' }, undefined, {
      ...{ actor: { kind: 'person', id: 'previous' }, at },
    });
    await kept(done);
    expect(await access()).toEqual(done);
    await kept({ ...(callback as Callback), status: 'due', claim: null });
    await expect(access()).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a deleted customer', () => {
  it('is called no more, even by somebody who was about to', async () => {
    const customerId = await aCustomer(engine.table, 'previous');
    const waiting = await promised(customerId);
    const claimed = await kept(claim(await promised(customerId), 'previous', at));
    const customer = await engine.table.find(customerItem, { id: customerId });
    if (customer === undefined) throw new Error('no customer');
    await engine.table.commit([put(customerItem, { ...customer, deletedAt: at })]);
    for (const callback of [waiting, claimed]) {
      expect(await follow(callback)).toMatchObject({
        result: 'cancelled',
        callback: {
          status: 'cancelled',
          cancelCode: 'customer-deleted',
          claim: null,
          closedAt: at,
        },
      });
    }
  });

  it('who has come back keeps the callbacks', async () => {
    const callback = await promised(await aCustomer(engine.table, 'previous'));
    expect(await follow(callback)).toEqual({ result: 'unchanged', callback });
  });
});
