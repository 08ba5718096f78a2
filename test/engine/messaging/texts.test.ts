/** Texts: behind the same outbox as mails, by the phone of a customer. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Said } from '../../../functions/contact/consents/consents.rules.ts';
import { changeConsent } from '../../../functions/contact/consents/index.ts';
import { createShortLinkReader, putContent } from '../../../functions/contact/messaging/index.ts';
import { hashOfAddress } from '../../../functions/contact/messaging/messaging.rules.ts';
import { takeOverOptOuts } from '../../../functions/contact/messaging/operations/take-over-opt-outs.ts';
import { customerItem, uniqueItem } from '../../../functions/customers/customers/customers.items.ts';
import { createPhoneReader } from '../../../functions/customers/customers/index.ts';
import { createPeopleStore } from '../../../functions/people/privacy/privacy.store.ts';
import * as personalData from '../../../functions/personal-data.ts';
import { hashOfParts } from '../../../shared/table/key.ts';
import { put } from '../../../shared/table/write.ts';
import { at, type Outbox, openOutbox, origin } from './outbox.ts';

let outbox: Outbox;
let office: ReturnType<Outbox['office']>;
let phone: string;
let customerId: string;
let numbers = 0;

beforeAll(async () => {
  outbox = await openOutbox();
});
afterAll(() => outbox?.close());
beforeEach(async () => {
  office = outbox.office();
  numbers += 1;
  phone = `+86138${String(numbers).padStart(8, '0')}`;
  customerId = await outbox.customer({ phone });
  const holder = { kind: 'phone', hash: hashOfParts('phone', phone), customerId } as const;
  await outbox.table.commit([put(uniqueItem, holder)]);
});

const toCustomer = () => ({ recipient: { kind: 'customer' as const, id: customerId } });
const ask = (fields: Parameters<Outbox['ask']>[0] = {}) =>
  outbox.ask({ ...toCustomer(), channel: 'sms', ...fields });
const said = (purpose: 'surveys' | 'marketing' | 'care', channel: 'sms' | 'email' = 'sms') =>
  outbox.consents.find({ customerId, purpose, channel });
const agree = async (
  purpose: 'marketing' | 'care',
  statement: Omit<Said, 'customerId' | 'purpose' | 'channel'>,
) =>
  outbox.table.commit(
    changeConsent(await said(purpose), { customerId, purpose, channel: 'sms', ...statement }, origin),
  );

describe('a text', () => {
  it('goes once, in the language of the customer, to their phone, with a short link to the personal one', async () => {
    const link = { secretVersion: 'v1', subject: 'invitation_1' };
    const id = await ask({ link });
    expect(await office.send(id)).toMatchObject({ state: 'sent', segments: 1, language: 'zh-CN' });
    expect(await office.send(id)).toBeUndefined();
    expect(office.sent).toEqual([]);
    expect(office.texts).toHaveLength(1);
    const [{ to, text, sendId } = { to: '', text: '', sendId: '' }] = office.texts;
    expect([to, sendId]).toEqual([phone, `${id}-1`]);
    const code =
      /^No title 王芳 zh-CN hello https:\/\/rapport\.example\/r\/([\w-]{12})$/.exec(text)?.[1] ?? '';
    const links = createShortLinkReader(outbox.table);
    const target = 'https://rapport.example/s/v1.invitation_1?lang=zh-CN';
    expect(await links.find(code, at)).toBe(target);
    expect(await links.find(code, '2026-12-23T01:00:00.000Z')).toBeUndefined();
    expect(await links.find('R4nd0mC0de_-', at)).toBeUndefined();
    const record = await outbox.record(id);
    expect(JSON.stringify(record)).not.toContain(phone);
  });

  it('speaks the language of its customer', async () => {
    await outbox.changeCustomer(customerId, { language: 'en', name: 'Ada' });
    await office.send(await ask());
    expect(office.texts[0]?.text).toBe('No title Ada en hello ');
  });

  it('says into how many parts it was cut', async () => {
    await outbox.table.commit([putContent('long', { title: '调'.repeat(100) }, '2026-12-23T01:00:00.000Z')]);
    expect(await office.send(await ask({ content: 'long' }))).toMatchObject({ segments: 2 });
  });

  it('goes not where nothing is set that it could come from', async () => {
    const off = outbox.office({ sendsTexts: false });
    expect(await off.send(await ask())).toMatchObject({ state: 'skipped', reason: 'channel-off' });
  });

  it('goes to no one without a number, and to no member of staff', async () => {
    await outbox.changeCustomer(customerId, { phone: undefined });
    expect(await office.send(await ask())).toMatchObject({ state: 'skipped', reason: 'no-address' });
    const member = { kind: 'staff' as const, id: await outbox.member() };
    const id = await ask({ recipient: member, purpose: 'notifications' });
    expect(await office.send(id)).toMatchObject({ state: 'skipped', reason: 'no-address' });
  });

  it('asks for consent to texts, not to mails', async () => {
    expect(await office.send(await ask({ purpose: 'marketing' }))).toMatchObject({
      reason: 'consent-missing',
    });
    const id = await ask();
    await office.answer(phone, 'TD');
    expect(await office.send(id)).toMatchObject({ state: 'skipped', reason: 'consent-withdrawn' });
    const mail = await outbox.ask(toCustomer());
    expect(await office.send(mail)).toMatchObject({ state: 'sent' });
  });

  it('keeps to the contact policy together with mails', async () => {
    await outbox.setPolicy({ limits: [{ atMost: 1, days: 7 }] });
    const strict = outbox.office();
    expect(await strict.send(await outbox.ask(toCustomer()))).toMatchObject({ state: 'sent' });
    expect(await strict.send(await ask())).toMatchObject({ state: 'planned', heldBecause: 'budget' });
    await outbox.setPolicy();
  });

  it('waits for a turn of its own: texts and mails do not keep each other waiting', async () => {
    const slow = outbox.office({ mailsPerSecond: 1 });
    for (let count = 0; count < 3; count += 1) await slow.send(await outbox.ask(toCustomer()));
    expect(slow.later).toHaveLength(2);
    await slow.send(await ask());
    expect(slow.texts).toHaveLength(1);
  });

  it('takes a turn for each of its parts, which is what carriers count', async () => {
    await outbox.table.commit([putContent('parts', { title: '调'.repeat(100) }, '2026-12-23T01:00:00.000Z')]);
    const slow = outbox.office({ mailsPerSecond: 2 });
    // Two parts with their link: a second is full with them, and the next text goes in another.
    await slow.send(await ask({ content: 'parts' }));
    await slow.send(await ask({ content: 'parts' }));
    expect(slow.texts.length).toBeLessThan(2);
    expect(slow.later.length).toBeGreaterThan(0);
  });

  it('is of use until its message expires, and is named the same at each try', async () => {
    const id = await ask({ expiresAt: '2026-11-23T03:00:00.000Z' });
    await office.send(id);
    expect(office.texts).toMatchObject([{ id, sendId: `${id}-1`, validSeconds: 7200 }]);
  });

  it('is told by the service that its number has opted out: nothing more goes there, and nobody agrees any more', async () => {
    office.textAnswers.push(() => ({
      ...{ outcome: 'refused', fault: 'opted-out', reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT: no' },
    }));
    const id = await ask();
    expect(await office.send(id)).toMatchObject({ state: 'failed', reason: 'opted-out' });
    expect(await outbox.consents.find({ customerId, purpose: 'surveys', channel: 'sms' })).toMatchObject({
      status: 'withdrawn',
      source: 'opt-out',
    });
    expect(await office.send(await ask())).toMatchObject({ state: 'skipped' });
    expect(office.state.failures).toBe(0);
  });

  it('of unknown fate waits three days, as receipts may take, and is not paid for twice after an error', async () => {
    const id = await ask();
    office.textAnswers.push(() => ({ outcome: 'unknown', reason: 'InternalServerException', isError: true }));
    await office.send(id);
    for (const day of ['2026-11-23T03:00:00.000Z', '2026-11-25T23:00:00.000Z']) {
      office.state.clock = day;
      expect(await office.send(id)).toBeUndefined();
    }
    office.state.clock = '2026-11-26T01:00:00.000Z';
    expect(await office.send(id)).toMatchObject({ state: 'unknown' });
    expect(office.texts).toHaveLength(1);
  });

  it('that is throttled waits, and that nobody knows of is settled by what the service tells', async () => {
    const id = await ask();
    office.textAnswers.push(
      () => ({ outcome: 'retry', reason: 'ThrottlingException: slow down', limit: 'rate' }),
      () => ({ outcome: 'unknown', reason: 'TimeoutError', isError: false }),
    );
    expect(await office.send(id)).toMatchObject({ state: 'planned', reason: 'ThrottlingException' });
    office.state.clock = '2026-11-23T01:10:00.000Z';
    expect(await office.send(id)).toMatchObject({ state: 'unknown', attempt: 1 });
    expect(await office.tellText(`${id}-1`, 'TEXT_DELIVERED')).toMatchObject({ state: 'sent' });
    expect(office.texts).toHaveLength(2);
  });
});

describe('what the service tells of a text', () => {
  const sent = async () => {
    const id = await ask();
    await office.send(id);
    return id;
  };

  it.each(['TEXT_UNREACHABLE', 'TEXT_CARRIER_BLOCKED', 'TEXT_TTL_EXPIRED', 'TEXT_SPAM'])(
    'fails this one (%s), and no later one',
    async (eventType) => {
      const id = await sent();
      expect(await office.tellText(`${id}-1`, eventType)).toMatchObject({
        state: 'failed',
        reason: 'undelivered',
      });
      expect(await office.send(await ask())).toMatchObject({ state: 'sent' });
    },
  );

  it.each(['TEXT_CARRIER_UNREACHABLE', 'TEXT_UNREACHABLE', 'TEXT_INVALID'])(
    'is not over while more is to come (%s)',
    async (eventType) => {
      const id = await sent();
      expect(await office.tellText(`${id}-1`, eventType, false)).toBeUndefined();
      expect(await outbox.find(id)).toMatchObject({ state: 'sent' });
      expect(await office.send(await ask())).toMatchObject({ state: 'sent' });
    },
  );

  it('stops a number that nobody has, and has it corrected', async () => {
    const id = await sent();
    for (let time = 0; time < 2; time += 1)
      expect(await office.tellText(`${id}-1`, 'TEXT_INVALID')).toMatchObject({ reason: 'bounced' });
    expect(await office.send(await ask())).toMatchObject({ state: 'skipped', reason: 'suppressed' });
    expect(await office.send(await outbox.ask(toCustomer()))).toMatchObject({ state: 'sent' });
    const customer = await outbox.table.find(customerItem, { id: customerId });
    expect(customer).toMatchObject({ phoneInvalid: { reason: 'bounce', since: at } });
    expect(customer).not.toHaveProperty('emailInvalid');
  });

  it.each(['TEXT_PENDING', 'TEXT_UNKNOWN', 'TEXT_OF_THE_FUTURE', 'VOICE_BUSY'])(
    '%s changes nothing',
    async (type) => {
      const id = await sent();
      await office.tellText(`${id}-1`, type);
      expect(await outbox.find(id)).toMatchObject({ state: 'sent', version: 3 });
    },
  );
});

describe('who answers STOP', () => {
  it('gets no text of any purpose, and mails as before; told twice, it is one', async () => {
    for (let time = 0; time < 2; time += 1) expect(await office.answer(phone, '退订')).toBe('stop');
    expect(await said('surveys')).toMatchObject({ status: 'withdrawn', source: 'opt-out', version: 1 });
    for (const purpose of ['marketing', 'care'] as const) expect(await said(purpose)).toBeUndefined();
    expect(await said('surveys', 'email')).toBeUndefined();
    const service = await office.send(await ask({ purpose: 'service' }));
    expect(service).toMatchObject({ state: 'skipped', reason: 'suppressed' });
    const addressHash = hashOfAddress('sms', phone);
    expect(await outbox.messages.findSuppression(addressHash)).toMatchObject({
      channel: 'sms',
      reason: 'opt-out',
    });
  });

  it('gets them again after START, but for what they had refused otherwise', async () => {
    await office.answer(phone, 'STOP');
    expect(await office.answer(phone, 'START')).toBe('start');
    expect(await said('surveys')).toMatchObject({ status: 'granted', source: 'opt-in' });
    expect(await office.send(await ask())).toMatchObject({ state: 'sent' });
    expect(await office.answer(phone, 'START')).toBe('start');
    expect(await said('surveys')).toMatchObject({ version: 2 });
  });

  it('agrees by START to nothing that they had not agreed to before', async () => {
    const marketing = () => ask({ purpose: 'marketing' });
    expect(await office.send(await marketing())).toMatchObject({ reason: 'consent-missing' });
    await agree('care', { status: 'withdrawn', source: 'phone' });
    await office.answer(phone, 'STOP');
    await office.answer(phone, 'START');
    expect(await said('marketing')).toBeUndefined();
    expect(await office.send(await marketing())).toMatchObject({ reason: 'consent-missing' });
    expect(await said('care')).toMatchObject({ status: 'withdrawn', source: 'phone' });
    expect(await said('surveys')).toMatchObject({ legalBasis: 'legitimate-interest' });
  });

  it('has by START what they had agreed to before, on the same ground, which the ledger tells', async () => {
    const ground = { legalBasis: 'contract', wording: 2, evidence: 'Form 12', note: 'Yes' } as const;
    await agree('marketing', { status: 'granted', source: 'letter', ...ground });
    await office.answer(phone, 'STOP');
    expect(await said('marketing')).toMatchObject({ status: 'withdrawn', source: 'opt-out' });
    await office.answer(phone, 'START');
    expect(await said('marketing')).toMatchObject({ status: 'granted', source: 'opt-in', ...ground });
    const { items } = await outbox.consents.listHistory([customerId], { limit: 10 });
    expect(
      items.filter(({ purpose }) => purpose === 'marketing').map(({ status, source }) => [status, source]),
    ).toEqual([
      ['granted', 'opt-in'],
      ['withdrawn', 'opt-out'],
      ['granted', 'letter'],
    ]);
    // What staff note in between is theirs.
    await office.answer(phone, 'STOP');
    await agree('marketing', { status: 'withdrawn', source: 'phone' });
    await office.answer(phone, 'START');
    expect(await said('marketing')).toMatchObject({ status: 'withdrawn', source: 'phone' });
  });

  it('and START take nothing off the list that stands there for another reason', async () => {
    const id = await ask();
    await office.send(id);
    await office.tellText(`${id}-1`, 'TEXT_INVALID');
    await office.answer(phone, 'STOP');
    await office.answer(phone, 'START');
    expect(await outbox.messages.findSuppression(hashOfAddress('sms', phone))).toMatchObject({
      reason: 'bounce',
    });
  });

  it('and has a number that no customer has is stopped all the same', async () => {
    const stranger = '+8613999999999';
    expect(await office.answer(stranger, 'T')).toBe('stop');
    expect(await outbox.messages.findSuppression(hashOfAddress('sms', stranger))).toMatchObject({
      reason: 'opt-out',
    });
    expect(await office.answer(stranger, 'START')).toBe('start');
    expect(await outbox.messages.findSuppression(hashOfAddress('sms', stranger))).toBeUndefined();
  });

  it.each(['+22395', '14255550182'])(
    'is nobody where the number is none of a customer: %s',
    async (number) => {
      expect(await office.answer(number, 'STOP')).toBe('nobody');
      expect(await office.answer(number, 'Hello')).toBe('nobody');
    },
  );

  it('is not whoever answers anything else', async () => {
    expect(await office.answer(phone, '谢谢！')).toBe('answer');
    expect(await said('surveys')).toBeUndefined();
  });
});

describe('what people have answered to the service itself', () => {
  const takeOver = (...numbers: string[]) =>
    takeOverOptOuts(numbers, { ...outbox, customers: createPhoneReader(outbox.table), origin });

  it('is taken over as if we had heard it, once, and of strangers, too', async () => {
    await agree('marketing', { status: 'granted', source: 'letter' });
    const stranger = '+8613666666666';
    expect(await takeOver(phone, stranger)).toBe(2);
    for (const number of [phone, stranger])
      expect(await outbox.messages.findSuppression(hashOfAddress('sms', number))).toMatchObject({
        reason: 'opt-out',
      });
    expect(await said('marketing')).toMatchObject({ status: 'withdrawn', source: 'opt-out', version: 2 });
    expect(await takeOver(phone, stranger)).toBe(0);
    expect(await said('marketing')).toMatchObject({ version: 2 });
    await office.answer(phone, 'START');
    expect(await said('marketing')).toMatchObject({ status: 'granted', source: 'opt-in' });
  });
});

describe('the kind of a text', () => {
  it.each([
    ['marketing', true],
    ['care', true],
    ['surveys', false],
    ['service', false],
  ] as const)('of the purpose %s is promotional: %s', async (purpose, isPromotional) => {
    if (purpose === 'marketing' || purpose === 'care')
      await agree(purpose, { status: 'granted', source: 'letter' });
    await office.send(await ask({ purpose }));
    expect(office.texts).toMatchObject([{ isPromotional }]);
  });
});

describe('what a customer answers beside', () => {
  const people = () =>
    createPeopleStore(outbox.table, {
      links: { tokenOf: async (version, subject) => `${version}.${subject}` },
      declarations: Object.values(personalData),
    });
  const kept = (type: string) => async () =>
    (await people().collect(customerId)).filter((record) => record.type === type);
  const answers = kept('change');
  const told = kept('message');

  it('stands in their timeline, and whoever looks after them is told once, without the words', async () => {
    const owner = await outbox.member();
    await outbox.changeCustomer(customerId, { owner });
    for (let time = 0; time < 2; time += 1)
      expect(await office.answer(phone, ' Please call me. ', 'inbound-1')).toBe('answer');
    expect(await answers()).toMatchObject([
      {
        event: 'text.received',
        envelope: { actor: { kind: 'customer', id: customerId }, data: { customerId } },
        after: { text: 'Please call me.' },
      },
    ]);
    const messages = await told();
    expect(messages).toMatchObject([{ recipient: { kind: 'staff', id: owner }, template: 'text-answered' }]);
    expect(JSON.stringify(messages)).not.toContain('call me');
    expect(await office.send(String(messages[0]?.id))).toMatchObject({ state: 'sent' });
    expect(office.sent).toMatchObject([{ subject: 'A customer has answered a text' }]);
    expect(office.sent[0]?.text).toContain(`/customers/${customerId}/timeline?type=text.received`);
    expect(office.sent[0]?.text).not.toContain('call me');
    await office.answer(phone, 'Please call me.', 'inbound-2');
    expect([(await answers()).length, (await told()).length]).toEqual([2, 2]);
  });

  it('is told to the department where nobody looks after them, also when it could not be told at first', async () => {
    const down = { ...origin, at };
    const mark = { customerId, hash: hashOfParts('inbound-3'), at };
    await outbox.table.commit(outbox.messages.keepAnswer(mark, 'Hello?', down));
    office.state.clock = '2026-11-24T01:00:00.000Z';
    for (let time = 0; time < 2; time += 1) await office.answer(phone, 'Hello?', 'inbound-3');
    expect(await answers()).toHaveLength(1);
    expect(await told()).toMatchObject([{ recipient: { kind: 'department' }, data: { customerId } }]);
  });

  it('goes with them when they are erased', async () => {
    await office.answer(phone, 'I live in Nanjing Road 1');
    for (const record of await people().collect(customerId)) {
      const erased = people().erase(record, origin);
      if ('writes' in erased) await outbox.table.commit(erased.writes ?? []);
    }
    const left = await people().collect(customerId);
    expect(left.map(({ type }) => type)).not.toContain('answer-mark');
    expect(JSON.stringify(left)).not.toContain('Nanjing');
  });

  it('is kept nowhere when no customer has the number, or when it says nothing', async () => {
    expect(await office.answer('+8613777777777', 'Who is this?')).toBe('nobody');
    expect(await office.answer(phone, ' \n ')).toBe('empty');
    expect(await answers()).toEqual([]);
  });

  it('is cut where no text can be so long', async () => {
    await office.answer(phone, '长'.repeat(5000));
    expect(await answers()).toMatchObject([{ after: { text: '长'.repeat(1600) } }]);
  });
});
