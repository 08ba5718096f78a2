import type { EventContext } from '../../../../shared/events/event.ts';
import { wishOf } from '../../../../shared/messaging/opt-out.ts';
import { retryOnConflict } from '../../../../shared/table/retry.ts';
import type { Table } from '../../../../shared/table/table.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { phoneSchema } from '../../../../shared/values/phone.ts';
import type { PhoneReader } from '../../../customers/customers/index.ts';
import { purposeSchema } from '../../consents/consents.schema.ts';
import { type ConsentReader, obeyAnswer } from '../../consents/index.ts';
import type { Reply } from '../messaging.messages.ts';
import { hashOfAddress } from '../messaging.rules.ts';
import type { MessagesStore } from '../messaging.store.ts';
import { type AnswerContext, type Kept, keepAnswer } from './keep-answer.ts';

export interface ObeyContext {
  readonly table: Pick<Table, 'commit'>;
  readonly messages: Pick<MessagesStore, 'findSuppression' | 'optOut' | 'optIn'>;
  readonly consents: Pick<ConsentReader, 'list'>;
  readonly customers: PhoneReader;
  readonly origin: EventContext;
}

type Context = ObeyContext & AnswerContext;

/** What an answer was taken for. */
type Taken = 'stop' | 'start' | Kept;

/**
 * Does what somebody has answered to a text: `STOP` and its like stop every text to the number and withdraw what its
 * customer has agreed to by text; `START` takes that back, and nothing else. Everything else is kept for staff to read.
 * Told again, nothing changes, and nobody is answered: the carrier or the service does that
 * (https://docs.aws.amazon.com/sms-voice/latest/userguide/opt-out-lists.html).
 */
export async function takeReply(reply: Reply, context: Context): Promise<Taken> {
  const { originationNumber, messageBody } = reply;
  if (!phoneSchema.safeParse(originationNumber).success) return 'nobody';
  const wish = wishOf(messageBody);
  if (wish === undefined) return keepAnswer(reply, context);
  await obey(wish, originationNumber, context);
  return wish;
}

/** Stops every text to a number, or takes that back. */
export async function obey(
  wish: 'stop' | 'start',
  number: string,
  { table, messages, consents, customers, origin }: ObeyContext,
): Promise<void> {
  const addressHash = hashOfAddress('sms', number);
  await retryOnConflict(async () => {
    const [suppression, customer] = await Promise.all([
      messages.findSuppression(addressHash),
      customers.findByPhone(number),
    ]);
    const said = customer === undefined ? [] : await consentsAfter(customer.id, wish, { consents, origin });
    const recipient = customer && ({ kind: 'customer', id: customer.id } as const);
    const listed =
      wish === 'stop'
        ? messages.optOut({ addressHash, recipient, before: suppression }, origin)
        : messages.optIn(suppression, origin);
    const writes = [...listed, ...said];
    if (writes.length > 0) await table.commit(writes);
  });
}

/** The writes by which a customer says so of every purpose. */
async function consentsAfter(
  customerId: string,
  wish: 'stop' | 'start',
  { consents, origin }: Pick<ObeyContext, 'consents' | 'origin'>,
): Promise<readonly Write[]> {
  const all = await consents.list([customerId]);
  return purposeSchema.options.flatMap((purpose) => {
    const before = all.find((each) => each.purpose === purpose && each.channel === 'sms');
    return obeyAnswer(before, wish, { customerId, purpose, channel: 'sms' }, origin);
  });
}
