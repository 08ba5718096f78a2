import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { type CustomerReader, idsOf } from '../../../customers/customers/index.ts';
import type { Scale } from '../../../surveys/questions/questions.schema.ts';
import type { ResponseReader } from '../../../surveys/responses/index.ts';
import type { Callback } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { contactBefore, countedTogether } from './count-calls.ts';

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
 *
 * @param isLate it was said later that the customer was spoken with: an earlier callback may have been given the score meanwhile
 */
export async function scoreAgain(
  { customerId, score, scale = 'nps', at }: GivenScore,
  { callbacks, customers }: Context,
  { isLate = false } = {},
): Promise<Change<string | undefined>> {
  const nothing = { result: undefined, writes: [] };
  if (customerId === undefined || score === undefined) return nothing;
  const customer = await customers.findContact(customerId);
  if (customer === undefined) return nothing;
  const since = instantAfter(at, { days: -afterwardsDays });
  const ids = await callbacks.closedOf(idsOf(customer), since);
  for (const [place, id] of ids.entries()) {
    const before = await callbacks.find(id);
    if (before === undefined || !isAnsweredBy(before, scale, at)) continue;
    if (before.scoredAgain !== undefined) return nothing;
    const after = { ...before, version: before.version + 1, scoredAgain: { score, at } };
    const given = isLate ? await givenBefore(ids.slice(place + 1), { scale, at }, callbacks) : [];
    const changes = [{ before, after }, ...given];
    const kept = changes.flatMap((each) => callbacks.keep(each.before, each.after));
    return { result: id, writes: [...kept, ...countedTogether(changes, callbacks)] };
  }
  return nothing;
}

/** The earlier callbacks with which the same score was kept, and how they are without it. */
async function givenBefore(
  ids: readonly string[],
  { scale, at }: { readonly scale: Scale; readonly at: string },
  { find }: Pick<CallbacksStore, 'find'>,
) {
  const found = (await Promise.all(ids.map(find))).flatMap((each) => each ?? []);
  return found
    .filter((each) => each.scoredAgain?.at === at && isAnsweredBy(each, scale, at))
    .map((before) => {
      const { scoredAgain: _, ...without } = before;
      return { before, after: { ...without, version: before.version + 1 } };
    });
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
  const { attempts = [] } = callback ?? {};
  // Who was not spoken with after all leaves what they have answered since to an earlier call.
  const contactAt = (attempts.find(({ reached }) => reached) ?? attempts.at(-1))?.at;
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
