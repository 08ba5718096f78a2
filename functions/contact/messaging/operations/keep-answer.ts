import type { EventContext } from '../../../../shared/events/event.ts';
import { hashOfParts } from '../../../../shared/table/key.ts';
import { retryOnConflict } from '../../../../shared/table/retry.ts';
import type { Table } from '../../../../shared/table/table.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import { firstCharacters } from '../../../../shared/values/text.ts';
import { type Contact, customerStays, type PhoneReader } from '../../../customers/customers/index.ts';
import { presentFor, type StaffReader } from '../../../people/staff/index.ts';
import { requestMessage } from '../index.ts';
import { type Answered, answeredTemplate } from '../messaging.mail.ts';
import type { Reply } from '../messaging.messages.ts';
import { type AnswerMark, messageId } from '../messaging.schema.ts';
import type { MessagesStore } from '../messaging.store.ts';

export interface AnswerContext {
  readonly table: Pick<Table, 'commit'>;
  readonly messages: Pick<MessagesStore, 'findAnswer' | 'keepAnswer'>;
  readonly customers: PhoneReader;
  readonly staff: Pick<StaffReader, 'find'>;
  readonly origin: EventContext;
}

/** `nobody`: no customer has the number, and nothing of it is kept. `empty`: it says nothing. */
export type Kept = 'answer' | 'nobody' | 'empty';

/** Ten parts, which is the longest text there is; whatever is longer is cut. */
const longestAnswer = 1600;

/** So long whoever looks after the customer is told of an answer. */
const usefulDays = 7;

/** Keeps what a customer has answered to a text, and tells whoever looks after them, once for each answer. */
export async function keepAnswer(
  { originationNumber, messageBody, inboundMessageId }: Reply,
  context: AnswerContext,
): Promise<Kept> {
  const text = firstCharacters(messageBody.trim(), longestAnswer);
  if (text === '') return 'empty';
  const { table, messages, customers, origin } = context;
  const hash = hashOfParts(inboundMessageId);
  return retryOnConflict(async () => {
    const customer = await customers.findByPhone(originationNumber);
    if (customer === undefined) return 'nobody';
    const key = { customerId: customer.id, hash };
    const before = await messages.findAnswer(key);
    const mark = before ?? { ...key, at: origin.at };
    if (before === undefined)
      await table.commit([customerStays(customer.id), ...messages.keepAnswer(mark, text, origin)]);
    // Told again under the same id it changes nothing, so that what stopped in between is told all the same.
    await table.commit(await telling(customer, mark, context));
    return 'answer';
  });
}

async function telling(
  { id: customerId, owner }: Contact,
  mark: AnswerMark,
  { staff, origin }: AnswerContext,
): Promise<readonly Write[]> {
  const { audience, staffId } = await findAudience(owner, staff, origin.at);
  const data: Answered = { customerId, audience };
  return requestMessage(
    {
      id: derivedId(messageId, mark.at, `${customerId}\n${mark.hash}\nanswered`),
      recipient: staffId === undefined ? { kind: 'department' } : { kind: 'staff', id: staffId },
      about: customerId,
      purpose: 'notifications',
      channel: 'email',
      template: answeredTemplate,
      data,
      topics: [],
      expiresAt: instantAfter(mark.at, { days: usefulDays }),
    },
    origin,
  );
}

/** Whoever looks after the customer, or stands in for them; else the department. */
async function findAudience(
  owner: string | null,
  staff: AnswerContext['staff'],
  at: string,
): Promise<{ readonly audience: Answered['audience']; readonly staffId?: string }> {
  const member = owner === null ? undefined : await staff.find(owner);
  const present = member?.active ? await presentFor(member, staff, at) : undefined;
  if (present === undefined) return { audience: 'department' };
  return { audience: present.id === owner ? 'owner' : 'deputy', staffId: present.id };
}
