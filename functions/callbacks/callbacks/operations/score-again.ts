import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { type CustomerReader, idsOf } from '../../../customers/customers/index.ts';
import type { Scale } from '../../../surveys/questions/questions.schema.ts';
import type { ResponseReader } from '../../../surveys/responses/index.ts';
import type { Callback } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { contactBefore, counted } from './count-calls.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find' | 'closedOf' | 'keep' | 'addToCount'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly origin: EventContext;
}

/** A score of a customer, and when it was given. */
export interface GivenScore {
  readonly customerId?: string | undefined;
  readonly score?: number | undefined;
  readonly scale?: Scale | undefined;
  readonly at: string;
}

/** What somebody answers within so many days after a call is taken for what the call has changed. */
export const afterwardsDays = 90;

/**
 * Keeps with the last callback for a bad score what the customer gives after they were spoken with, on the same scale. Hearing
 * of the answer again finds it kept.
 */
export async function scoreAgain(
  { customerId, score, scale = 'nps', at }: GivenScore,
  { callbacks, customers }: Context,
): Promise<Change<string | undefined>> {
  const nothing = { result: undefined, writes: [] };
  if (customerId === undefined || score === undefined) return nothing;
  const customer = await customers.findContact(customerId);
  if (customer === undefined) return nothing;
  const since = instantAfter(at, { days: -afterwardsDays });
  for (const id of await callbacks.closedOf(idsOf(customer), since)) {
    const before = await callbacks.find(id);
    if (before === undefined || !isAnsweredBy(before, scale, at)) continue;
    if (before.scoredAgain !== undefined) return nothing;
    const after = { ...before, version: before.version + 1, scoredAgain: { score, at } };
    return { result: id, writes: [...callbacks.keep(before, after), ...counted(before, after, callbacks)] };
  }
  return nothing;
}

/**
 * Looks, after it was said that a customer was spoken with although that had been recorded otherwise, for what they have
 * answered since.
 */
export async function scoresSince(
  callbackId: string,
  {
    callbacks,
    customers,
    responses,
  }: Pick<Context, 'callbacks' | 'customers'> & { readonly responses: Pick<ResponseReader, 'listSince'> },
): Promise<readonly GivenScore[]> {
  const callback = await callbacks.find(callbackId);
  const contactAt = callback?.attempts.find(({ reached }) => reached)?.at;
  const customer = callback && (await customers.findContact(callback.customerId));
  if (customer === undefined || contactAt === undefined) return [];
  const found = await Promise.all([...idsOf(customer)].map((id) => responses.listSince(id, contactAt)));
  return found
    .flat()
    .map(({ customerId, score, scale, answeredAt: at }) => ({ customerId, score, scale, at }))
    .toSorted((one, other) => (one.at < other.at ? -1 : 1));
}

/** Whether a score tells what a call has changed. */
function isAnsweredBy(callback: Callback, scale: Scale, at: string): boolean {
  const { reason } = callback;
  return (
    reason.kind === 'low-score' && (reason.scale ?? 'nps') === scale && contactBefore(callback, at) !== -1
  );
}
