/** Who is to call and when, on a real engine: owners who have left, and hours in which nobody works. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Callback, callbackId } from '../../../functions/callbacks/callbacks/callbacks.schema.ts';
import { createCallbacksStore } from '../../../functions/callbacks/callbacks/callbacks.store.ts';
import { createOpenForAnswer } from '../../../functions/callbacks/callbacks/index.ts';
import { claimCallback } from '../../../functions/callbacks/callbacks/operations/claim-callback.ts';
import { createCallback } from '../../../functions/callbacks/callbacks/operations/create-callback.ts';
import { createCallSettingsReader } from '../../../functions/callbacks/calling/index.ts';
import { createClosedLoopStore } from '../../../functions/callbacks/closed-loop/closed-loop.store.ts';
import { openLoop } from '../../../functions/callbacks/closed-loop/operations/open-loop.ts';
import { createConsentReader } from '../../../functions/contact/consents/index.ts';
import { createCustomerReader } from '../../../functions/customers/customers/index.ts';
import { createAssign } from '../../../functions/people/assignments/index.ts';
import { createStaffReader } from '../../../functions/people/staff/index.ts';
import { createResponseReader } from '../../../functions/surveys/responses/index.ts';
import { responseId } from '../../../functions/surveys/responses/responses.schema.ts';
import { surveyId } from '../../../functions/surveys/surveys/surveys.schema.ts';
import { createCommentReader } from '../../../functions/surveys/texts/index.ts';
import { groupOf, personScope, principalOf } from '../../../shared/identity/principal.ts';
import { newId } from '../../../shared/values/ids.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { aCustomer, aMember, anAnswer, manager, origin } from './department.ts';

let engine: TestTable;

beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

const context = () => ({
  callbacks: createCallbacksStore(engine.table),
  loops: createClosedLoopStore(engine.table),
  openForAnswer: createOpenForAnswer(engine.table),
  customers: createCustomerReader(engine.table),
  responses: createResponseReader(engine.table),
  comments: createCommentReader(engine.table),
  staff: createStaffReader(engine.table),
  assign: createAssign(engine.table),
  settings: createCallSettingsReader(engine.table),
  consents: createConsentReader(engine.table),
  origin,
});

/** A bad score of a customer of this owner, given on a Saturday evening in Shanghai. */
async function afterLowScore(owner: string | null): Promise<Callback | undefined> {
  const customerId = await aCustomer(engine.table, owner);
  const answer = await anAnswer(engine.table, customerId, [
    { questionId: 'service', scale: 'csat', value: 2 },
  ]);
  return (await openLoop(answer, context())).result;
}

async function promised(owner: string | null, named?: { owner: string | null }): Promise<Callback> {
  const customerId = await aCustomer(engine.table, owner);
  const input = { customerId, why: 'Asked', due: { wallTime: '2026-11-24T10:00' }, priority: 'low' as const };
  const { result, writes } = await createCallback(
    { ...input, ...named },
    { ...context(), principal: manager },
  );
  await engine.table.commit(writes);
  return result;
}

it('keeps the first thousand of a long comment, and half of no character', async () => {
  const customerId = await aCustomer(engine.table, null);
  const contact = await context().customers.findContact(customerId);
  const { result, writes } = await createOpenForAnswer(engine.table)(
    {
      ...{ id: newId(callbackId), contact: contact!, record: contact! },
      ...{ answeredAt: origin.at, priority: 'normal', hours: 4 },
      reason: { kind: 'low-score', score: 2, responseId: newId(responseId), surveyId: newId(surveyId) },
      note: `a${'😀'.repeat(600)}`,
    },
    origin,
  );
  await engine.table.commit(writes);
  expect((await context().callbacks.find(result!.id))?.note).toBe(`a${'😀'.repeat(499)}`);
});

describe('a machine client of any name', () => {
  const claims = {
    ...{ client_id: 'https://erp.example/desk', scope: 'rapport/callbacks.read rapport/callbacks.write' },
  };
  const machine = principalOf({ claims });

  it('works on a callback like a person', async () => {
    const { id } = await promised(await aMember(engine.table));
    const { callbacks, customers, staff } = context();
    const { result, writes } = await claimCallback(id, {
      ...{ callbacks, customers, staff, principal: machine, origin },
    });
    await engine.table.commit(writes);
    expect(await callbacks.find(id)).toEqual(result);
    expect(result.claim?.by).toBe('https://erp.example/desk');
  });

  it('cannot own one, nor can a person whom nobody has registered or who has left', async () => {
    const gone = await aMember(engine.table, { active: false });
    const customerId = await aCustomer(engine.table, null);
    const due = { wallTime: '2026-11-24T10:00' };
    const erp = principalOf({ claims: { ...claims, client_id: 'erp' } });
    const leaver = principalOf({
      claims: { sub: gone, scope: personScope, groups: groupOf('agent') },
    });
    for (const principal of [erp, leaver, manager]) {
      const input = { customerId, why: 'Asked', due, priority: 'low' as const, owner: principal.id };
      const attempt = createCallback(input, { ...context(), principal });
      await expect(attempt).rejects.toMatchObject({ violations: [{ pointer: '/body/owner' }] });
    }
  });
});

/** Mondays only, and every Monday of the next years is a holiday. */
const neverAtWork = {
  week: { monday: [{ from: '09:00', to: '12:00' }] },
  holidays: Array.from({ length: 200 }, (_, week) =>
    new Date(Date.UTC(2026, 10, 23 + week * 7)).toISOString().slice(0, 10),
  ),
  makeUpDays: [],
  holidaysKnown: null,
};

describe('a bad score', () => {
  it('of a customer whose owner never works is due in the office hours of their zone', async () => {
    const owner = await aMember(engine.table, { timeZone: 'Europe/London', businessHours: neverAtWork });
    expect(await afterLowScore(owner)).toMatchObject({
      owner,
      // At 13:00 of the Monday it is 21:00 for the customer.
      due: { wallTime: '2026-11-24T09:00', timeZone: 'Europe/London' },
    });
  });

  it('of a customer whose owner has left goes to the team, in the customer’s hours', async () => {
    const owner = await aMember(engine.table, { active: false, timeZone: 'Europe/London' });
    expect(await afterLowScore(owner)).toMatchObject({
      owner: null,
      due: { wallTime: '2026-11-23T14:00', timeZone: 'Asia/Shanghai' },
    });
  });
});

describe('a promised call', () => {
  it('is the owner’s of the customer, or the team’s if they have left', async () => {
    const present = await aMember(engine.table);
    expect((await promised(present)).owner).toBe(present);
    expect((await promised(await aMember(engine.table, { active: false }))).owner).toBeNull();
  });

  it('cannot be given to somebody who has left', async () => {
    const gone = await aMember(engine.table, { active: false });
    await expect(promised(null, { owner: gone })).rejects.toMatchObject({
      code: 'invalid-request',
      violations: [{ pointer: '/body/owner' }],
    });
  });
});
