import { AppError } from '../../../../shared/errors/app-error.ts';
import { isSigned, type ProviderKey, receiptMinutes } from '../../../../shared/messaging/sms-provider.ts';
import { epochSeconds } from '../../../../shared/time/clock.ts';
import type { DeliveryEvent } from '../messaging.rules.ts';
import type { TextReceipt } from '../messaging.schema.ts';
import type { MessagesStore } from '../messaging.store.ts';
import { settleNews } from './settle-delivery.ts';
import type { StopContext } from './stop-sending.ts';

interface Context extends StopContext {
  readonly messages: StopContext['messages'] & Pick<MessagesStore, 'find' | 'advance'>;
  /** What the provider signs with; undefined where texts go through none. */
  readonly key: (() => Promise<ProviderKey>) | undefined;
}

const newsOf: Readonly<Record<TextReceipt['status'], DeliveryEvent>> = {
  accepted: 'taken',
  delivered: 'taken',
  undelivered: 'undelivered',
  'no-such-number': 'bounced',
};

/**
 * Takes what the provider says became of a text. Said again it changes nothing, and what is not ours is left alone.
 *
 * @throws AppError `not-found` where texts go through no provider, `forbidden` for what it has not signed, or not now
 */
export async function takeReceipt(
  { reference, status }: TextReceipt,
  signed: { readonly timestamp: string | undefined; readonly signature: string | undefined },
  { key, ...context }: Context,
): Promise<void> {
  if (key === undefined) throw new AppError('not-found', 'Texts go through no provider here.');
  const { signingKey } = await key();
  if (!isSigned({ reference, status }, signed, signingKey, epochSeconds(context.origin.at))) {
    throw new AppError(
      'forbidden',
      `Sign each receipt anew, with the key that both know, and send it within ${receiptMinutes} minutes.`,
    );
  }
  await settleNews({ sendId: reference, news: newsOf[status] }, context);
}
