/** The outbox on a real engine, with people to write to; only the mail service, the queue and the clock are at hand. */

import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { policyItem } from '../../../functions/contact/budgets/budgets.items.ts';
import { defaultPolicy } from '../../../functions/contact/budgets/budgets.rules.ts';
import type { ContactPolicy } from '../../../functions/contact/budgets/budgets.schema.ts';
import { openContactBudget } from '../../../functions/contact/budgets/index.ts';
import { createConsentReader } from '../../../functions/contact/consents/index.ts';
import {
  type MessageRequest,
  messageId,
  requestMessage,
} from '../../../functions/contact/messaging/index.ts';
import { messageItem } from '../../../functions/contact/messaging/messaging.items.ts';
import {
  answeredMailRenderer,
  returnedMailRenderer,
} from '../../../functions/contact/messaging/messaging.mail.ts';
import type { SendTurn } from '../../../functions/contact/messaging/messaging.messages.ts';
import { createMessagesStore } from '../../../functions/contact/messaging/messaging.store.ts';
import { sendMessage } from '../../../functions/contact/messaging/operations/send-message.ts';
import { settleDelivery } from '../../../functions/contact/messaging/operations/settle-delivery.ts';
import { takeReply } from '../../../functions/contact/messaging/operations/take-reply.ts';
import { createPacer } from '../../../functions/contact/pacing/operations/pace-mails.ts';
import { idlePace } from '../../../functions/contact/pacing/pacing.rules.ts';
import type { Pace } from '../../../functions/contact/pacing/pacing.schema.ts';
import type { PaceStore } from '../../../functions/contact/pacing/pacing.store.ts';
import { customerItem } from '../../../functions/customers/customers/customers.items.ts';
import { newCustomer } from '../../../functions/customers/customers/customers.rules.ts';
import {
  customerId as customerKind,
  NewCustomer,
} from '../../../functions/customers/customers/customers.schema.ts';
import {
  createAddressMarks,
  createCustomerReader,
  createPhoneReader,
} from '../../../functions/customers/customers/index.ts';
import { createStaffReader } from '../../../functions/people/staff/index.ts';
import { staffItem } from '../../../functions/people/staff/staff.items.ts';
import { newStaff } from '../../../functions/people/staff/staff.rules.ts';
import { StaffEntry } from '../../../functions/people/staff/staff.schema.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import type { SendOutcome } from '../../../shared/messaging/channel.ts';
import type { Email } from '../../../shared/messaging/email.ts';
import { renderer } from '../../../shared/messaging/renderer.ts';
import type { Text } from '../../../shared/messaging/sms.ts';
import { insert, put } from '../../../shared/table/write.ts';
import { newId } from '../../../shared/values/ids.ts';
import { brand } from '../../support/campaign-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

/** A Monday morning. */
export const at = '2026-11-23T01:00:00.000Z';

export const origin: EventContext = {
  actor: { kind: 'system', id: 'test' },
  correlationId: 'JKJaXmPLvHcESHA=',
  hops: 0,
  at,
};

const letter = renderer({
  template: 'test-letter',
  content: z.strictObject({ title: z.string() }).optional(),
  data: z.strictObject({ word: z.string() }),
  render: ({ content, data, recipient, links, notice = '' }) => ({
    subject: content?.title ?? 'No title',
    text: `${recipient.name} ${recipient.language} ${data.word} ${links?.answer ?? ''} ${links?.unsubscribe ?? ''}${notice}`,
    html: '<p>letter</p>',
  }),
  renderSms: ({ content, data, recipient, links }) =>
    `${content?.title ?? 'No title'} ${recipient.name} ${recipient.language} ${data.word} ${links?.answer ?? ''}`,
});

export type Outbox = Awaited<ReturnType<typeof openOutbox>>;

/** @param given the table it lies in. @default one of its own */
export async function openOutbox(given?: TestTable) {
  const engine = given ?? (await startTable());
  const { table } = engine;
  const messages = createMessagesStore(table);
  const consents = createConsentReader(table);

  /** The contact policy; without any, so that what is not about it may send as it likes. */
  const setPolicy = (fields: Partial<ContactPolicy> = {}) =>
    table.commit([put(policyItem, { ...defaultPolicy, version: 2, limits: [], ...fields })]);
  await setPolicy();

  /** What one process sees of the world, and what its mail service was handed. */
  function office({ mailsPerSecond = 1000, askAgainAfterDays = 0, sendsTexts = true } = {}) {
    const sent: Email[] = [];
    const texts: Text[] = [];
    const textAnswers: ((text: Text) => SendOutcome | Promise<SendOutcome>)[] = [];
    /** What the mail service does with the next mails; afterwards it takes them. */
    const answers: ((email: Email) => SendOutcome | Promise<SendOutcome>)[] = [];
    const state = { clock: at, isLagging: false, failures: 0, pauses: 0 };
    /** Messages whose turn is later, and by how many seconds. */
    const later: { readonly messageId: string; readonly second: number; readonly delaySeconds: number }[] =
      [];
    const context = {
      messages,
      consents,
      marks: createAddressMarks(table),
      customers: createCustomerReader(table),
      staff: createStaffReader(table),
      renderers: [letter, returnedMailRenderer, answeredMailRenderer],
      links: { tokenOf: async (version: string, subject: string) => `${version}.${subject}` },
      publicUrl: 'https://rapport.example/',
      brand,
      budget: openContactBudget(table, { askAgainAfterDays }),
      department: { name: 'Rapport', address: 'department@rapport.example', language: 'en' as const },
      email: {
        async send(email: Email): Promise<SendOutcome> {
          sent.push(email);
          return (await answers.shift()?.(email)) ?? { outcome: 'accepted', messageId: 'm' };
        },
      },
      isLagging: async () => state.isLagging,
      sms: {
        async send(text: Text): Promise<SendOutcome> {
          texts.push(text);
          return (await textAnswers.shift()?.(text)) ?? { outcome: 'accepted', messageId: 't' };
        },
      },
      sendsTexts,
      takesAnswers: true,
      pacers: {
        email: createPacer({ pace: paceAtHand(), mailsPerSecond, now: () => state.clock }),
        sms: createPacer({ pace: paceAtHand(), mailsPerSecond, now: () => state.clock }),
      },
      sendLater: async ({ messageId: id, second }: SendTurn, delaySeconds: number) => {
        later.push({ messageId: id, second, delaySeconds });
      },
      countPause: () => {
        state.pauses += 1;
      },
      countFailure: () => {
        state.failures += 1;
      },
      now: () => state.clock,
    };
    return {
      sent,
      texts,
      textAnswers,
      answers,
      state,
      context,
      later,
      send: (id: string, turn?: number) => sendMessage(id, context, turn),
      tellText: (sendId: string, eventType: string, isFinal = true) =>
        settleDelivery(
          { eventType, isFinal, context: { sendId } },
          {
            messages,
            consents,
            marks: createAddressMarks(table),
            staff: createStaffReader(table),
            origin: { ...origin, at: state.clock },
          },
        ),
      answer: (phone: string, text: string, inboundMessageId: string = randomUUID()) =>
        takeReply(
          { originationNumber: phone, messageBody: text, inboundMessageId },
          {
            table,
            messages,
            consents,
            customers: createPhoneReader(table),
            staff: createStaffReader(table),
            origin: { ...origin, at: state.clock },
          },
        ),
      tell: (sendId: string, eventType: string, bounceType?: string, bounceSubType = 'General') => {
        const bounce = bounceType === undefined ? {} : { bounce: { bounceType, bounceSubType } };
        return settleDelivery(
          { detail: { eventType, mail: { tags: { sendId: [sendId] } }, ...bounce } },
          {
            messages,
            consents,
            marks: createAddressMarks(table),
            staff: createStaffReader(table),
            origin: { ...origin, at: state.clock },
          },
        );
      },
    };
  }

  return {
    ...engine,
    messages,
    consents,
    setPolicy,
    office,
    find: (id: string) => messages.find(id),

    /** The record as it lies in the table, with its keys. */
    async record(id: string) {
      const page = { limit: 1, consistent: true };
      const pattern = { question: '', item: messageItem, partition: 'MSG#{id}' };
      return (await table.listRecords(pattern, { id }, page)).rows[0];
    },

    async customer(fields: object = {}) {
      const id = newId(customerKind);
      const entry = NewCustomer.parse({ name: '王芳', email: `${id}@example.test`, ...fields });
      await table.commit([insert(customerItem, newCustomer(id, entry, at), { onConflict: 'retry' })]);
      return id;
    },

    async changeCustomer(id: string, fields: object) {
      const customer = await table.find(customerItem, { id });
      if (customer !== undefined) await table.commit([put(customerItem, { ...customer, ...fields })]);
    },

    async member(fields: object = {}) {
      const id = `s${Math.random().toString(36).slice(2, 12)}`;
      const entry = StaffEntry.parse({
        name: 'David',
        email: `${id}@rapport.example`,
        language: 'en',
        ...fields,
      });
      await table.commit([insert(staffItem, newStaff(id, entry, at), { onConflict: 'retry' })]);
      return id;
    },

    /** Asks for a message to a customer about a survey. */
    async ask(fields: Partial<MessageRequest> = {}) {
      const request = aRequest(fields);
      await table.commit(requestMessage(request, origin));
      return request.id;
    },
  };
}

/** The pace of one office: the clocks of the tests are not the same, and the row of the table is one. */
function paceAtHand(): PaceStore {
  let pace: Pace | undefined;
  return {
    find: async () => pace,
    change: async (decide) => {
      const decision = decide(pace ?? idlePace);
      pace = decision.pace;
      return decision;
    },
  };
}

export function aRequest(fields: Partial<MessageRequest> = {}): MessageRequest {
  return {
    id: newId(messageId),
    recipient: { kind: 'customer', id: newId(customerKind) },
    purpose: 'surveys',
    channel: 'email',
    template: 'test-letter',
    data: { word: 'hello' },
    topics: [],
    expiresAt: '2026-12-23T01:00:00.000Z',
    ...fields,
  };
}
