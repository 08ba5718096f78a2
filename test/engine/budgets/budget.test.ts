/** The contact policy where messages are sent: nobody gets more than it says, whoever sends at the same time. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contactsItem } from '../../../functions/contact/budgets/budgets.items.ts';
import { createBudgetsStore } from '../../../functions/contact/budgets/budgets.store.ts';
import { changeConsent, withdrawConsent } from '../../../functions/contact/consents/index.ts';
import { createMessageCounts } from '../../../functions/contact/messaging/index.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { type Outbox, openOutbox, origin } from '../messaging/outbox.ts';

let outbox: Outbox;
let office: ReturnType<Outbox['office']>;
let customerId: string;
let group: string;

beforeAll(async () => {
  outbox = await openOutbox();
});
afterAll(() => outbox?.close());
beforeEach(async () => {
  office = outbox.office();
  customerId = await outbox.customer();
  group = `run_${customerId}`;
});

const toCustomer = (fields: object = {}) => ({
  recipient: { kind: 'customer' as const, id: customerId },
  expiresAt: '2027-01-23T01:00:00.000Z',
  group,
  ...fields,
});
const ask = (fields: object = {}) => outbox.ask(toCustomer(fields));
const counts = async () => (await createMessageCounts(outbox.table).ofGroups([group])).get(group);
const contacts = () => createBudgetsStore(outbox.table).getContacts(customerId);
/** Eleven in the evening in Shanghai, where quiet hours last until nine. */
const night = '2026-11-23T15:00:00.000Z';
const morning = '2026-11-24T01:00:00.000Z';
const quietHours = { from: '21:00', to: '09:00' };

describe('many messages to one customer at the same moment', () => {
  it('are one mail when one place is left; the others wait, and are counted', async () => {
    await outbox.setPolicy({ limits: [{ atMost: 2, days: 7 }] });
    await office.send(await ask());
    const ids = await Promise.all(Array.from({ length: 20 }, () => ask()));
    const offices = ids.map(() => outbox.office());
    await Promise.all(ids.map((id, index) => offices[index]!.send(id)));
    expect(offices.flatMap(({ sent }) => sent)).toHaveLength(1);
    expect(await counts()).toMatchObject({ planned: 21, sent: 2, held: 19, skipped: 0 });
    expect((await contacts()).sent).toHaveLength(2);
  });

  it('go all when the policy sets no limit, and only the newest that can count are kept', async () => {
    await outbox.setPolicy();
    const ids = await Promise.all(Array.from({ length: 25 }, () => ask()));
    for (const id of ids) await office.send(id);
    expect(office.sent).toHaveLength(25);
    expect((await contacts()).sent.map(({ messageId }) => messageId)).toHaveLength(20);
  });
});

describe('a message in quiet hours', () => {
  beforeEach(async () => {
    await outbox.setPolicy({ quietHours });
    office.state.clock = night;
  });

  it('waits in the due list until they end, and goes then', async () => {
    const id = await ask();
    expect(await office.send(id)).toMatchObject({
      state: 'planned',
      waitsUntil: morning,
      heldBecause: 'quiet-hours',
    });
    expect(await outbox.record(id)).toMatchObject({ gsi3sk: expect.stringContaining(morning) });
    expect(await counts()).toMatchObject({ planned: 1, held: 1, sent: 0 });
    expect(await office.send(id)).toBeUndefined();
    office.state.clock = morning;
    const sent = await office.send(id);
    expect(sent).toMatchObject({ state: 'sent', attempt: 1 });
    expect(sent).not.toHaveProperty('heldBecause');
    expect(await counts()).toMatchObject({ planned: 1, held: 0, sent: 1 });
    expect(await contacts()).toMatchObject({ held: [], sent: [{ messageId: id, at: morning }] });
  });

  it('is dropped when it expires before, says why, and keeps no place', async () => {
    const expiresAt = instantAfter(night, { hours: 2 });
    const id = await ask({ expiresAt });
    expect(await office.send(id)).toMatchObject({ waitsUntil: expiresAt });
    office.state.clock = expiresAt;
    const dropped = { state: 'skipped', reason: 'held-too-long', heldBecause: 'quiet-hours' };
    expect(await office.send(id)).toMatchObject(dropped);
    expect(await counts()).toMatchObject({ held: 0, skippedBecause: { 'held-too-long': 1 } });
    expect(await contacts()).toMatchObject({ held: [], sent: [] });
  });

  it('is not sent when the customer has said no meanwhile, and makes room for the next', async () => {
    await outbox.setPolicy({ quietHours, limits: [{ atMost: 1, days: 7 }] });
    const [first, second] = [await ask(), await ask()];
    for (const id of [first, second]) await office.send(id);
    const key = { customerId, purpose: 'surveys', channel: 'email' } as const;
    await outbox.table.commit(withdrawConsent(undefined, { ...key, source: 'phone' }, origin));
    office.state.clock = morning;
    expect(await office.send(first)).toMatchObject({ reason: 'consent-withdrawn' });
    expect((await contacts()).held.map(({ messageId }) => messageId)).toEqual([second]);
  });

  it('keeps no notice to staff, and none that customers need no consent for', async () => {
    const staff = { recipient: { kind: 'staff' as const, id: await outbox.member() } };
    for (const fields of [
      staff,
      { ...staff, purpose: 'notifications' as const },
      { purpose: 'notifications' as const },
    ])
      expect(await office.send(await ask(fields))).toMatchObject({ state: 'sent' });
    expect(await outbox.table.find(contactsItem, { customerId })).toBeUndefined();
  });

  it('that was throttled before them waits for their end, too', async () => {
    office.state.clock = '2026-11-23T12:59:30.000Z';
    office.answers.push(() => ({ outcome: 'retry', reason: 'TooManyRequestsException' }));
    const id = await ask();
    expect(await office.send(id)).toMatchObject({ state: 'planned', waitsUntil: '2026-11-23T13:00:30.000Z' });
    office.state.clock = '2026-11-23T13:00:30.000Z';
    expect(await office.send(id)).toMatchObject({ waitsUntil: morning, heldBecause: 'quiet-hours' });
  });
});

describe('those that wait for one customer', () => {
  it('go in the order in which they came, one a day, whichever wakes first', async () => {
    await outbox.setPolicy({ quietHours, limits: [{ atMost: 1, days: 1 }] });
    const ids = [await ask(), await ask(), await ask()];
    for (const [minutes, id] of ids.entries()) {
      office.state.clock = instantAfter(night, { minutes });
      await office.send(id);
    }
    const went: string[] = [];
    for (let days = 0; days < 3; days += 1) {
      office.state.clock = instantAfter(morning, { days });
      const woken = ids.toReversed().filter((id) => !went.includes(id));
      for (const message of await Promise.all(woken.map((id) => office.send(id))))
        if (message?.state === 'sent') went.push(message.id);
    }
    expect(went).toEqual(ids);
  });

  it('go by the priority of what they are about, one a day, although those of less came first', async () => {
    await outbox.setPolicy({
      quietHours,
      limits: [{ atMost: 1, days: 1 }],
      priorities: ['care', 'surveys', 'marketing'],
    });
    for (const purpose of ['marketing', 'care'] as const) {
      const said = { customerId, purpose, channel: 'email', status: 'granted', source: 'phone' } as const;
      await outbox.table.commit(changeConsent(undefined, said, origin));
    }
    const purposes = ['marketing', 'surveys', 'care', 'marketing', 'care'] as const;
    const ids: string[] = [];
    for (const [minutes, purpose] of purposes.entries()) {
      const id = await ask({ purpose });
      ids.push(id);
      office.state.clock = instantAfter(night, { minutes });
      expect(await office.send(id)).toMatchObject({ state: 'planned' });
    }
    const went: number[] = [];
    for (let days = 0; days < purposes.length; days += 1) {
      office.state.clock = instantAfter(morning, { days });
      const woken = ids.filter((_, index) => !went.includes(index));
      for (const message of await Promise.all(woken.map((id) => office.send(id))))
        if (message?.state === 'sent') went.push(ids.indexOf(message.id));
    }
    expect(went).toEqual([2, 4, 1, 0, 3]);
  });

  it('are asked again by a policy that has changed meanwhile, within a day', async () => {
    await outbox.setPolicy({ limits: [{ atMost: 1, days: 30 }] });
    await office.send(await ask());
    const id = await ask();
    expect(await office.send(id)).toMatchObject({ heldBecause: 'budget' });
    await outbox.setPolicy();
    office.state.clock = instantAfter(office.state.clock, { hours: 24 });
    expect(await office.send(id)).toMatchObject({ state: 'sent' });
  });
});

describe('what consent and policy cost', () => {
  /** What the engine bills while one message is sent. */
  async function unitsOf(id: string): Promise<{ read: number; write: number }> {
    const units = { read: 0, write: 0 };
    outbox.client.middlewareStack.add(
      (next) => async (args) => {
        Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
        const result = await next(args);
        const { ConsumedCapacity } = result.output as { ConsumedCapacity?: unknown };
        const isWrite = 'Item' in args.input || 'TransactItems' in args.input;
        for (const { CapacityUnits = 0 } of [ConsumedCapacity ?? []].flat() as { CapacityUnits?: number }[])
          units[isWrite ? 'write' : 'read'] += CapacityUnits;
        return result;
      },
      { step: 'initialize', name: 'countUnits' },
    );
    await office.send(id);
    outbox.client.middlewareStack.remove('countUnits');
    return units;
  }

  it.each(['email', 'sms'] as const)(
    'is at most 2 read and 5 write units for a send by %s, beside one that nobody is asked about',
    async (channel) => {
      customerId = await outbox.customer({ phone: channel === 'sms' ? '+8613812345678' : undefined });
      await outbox.setPolicy({ quietHours, limits: [{ atMost: 9, days: 30 }] });
      const alone = { channel, group: undefined };
      // The policy is read once for many sends.
      await office.send(await ask(alone));
      const free = await unitsOf(await ask({ ...alone, purpose: 'service' }));
      const asked = await unitsOf(await ask(alone));
      expect(office[channel === 'sms' ? 'texts' : 'sent']).toHaveLength(3);
      expect(asked.read - free.read).toBeGreaterThan(0);
      expect(asked.read - free.read).toBeLessThanOrEqual(2);
      expect(asked.write - free.write).toBeGreaterThan(0);
      expect(asked.write - free.write).toBeLessThanOrEqual(5);
    },
  );

  it('is 2 read units for a send beside the policy, which is read once for a minute of sends', async () => {
    await outbox.setPolicy({ quietHours, limits: [{ atMost: 9, days: 30 }] });
    const reads: string[] = [];
    outbox.client.middlewareStack.add(
      (next) => (args) => {
        const { Key } = args.input as { Key?: { pk: string; sk: string } };
        if (Key !== undefined) reads.push(Key.sk === '-' ? Key.pk : Key.sk);
        return next(args);
      },
      { step: 'initialize', name: 'noteReads' },
    );
    for (const _ of [1, 2, 3, 4]) await office.send(await ask());
    outbox.client.middlewareStack.remove('noteReads');
    const count = (name: string) => reads.filter((each) => each.startsWith(name)).length;
    expect(['~consent', '~contacts', 'CONTACT-POLICY'].map(count)).toEqual([4, 4, 1]);
  });
});
