import type { EmailChannel, SendOutcome } from '../../../../shared/messaging/email.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import type { Notice } from '../callbacks.items.ts';
import { noticeMail } from '../callbacks.notice.mail.ts';
import type { NoticesStore } from '../callbacks.notices.store.ts';
import type { CallbacksStore } from '../callbacks.store.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find'>;
  readonly notices: NoticesStore;
  readonly staff: StaffReader;
  readonly channel: EmailChannel;
  readonly at: string;
}

/** What has become of the notice; `stale`, `nobody` and `busy` mean that there was nothing to do now. */
export type NoticeResult = Notice['state'] | 'stale' | 'nobody' | 'busy';

/** Longer than the function may run: a claim of this age was left behind by one that died. */
const abandonedMinutes = 2;

/**
 * Tells the owner of a due callback by mail, at most once for each promise. The notice is claimed before the mail
 * goes out; a claim whose end nobody has seen is settled as `unknown` and the mail is not repeated.
 *
 * @throws Error when the mail certainly did not go and may go later, so that the message comes again
 */
export async function tellOwner(
  key: { callbackId: string; scheduleVersion: number },
  context: Context,
): Promise<NoticeResult> {
  const { callbacks, notices, staff, at } = context;
  const callback = await callbacks.find(key.callbackId);
  if (callback?.status !== 'due' || callback.scheduleVersion !== key.scheduleVersion) return 'stale';
  if (callback.owner === null) return 'nobody';
  const known = await notices.find(key);
  if (known?.state === 'sending') return settleAbandoned(known, context);
  if (known !== undefined && known.state !== 'waiting') return known.state;

  const owner = await staff.find(callback.owner);
  const state = owner?.active ? 'sending' : 'no-address';
  const notice =
    known === undefined
      ? await notices.begin({ ...key, state, at })
      : await notices.advance(known, { state, at });
  if (notice === undefined) return 'busy';
  if (!owner?.active) return 'no-address';

  const { language, email: address, name } = owner;
  const mail = noticeMail(callback, language);
  const sendId = `${key.callbackId}.${key.scheduleVersion}`;
  const outcome = await context.channel.send({ ...mail, to: { address, name }, sendId });
  const after = stateAfter(outcome);
  await notices.advance(notice, { at, ...after });
  if (after.state === 'waiting') throw new Error(`The notice could not be sent now: ${after.because}`);
  return after.state;
}

async function settleAbandoned(notice: Notice, { notices, at }: Context): Promise<NoticeResult> {
  if (notice.at > instantAfter(at, { minutes: -abandonedMinutes })) return 'busy';
  await notices.advance(notice, { state: 'unknown', at, because: 'The sender died before it could say.' });
  return 'unknown';
}

function stateAfter(
  outcome: SendOutcome,
): Pick<Notice, 'state'> & Partial<Pick<Notice, 'messageId' | 'because'>> {
  switch (outcome.outcome) {
    case 'accepted':
      return { state: 'sent', messageId: outcome.messageId };
    case 'unknown':
      return { state: 'unknown', because: outcome.reason };
    case 'retry':
      return { state: 'waiting', because: outcome.reason };
    case 'refused':
      return { state: outcome.permanent ? 'refused' : 'waiting', because: outcome.reason };
  }
}
