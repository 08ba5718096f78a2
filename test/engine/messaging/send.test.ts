/** A message from asking to its last word: sent once, whatever dies, comes twice or is lost on the way. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { grantConsent, withdrawConsent } from '../../../functions/contact/consents/index.ts';
import {
  createMessageReader,
  holdTopic,
  putContent,
  releaseTopic,
  requestMessage,
  requestMessages,
} from '../../../functions/contact/messaging/index.ts';
import { createMessagesStore } from '../../../functions/contact/messaging/messaging.store.ts';
import { sendMessage } from '../../../functions/contact/messaging/operations/send-message.ts';
import type { SendOutcome } from '../../../shared/messaging/channel.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { losingFirstReply } from '../../support/engine.ts';
import { aRequest, at, type Outbox, openOutbox, origin } from './outbox.ts';

let outbox: Outbox;
let customerId: string;
let office: ReturnType<Outbox['office']>;

beforeAll(async () => {
  outbox = await openOutbox();
});
afterAll(() => outbox?.close());
beforeEach(async () => {
  office = outbox.office();
  customerId = await outbox.customer();
});

const toCustomer = () => ({ recipient: { kind: 'customer' as const, id: customerId } });
const inHours = (hours: number) => instantAfter(at, { hours });
const lost = () => ({ outcome: 'unknown' as const, reason: 'TimeoutError: no reply', isError: false });
const throttled = () => ({ outcome: 'retry' as const, reason: 'TooManyRequestsException: slow down' });

describe('a message', () => {
  it('goes once, with content, data, name, language and personal links', async () => {
    await outbox.table.commit([putContent('run_1', { title: '您的购买体验' }, '2026-12-23T01:00:00.000Z')]);
    const link = { secretVersion: 'v1', subject: 'invitation_1' };
    const id = await outbox.ask({ ...toCustomer(), content: 'run_1', link });
    expect(await outbox.find(id)).toMatchObject({ state: 'planned', attempt: 0, data: { word: 'hello' } });
    expect(await office.send(id)).toMatchObject({ id, state: 'sent' });
    expect(await office.send(id)).toBeUndefined();
    expect(office.sent).toEqual([
      {
        subject: '您的购买体验',
        text: '王芳 zh-CN hello https://rapport.example/s/v1.invitation_1 https://rapport.example/s/v1.invitation_1/unsubscribe',
        html: '<p>letter</p>',
        to: { address: `${customerId}@example.test`, name: '王芳' },
        id,
        sendId: `${id}-1`,
      },
    ]);
  });

  it('keeps nothing personal once it is settled, and stands in no list', async () => {
    const id = await outbox.ask(toCustomer());
    await office.send(id);
    const record = await outbox.record(id);
    expect(record).toMatchObject({ state: 'sent', attempt: 1, language: 'zh-CN', version: 3 });
    for (const gone of ['data', 'gsi3pk', 'gsi3sk', 'waitsUntil']) expect(record).not.toHaveProperty(gone);
    expect(JSON.stringify(record)).not.toContain('@example.test');
    expect(await createMessageReader(outbox.table).find(id)).toMatchObject({ state: 'sent' });
  });

  it('is asked for once under one id, and not again after it was settled', async () => {
    const request = aRequest(toCustomer());
    expect(await outbox.table.commit(requestMessage(request, origin))).toBe('committed');
    expect(await outbox.table.commit(requestMessage(request, origin))).toBe('already');
    await office.send(request.id);
    expect(await outbox.table.commit(requestMessage(request, origin))).toBe('already');
    await office.send(request.id);
    expect(office.sent).toHaveLength(1);
  });

  it('is the event that asks for sending, without anything personal', async () => {
    const id = await outbox.ask(toCustomer());
    expect(await outbox.record(id)).toMatchObject({
      event: 'message.requested',
      envelope: { data: { messageId: id }, correlationId: origin.correlationId },
    });
  });

  it('carries at most 4 KB of data', () => {
    // {"word":"…"} is 11 bytes and the word.
    const data = (bytes: number) => ({ word: 'x'.repeat(bytes - 11) });
    expect(() => requestMessage(aRequest({ data: data(4096) }), origin)).not.toThrow();
    expect(() => requestMessage(aRequest({ data: data(4097) }), origin)).toThrow('at most 4 KB');
    expect(() => requestMessage(aRequest({ data: { word: '好'.repeat(1366) } }), origin)).toThrow('4 KB');
  });

  it('to staff is in their language, and names the language it was asked in if that is another', async () => {
    const staff = {
      recipient: { kind: 'staff' as const, id: await outbox.member() },
      purpose: 'notifications' as const,
    };
    await office.send(await outbox.ask(staff));
    await office.send(await outbox.ask({ ...staff, language: 'zh-CN' }));
    expect(office.sent.map(({ text }) => text.split(' ')[1])).toEqual(['en', 'zh-CN']);
  });

  it('to the department goes to its mailbox, in its language', async () => {
    const department = { recipient: { kind: 'department' as const }, purpose: 'notifications' as const };
    await office.send(await outbox.ask(department));
    await office.send(await outbox.ask({ ...department, language: 'zh-CN' }));
    const to = { address: 'department@rapport.example', name: 'Rapport' };
    expect(office.sent.map((mail) => mail.to)).toEqual([to, to]);
    expect(office.sent.map(({ text }) => text.split(' ')[1])).toEqual(['en', 'zh-CN']);
  });

  it.each([
    ['no renderer has its template', { template: 'no-such-template' }, 'no-such-template'],
    ['its content is not there', { content: 'run_none' }, 'run_none'],
    ['its data is not what the renderer needs', { data: { words: 1 } }, 'word'],
  ])('stays as it was when %s', async (_, fields, named) => {
    const id = await outbox.ask({ ...toCustomer(), ...fields });
    await expect(office.send(id)).rejects.toThrow(named);
    expect(await outbox.find(id)).toMatchObject({ state: 'planned', version: 1 });
    expect(office.sent).toEqual([]);
  });
});

describe('a message that several processes handle', () => {
  it('goes once when all begin at the same instant', async () => {
    const id = await outbox.ask(toCustomer());
    await Promise.all(Array.from({ length: 20 }, () => office.send(id)));
    expect(office.sent.map(({ sendId }) => sendId)).toEqual([`${id}-1`]);
    expect(await outbox.find(id)).toMatchObject({ state: 'sent', attempt: 1 });
  });

  it('goes when the reply to its claim was lost', async () => {
    const id = await outbox.ask(toCustomer());
    const proxy = await losingFirstReply(outbox.endpoint);
    const { advance } = createMessagesStore(proxy.open(outbox.name).table);
    await sendMessage(id, { ...office.context, messages: { ...outbox.messages, advance } });
    expect(proxy.lost()).toBe(1);
    expect(office.sent).toHaveLength(1);
    expect(await outbox.find(id)).toMatchObject({ state: 'sent' });
    await proxy.close();
  });

  it('is settled by the one that sends although another took the claim for a dead one', async () => {
    const id = await outbox.ask(toCustomer());
    office.answers.push(async () => {
      expect(await office.send(id)).toMatchObject({ state: 'unknown' });
      return { outcome: 'accepted', messageId: 'm' };
    });
    expect(await office.send(id)).toMatchObject({ state: 'sent' });
    expect(office.sent).toHaveLength(1);
  });

  it('keeps what it needs for the next try when a throttled one was taken for dead meanwhile', async () => {
    const id = await outbox.ask(toCustomer());
    office.answers.push(async () => {
      await office.send(id);
      return throttled();
    });
    expect(await office.send(id)).toMatchObject({ state: 'planned', attempt: 0 });
    office.state.clock = inHours(1);
    expect(await office.send(id)).toMatchObject({ state: 'sent', attempt: 1 });
    expect(office.sent).toHaveLength(2);
  });

  it('is not overwritten by its sender when the mail service has told of it first', async () => {
    const id = await outbox.ask(toCustomer());
    office.answers.push(async () => {
      await office.tell(`${id}-1`, 'Bounce', 'Permanent');
      return { outcome: 'accepted', messageId: 'm' };
    });
    await office.send(id);
    expect(await outbox.find(id)).toMatchObject({ state: 'failed', reason: 'bounced' });
  });
});

describe('a message of unknown fate', () => {
  /** The process dies in the call, before or after the mail has gone. */
  async function crashed() {
    const id = await outbox.ask(toCustomer());
    office.answers.push(() => {
      throw new Error('killed');
    });
    await expect(office.send(id)).rejects.toThrow('killed');
    expect(await outbox.find(id)).toMatchObject({ state: 'sending' });
    return id;
  }

  async function withoutReply(fields: object = {}) {
    const id = await outbox.ask({ ...toCustomer(), ...fields });
    office.answers.push(lost);
    await office.send(id);
    return id;
  }

  it('after a crash waits a day for news and is then settled as unknown, never sent again', async () => {
    const id = await crashed();
    office.state.clock = instantAfter(at, { minutes: 6 });
    expect(await office.send(id)).toMatchObject({ state: 'unknown' });
    expect(await outbox.record(id)).toMatchObject({
      gsi3pk: expect.stringMatching(/^DUE#messages#[0-3]$/),
      gsi3sk: `2026-11-24T01:06:00.000Z#message#${id}`,
    });
    office.state.clock = '2026-11-24T01:05:59.999Z';
    expect(await office.send(id)).toBeUndefined();
    expect(office.state.failures).toBe(0);
    office.state.clock = '2026-11-24T01:06:00.000Z';
    expect(await office.send(id)).toMatchObject({ state: 'unknown' });
    // Nobody will ever know whether it went: people are told.
    expect(office.state.failures).toBe(1);
    office.state.clock = inHours(24 * 30);
    expect(await office.send(id)).toBeUndefined();
    expect(office.sent).toHaveLength(1);
    const record = await outbox.record(id);
    for (const gone of ['data', 'gsi3pk', 'waitsUntil']) expect(record).not.toHaveProperty(gone);
  });

  it('after a lost reply is settled by news, within the day and later', async () => {
    const [soon, late] = [await withoutReply(), await withoutReply()];
    expect(await office.tell(`${soon}-1`, 'Delivery')).toMatchObject({ state: 'sent' });
    office.state.clock = inHours(24);
    expect(await office.send(late)).toMatchObject({ state: 'unknown' });
    office.state.clock = inHours(24 * 9);
    expect(await office.tell(`${late}-1`, 'Send')).toMatchObject({ state: 'sent' });
    expect(await outbox.find(late)).toMatchObject({ state: 'sent' });
    expect(office.sent).toHaveLength(2);
  });

  it('is not settled while news wait to be read: looked at every hour, for 14 days at most', async () => {
    const id = await withoutReply();
    office.state.isLagging = true;
    office.state.clock = inHours(24);
    expect(await office.send(id)).toMatchObject({ state: 'unknown', waitsUntil: inHours(25) });
    office.state.clock = inHours(14 * 24 - 1);
    expect(await office.send(id)).toMatchObject({ state: 'unknown', waitsUntil: inHours(14 * 24) });
    office.state.clock = inHours(14 * 24);
    expect(await office.send(id)).not.toHaveProperty('waitsUntil');
    expect(office.sent).toHaveLength(1);
  });

  it('is settled as soon as news are read', async () => {
    const id = await withoutReply();
    office.state.isLagging = true;
    office.state.clock = inHours(24);
    await office.send(id);
    office.state.isLagging = false;
    office.state.clock = inHours(25);
    expect(await office.send(id)).not.toHaveProperty('waitsUntil');
  });

  it('is sent again after a day, three times at most, where better two than none', async () => {
    const recipient = { kind: 'staff' as const, id: await outbox.member() };
    const id = await withoutReply({ recipient, purpose: 'notifications' });
    for (const day of [1, 2, 3, 4]) {
      office.answers.push(lost);
      office.state.clock = inHours(24 * day);
      await office.send(id);
    }
    expect(office.sent.map(({ sendId }) => sendId)).toEqual([`${id}-1`, `${id}-2`, `${id}-3`]);
    expect(await outbox.find(id)).toMatchObject({ state: 'unknown', attempt: 3 });
    expect(await office.tell(`${id}-2`, 'Delivery')).toMatchObject({ state: 'sent' });
  });

  it('after an error of the mail service is sent again if nothing is heard for an hour, three times at most', async () => {
    const broken = () => ({ outcome: 'unknown' as const, reason: 'InternalFailure', isError: true });
    const [told, untold, hopeless] = [
      await outbox.ask(toCustomer()),
      await outbox.ask(toCustomer()),
      await outbox.ask(toCustomer()),
    ];
    office.answers.push(broken, broken, broken);
    for (const id of [told, untold, hopeless])
      expect(await office.send(id)).toMatchObject({ state: 'unknown' });
    await office.tell(`${told}-1`, 'Send');
    office.state.clock = instantAfter(inHours(1), { seconds: -1 });
    expect(await office.send(untold), 'too early').toBeUndefined();
    office.state.clock = inHours(1);
    expect(await office.send(told), 'it went').toBeUndefined();
    expect(await office.send(untold)).toMatchObject({ state: 'sent', attempt: 2 });
    office.answers.push(broken, broken);
    for (const hours of [1, 2, 3, 4]) {
      office.state.clock = inHours(hours);
      await office.send(hopeless);
    }
    expect(await outbox.find(hopeless)).toMatchObject({ state: 'unknown', attempt: 3 });
    expect(office.sent.filter(({ sendId }) => sendId.startsWith(hopeless))).toHaveLength(3);
  });

  it('is not sent again while news wait to be read, even after an error of the mail service', async () => {
    const id = await outbox.ask(toCustomer());
    office.answers.push(() => ({ outcome: 'unknown', reason: 'InternalFailure', isError: true }));
    await office.send(id);
    office.state.isLagging = true;
    office.state.clock = inHours(1);
    expect(await office.send(id)).toMatchObject({ state: 'unknown', waitsUntil: inHours(2) });
  });

  it('is not sent again when it is of no use any more', async () => {
    const recipient = { kind: 'staff' as const, id: await outbox.member() };
    const expiresAt = inHours(24);
    const id = await withoutReply({ recipient, purpose: 'notifications', expiresAt });
    office.state.clock = inHours(24);
    expect(await office.send(id)).toMatchObject({ state: 'unknown', reason: 'expired' });
    expect(office.sent).toHaveLength(1);
  });
});

describe('a message that the mail service cannot take', () => {
  it('waits in the due list a little longer each time, fails nothing and costs no attempt', async () => {
    const id = await outbox.ask(toCustomer());
    const waits: number[] = [];
    for (let tries = 0; tries < 7; tries += 1) {
      office.answers.push(throttled);
      const deferred = await office.send(id);
      expect(deferred).toMatchObject({ state: 'planned', attempt: 0, reason: 'TooManyRequestsException' });
      const until = deferred?.waitsUntil ?? '';
      waits.push((Date.parse(until) - Date.parse(office.state.clock)) / 60_000);
      expect(await outbox.record(id)).toMatchObject({ gsi3sk: `${until}#message#${id}` });
      expect(await office.send(id), 'before its time').toBeUndefined();
      office.state.clock = until;
    }
    expect(waits).toEqual([1, 2, 4, 8, 15, 15, 15]);
    expect(await office.send(id)).toMatchObject({ state: 'sent', attempt: 1 });
    expect(new Set(office.sent.map(({ sendId }) => sendId))).toEqual(new Set([`${id}-1`]));
    expect(await outbox.record(id)).not.toHaveProperty('deferrals');
  });

  it('because of the account waits, too; for good it fails, without keeping the address', async () => {
    const [paused, rejected] = [await outbox.ask(toCustomer()), await outbox.ask(toCustomer())];
    office.answers.push(
      () => ({ outcome: 'refused', fault: 'mail', reason: `MessageRejected: ${customerId}@example.test` }),
      () => ({ outcome: 'refused', fault: 'account', reason: 'SendingPausedException: ask us' }),
    );
    expect(await office.send(rejected)).toMatchObject({ state: 'failed', reason: 'MessageRejected' });
    expect(await office.send(rejected)).toBeUndefined();
    expect(await office.send(paused)).toMatchObject({ state: 'planned', reason: 'SendingPausedException' });
    expect(JSON.stringify(await outbox.record(rejected))).not.toContain('@example.test');
  });

  it.each<[string, number, SendOutcome]>([
    ['the sandbox', 1, { outcome: 'refused', fault: 'sandbox', reason: 'MessageRejected' }],
    ['the account', 1, { outcome: 'refused', fault: 'account', reason: 'SendingPausedException' }],
    ['what we have written', 1, { outcome: 'refused', fault: 'mail', reason: 'BadRequestException' }],
    ['the address', 0, { outcome: 'refused', fault: 'recipient', reason: 'BadRequestException' }],
    ['too many at once', 0, throttled()],
    ['a lost reply', 0, lost()],
  ])('because of %s counts as %d failures', async (_, failures, outcome) => {
    const id = await outbox.ask(toCustomer());
    office.answers.push(() => outcome);
    await office.send(id);
    expect(office.state.failures).toBe(failures);
  });

  it('counts as a failure, too, once it has waited for half an hour because of too many at once', async () => {
    const id = await outbox.ask(toCustomer());
    const failures: number[] = [];
    for (let tries = 0; tries < 7; tries += 1) {
      office.answers.push(throttled);
      office.state.clock = (await office.send(id))?.waitsUntil ?? '';
      failures.push(office.state.failures);
    }
    // 1 + 2 + 4 + 8 + 15 minutes are over at the sixth try.
    expect(failures).toEqual([0, 0, 0, 0, 0, 1, 2]);
  });

  it('because of the sandbox waits an hour and keeps no other mail waiting', async () => {
    const [other, id] = [await outbox.ask(toCustomer()), await outbox.ask(toCustomer())];
    office.answers.push(() => ({ outcome: 'refused', fault: 'sandbox', reason: 'MessageRejected: no' }));
    expect(await office.send(id)).toMatchObject({ state: 'planned', attempt: 0, waitsUntil: inHours(1) });
    expect(await office.send(other)).toMatchObject({ state: 'sent' });
    expect(office.state.pauses).toBe(0);
    office.state.clock = inHours(1);
    expect(await office.send(id)).toMatchObject({ state: 'sent' });
  });

  it('because of the quota of the day lets no other mail try for an hour, and tells people once', async () => {
    const [first, second] = [await outbox.ask(toCustomer()), await outbox.ask(toCustomer())];
    office.answers.push(() => ({ outcome: 'retry', limit: 'quota', reason: 'ThrottlingException: quota' }));
    expect(await office.send(first)).toMatchObject({ state: 'planned', attempt: 0, waitsUntil: inHours(1) });
    await office.send(second);
    expect(office.sent).toHaveLength(1);
    expect(await outbox.find(second)).toMatchObject({ state: 'planned', attempt: 0 });
    expect(office.state.pauses).toBe(1);
    office.state.clock = inHours(1);
    for (const id of [first, second])
      expect(await office.send(id)).toMatchObject({ state: 'sent', attempt: 1 });
  });

  it('is skipped when it expires while it waits', async () => {
    const id = await outbox.ask({ ...toCustomer(), expiresAt: inHours(1) });
    office.answers.push(throttled);
    await office.send(id);
    office.state.clock = inHours(1);
    expect(await office.send(id)).toMatchObject({ state: 'skipped', reason: 'expired' });
  });
});

describe('a message is skipped', () => {
  const skipped = async (id: string) => {
    const message = await office.send(id);
    expect(office.sent).toEqual([]);
    expect(await outbox.record(id)).not.toHaveProperty('data');
    return `${message?.state} ${message?.reason}`;
  };

  it('when it has expired', async () => {
    const id = await outbox.ask({ ...toCustomer(), expiresAt: at });
    expect(await skipped(id)).toBe('skipped expired');
  });

  it('when there is no such customer, or no more', async () => {
    expect(await skipped(await outbox.ask())).toBe('skipped no-recipient');
    await outbox.changeCustomer(customerId, { deletedAt: at });
    expect(await skipped(await outbox.ask(toCustomer()))).toBe('skipped no-recipient');
  });

  it('when the member of staff works here no longer', async () => {
    const recipient = { kind: 'staff' as const, id: await outbox.member({ active: false }) };
    expect(await skipped(await outbox.ask({ recipient, purpose: 'notifications' }))).toBe(
      'skipped no-recipient',
    );
  });

  it('when there is no address', async () => {
    await outbox.changeCustomer(customerId, { email: undefined });
    expect(await skipped(await outbox.ask(toCustomer()))).toBe('skipped no-address');
  });

  it('when one of its topics is held, until the topic is released', async () => {
    const about = (id: string) => ({ ...toCustomer(), topics: ['campaign_1', id] });
    await outbox.table.commit([holdTopic('survey_1', origin)]);
    await outbox.table.commit([holdTopic('survey_1', origin)]);
    expect(await skipped(await outbox.ask(about('survey_1')))).toBe('skipped on-hold');
    await outbox.table.commit([releaseTopic('survey_1')]);
    expect(await office.send(await outbox.ask(about('survey_1')))).toMatchObject({ state: 'sent' });
    expect(await office.send(await outbox.ask(about('survey_2')))).toMatchObject({ state: 'sent' });
  });

  it('when the customer has withdrawn consent after it was asked for; notifications still go', async () => {
    const id = await outbox.ask(toCustomer());
    const key = { customerId, purpose: 'surveys' as const, channel: 'email' as const };
    await outbox.table.commit(withdrawConsent(undefined, { ...key, source: 'unsubscribe' }, origin));
    expect(await skipped(id)).toBe('skipped consent-withdrawn');
    const other = await outbox.ask({ ...toCustomer(), purpose: 'notifications' });
    expect(await office.send(other)).toMatchObject({ state: 'sent' });
    const said = { ...key, source: 'phone' as const };
    await outbox.table.commit(grantConsent(await outbox.consents.find(key), said, origin));
    expect(await office.send(await outbox.ask(toCustomer()))).toMatchObject({ state: 'sent' });
  });

  it.each(['marketing', 'care'] as const)(
    'of %s while the customer has not agreed to it',
    async (purpose) => {
      const outcome = async (fields: object) => {
        const message = await office.send(await outbox.ask({ ...toCustomer(), ...fields }));
        return [message?.state, message?.reason];
      };
      expect(await outcome({ purpose })).toEqual(['skipped', 'consent-missing']);
      const said = { customerId, purpose, channel: 'email', source: 'phone' } as const;
      await outbox.table.commit(grantConsent(undefined, said, origin));
      expect(await outcome({ purpose })).toEqual(['sent', undefined]);
      await outbox.table.commit(withdrawConsent(await outbox.consents.find(said), said, origin));
      expect(await outcome({ purpose })).toEqual(['skipped', 'consent-withdrawn']);
      expect(await outcome({})).toEqual(['sent', undefined]);
    },
  );
});

describe('a withdrawal of consent while a mail is being sent', () => {
  const key = () => ({ customerId, purpose: 'surveys' as const, channel: 'email' as const });
  const say = async (change: typeof grantConsent) => {
    const said = { ...key(), source: 'unsubscribe' as const };
    await outbox.table.commit(change(await outbox.consents.find(key()), said, origin));
  };
  /** Sends a message; once its sender has read the consent, and before it claims, the customer says something. */
  const sendMeanwhile = async (id: string, meanwhile: () => Promise<void>) => {
    let hasSpoken = false;
    const consents = {
      ...outbox.consents,
      findAll: async (...asked: Parameters<typeof outbox.consents.findAll>) => {
        const found = await outbox.consents.findAll(...asked);
        if (!hasSpoken) await meanwhile();
        hasSpoken = true;
        return found;
      },
    };
    return sendMessage(id, { ...office.context, consents });
  };

  it('wins, be it the first word of the customer or another one', async () => {
    const first = await outbox.ask(toCustomer());
    const skipped = { state: 'skipped', reason: 'consent-withdrawn' };
    expect(await sendMeanwhile(first, () => say(withdrawConsent))).toMatchObject(skipped);
    await say(grantConsent);
    const second = await outbox.ask(toCustomer());
    expect(await sendMeanwhile(second, () => say(withdrawConsent))).toMatchObject(skipped);
    expect(office.sent).toEqual([]);
  });

  it('that is taken back lets the mail go, and one that comes after the claim is too late for it', async () => {
    const first = await outbox.ask(toCustomer());
    const hesitating = async () => {
      await say(withdrawConsent);
      await say(grantConsent);
    };
    expect(await sendMeanwhile(first, hesitating)).toMatchObject({ state: 'sent' });
    const second = await outbox.ask(toCustomer());
    office.answers.push(async () => {
      await say(withdrawConsent);
      return { outcome: 'accepted', messageId: 'm' };
    });
    expect(await office.send(second)).toMatchObject({ state: 'sent' });
    expect(office.sent).toHaveLength(2);
  });
});

it('the messages to a customer are listed by pages, newest first, whatever has become of them', async () => {
  const [first, second] = [await outbox.ask(toCustomer()), await outbox.ask(toCustomer())];
  await outbox.ask({ recipient: { kind: 'customer', id: await outbox.customer() } });
  await office.send(first);
  const newest = await outbox.ask(toCustomer());
  const page = await outbox.messages.listToCustomer(customerId, { limit: 2 });
  expect(page.items.map(({ id, state }) => [id, state])).toEqual([
    [newest, 'planned'],
    [second, 'planned'],
  ]);
  const rest = await outbox.messages.listToCustomer(customerId, { limit: 2, cursor: page.cursor ?? '' });
  expect(rest.items.map(({ id, state }) => [id, state])).toEqual([[first, 'sent']]);
  expect(rest.cursor).toBeNull();
});

describe('write units', () => {
  /** What the engine bills for writes while `act` runs. */
  async function unitsOf(act: () => Promise<unknown>): Promise<number> {
    let units = 0;
    const name = 'countUnits';
    outbox.client.middlewareStack.add(
      (next) => async (args) => {
        Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
        const result = await next(args);
        const output = result.output as { ConsumedCapacity?: unknown };
        const consumed = [output.ConsumedCapacity ?? []].flat() as { CapacityUnits?: number }[];
        const isWrite = 'Item' in args.input || 'TransactItems' in args.input;
        if (isWrite) for (const { CapacityUnits = 0 } of consumed) units += CapacityUnits;
        return result;
      },
      { step: 'initialize', name },
    );
    await act().finally(() => outbox.client.middlewareStack.remove(name));
    return units;
  }

  /** As the planning of a campaign asks for it. */
  const invitation = () =>
    aRequest({
      ...toCustomer(),
      language: 'zh-CN',
      template: 'test-letter',
      content: 'run_01jd3x5y9hf1bvt6w0k2m4n8pq',
      link: {
        secretVersion: '0f5c6d1e-8a43-4f6e-9a1c-2f7f2c0c9a11',
        subject: 'invitation_01jd3x5y9hf1bvt6w0k2m4n8pq',
      },
      topics: ['campaign_01jd3x5y9hf1bvt6w0k2m4n8pq', 'survey_01jd3x5y9hf1bvt6w0k2m4n8pq'],
    });
  const planning = {
    actor: { kind: 'system' as const, id: 'invitations-planning' },
    correlationId: 'run_01jd3x5y9hf1bvt6w0k2m4n8pq',
    causationId: 'event_01jd3x5y9hf1bvt6w0k2m4n8pq',
    hops: 2,
    at,
  };

  it('of a message are 3 in the transaction that asks for it, 6 for the claim that notes who is written to and looks at the consent, and 1 for the last word', async () => {
    const content = invitation().content ?? '';
    await outbox.table.commit([putContent(content, { title: 'Hello' }, '2026-12-23T01:00:00.000Z')]);
    const request = invitation();
    const writes = requestMessages([request, invitation()], planning);
    expect(await unitsOf(() => outbox.table.commit(writes))).toBe(2 * (2 + 1));
    expect(await unitsOf(() => office.send(request.id))).toBe(3 * 2 + 1);
    expect(await outbox.find(request.id)).toMatchObject({ state: 'sent' });
  });

  it('of counting it are 2 for all that are asked for together, and 3 more for its last word', async () => {
    const content = invitation().content ?? '';
    await outbox.table.commit([putContent(content, { title: 'Hello' }, '2026-12-23T01:00:00.000Z')]);
    const requests = [1, 2, 3].map(() => ({ ...invitation(), group: content }));
    const asking = requestMessages(requests, planning);
    expect(await unitsOf(() => outbox.table.commit(asking))).toBe(3 * (2 + 1) + 2);
    expect(await unitsOf(() => office.send(requests[0]?.id ?? ''))).toBe(3 * 2 + 2 * 2);
  });

  it('of holding it are 5 for the message, its place in the due list and its place beside the customer, and 2 for counting it', async () => {
    await outbox.setPolicy({ quietHours: { from: '08:00', to: '20:00' } });
    const content = invitation().content ?? '';
    const [alone, counted] = [invitation(), { ...invitation(), group: content }];
    await outbox.table.commit(requestMessages([alone, counted], planning));
    expect(await unitsOf(() => office.send(alone.id))).toBe(2 + 1 + 2);
    expect(await outbox.find(alone.id)).toMatchObject({ heldBecause: 'quiet-hours' });
    expect(await unitsOf(() => office.send(counted.id))).toBe(2 + 1 + 2 + 2);
    await outbox.setPolicy();
  });

  it('of a text are those of a mail, and two more where it has a short link', async () => {
    await outbox.changeCustomer(customerId, { phone: '+8613812345678' });
    const plain = await outbox.ask({ ...toCustomer(), channel: 'sms' });
    expect(await unitsOf(() => office.send(plain))).toBe(3 * 2 + 1);
    const link = { secretVersion: 'v1', subject: 'invitation_1' };
    const linked = await outbox.ask({ ...toCustomer(), channel: 'sms', link });
    expect(await unitsOf(() => office.send(linked))).toBe(3 * 2 + 1 + 2);
  });
});
