/** Counts of the messages of a group: exact, whatever comes twice, late or at the same time. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createMessageCounts,
  holdTopic,
  requestMessages,
} from '../../../functions/contact/messaging/index.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { aRequest, at, type Outbox, openOutbox, origin } from './outbox.ts';

let outbox: Outbox;
let office: ReturnType<Outbox['office']>;
let customerId: string;

beforeAll(async () => {
  outbox = await openOutbox();
});
afterAll(() => outbox?.close());
beforeEach(async () => {
  office = outbox.office();
  customerId = await outbox.customer();
});

let groups = 0;
const newGroup = () => {
  groups += 1;
  return `run_${groups}`;
};
const toCustomer = (group: string, fields: object = {}) => ({
  recipient: { kind: 'customer' as const, id: customerId },
  group,
  ...fields,
});
const countsOf = async (group: string) =>
  (await createMessageCounts(outbox.table).ofGroups([group])).get(group);
const none = {
  planned: 0,
  held: 0,
  sent: 0,
  failed: 0,
  skipped: 0,
  skippedBecause: {},
  bounced: 0,
  withheld: 0,
  complained: 0,
  unknown: 0,
};
const ofDelivery = { bounced: 0, withheld: 0, complained: 0 };
const lost = () => ({ outcome: 'unknown' as const, reason: 'TimeoutError: no reply', isError: false });
const refused = () => ({ outcome: 'refused' as const, fault: 'mail' as const, reason: 'MessageRejected' });
const throttled = () => ({ outcome: 'retry' as const, reason: 'TooManyRequestsException' });

describe('the counts of a group', () => {
  it('are all zero for one that nobody has asked for, and apart for each', async () => {
    const [one, other] = [newGroup(), newGroup()];
    await outbox.ask(toCustomer(one));
    const counts = await createMessageCounts(outbox.table).ofGroups([one, other]);
    expect([...counts]).toEqual([
      [one, { ...none, planned: 1 }],
      [other, none],
    ]);
  });

  it('count each message that is asked for once, alone, with others and again', async () => {
    const group = newGroup();
    const requests = Array.from({ length: 25 }, () => aRequest(toCustomer(group)));
    const ask = (from: number, to: number) =>
      outbox.table.commit(requestMessages(requests.slice(from, to), origin));
    expect(await Promise.all([ask(0, 10), ask(10, 20), ask(20, 25)])).toEqual(Array(3).fill('committed'));
    expect(await ask(0, 10)).toBe('already');
    expect(await ask(24, 25)).toBe('already');
    expect(await countsOf(group)).toEqual({ ...none, planned: 25 });
  });

  it('say what became of each, and why some were not sent', async () => {
    const group = newGroup();
    await outbox.table.commit([holdTopic('counts-held', origin)]);
    await office.send(await outbox.ask(toCustomer(group)));
    await office.send(await outbox.ask(toCustomer(group, { topics: ['counts-held'] })));
    await office.send(await outbox.ask(toCustomer(group, { topics: ['counts-held'] })));
    await office.send(await outbox.ask(toCustomer(group, { expiresAt: at })));
    office.answers.push(refused, lost, throttled);
    for (const _ of [1, 2, 3]) await office.send(await outbox.ask(toCustomer(group)));
    expect(await countsOf(group)).toEqual({
      ...{ planned: 7, held: 0, sent: 1, failed: 1, bounced: 0, withheld: 0, complained: 0, unknown: 1 },
      ...{ skipped: 3, skippedBecause: { 'on-hold': 2, expired: 1 } },
    });
  });

  it('follow late news: a bounce of what was sent, the arrival of what nobody knew of, each once', async () => {
    const group = newGroup();
    const [bounced, arrived] = [await outbox.ask(toCustomer(group)), await outbox.ask(toCustomer(group))];
    await office.send(bounced);
    office.answers.push(lost);
    await office.send(arrived);
    expect(await countsOf(group)).toEqual({ ...none, planned: 2, sent: 1, unknown: 1 });
    for (const _ of [1, 2]) {
      await Promise.all([
        office.tell(`${bounced}-1`, 'Bounce', 'Permanent'),
        office.tell(`${arrived}-1`, 'Delivery'),
      ]);
      expect(await countsOf(group)).toEqual({ ...none, planned: 2, sent: 1, bounced: 1 });
    }
  });

  it('tell a mail that SES holds back apart from one that bounced', async () => {
    const group = newGroup();
    const [bounced, withheld] = [await outbox.ask(toCustomer(group)), await outbox.ask(toCustomer(group))];
    for (const id of [bounced, withheld]) await office.send(id);
    await office.tell(`${bounced}-1`, 'Bounce', 'Permanent');
    await office.tell(`${withheld}-1`, 'Bounce', 'Permanent', 'OnAccountSuppressionList');
    expect(await countsOf(group)).toEqual({ ...none, planned: 2, bounced: 1, withheld: 1 });
  });

  it('tell a complaint apart from what was sent, once, whatever is told afterwards', async () => {
    const group = newGroup();
    const [complained, other] = [await outbox.ask(toCustomer(group)), await outbox.ask(toCustomer(group))];
    for (const id of [complained, other]) await office.send(id);
    for (const eventType of ['Delivery', 'Complaint', 'Complaint', 'Delivery', 'Send'])
      await office.tell(`${complained}-1`, eventType);
    expect(await countsOf(group)).toEqual({ ...none, planned: 2, sent: 1, complained: 1 });
  });

  it('agree with the messages after any story, with everything delivered twice and at once', async () => {
    const step = fc.record({
      message: fc.nat(4),
      act: fc.constantFrom('send', 'Delivery', 'Bounce', 'Complaint', 'Reject', 'later'),
      answer: fc.constantFrom(undefined, lost, refused, throttled),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const group = newGroup();
        const requests = Array.from({ length: 5 }, () => aRequest(toCustomer(group)));
        await outbox.table.commit(requestMessages(requests, origin));
        const desk = outbox.office();
        for (const { message, act, answer } of steps) {
          const id = requests[message]?.id ?? '';
          if (answer !== undefined) desk.answers.push(answer);
          if (act === 'later') desk.state.clock = instantAfter(desk.state.clock, { hours: 25 });
          const once = () => (act === 'send' ? desk.send(id) : desk.tell(`${id}-1`, act, 'Permanent'));
          if (act !== 'later') await Promise.all([once(), once()]);
        }
        const records = await Promise.all(requests.map(({ id }) => outbox.record(id)));
        const tally = { sent: 0, failed: 0, skipped: 0, unknown: 0, planned: 0, sending: 0, ...ofDelivery };
        for (const record of records) {
          const name = String(record?.reason) in ofDelivery ? record?.reason : record?.state;
          tally[name as keyof typeof tally] += 1;
        }
        const { sending, ...expected } = tally;
        const { skippedBecause, ...counts } = (await countsOf(group)) ?? none;
        expect(sending).toBe(0);
        expect(counts).toEqual({ ...expected, planned: 5, held: 0 });
      }),
      { numRuns: 20 },
    );
  });
});
