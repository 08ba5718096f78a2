import type { EventContext } from '../../../../shared/events/event.ts';
import { anyOf } from '../../../../shared/table/pattern.ts';
import type { Change, Write } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { instantOfId } from '../../../../shared/values/derived-id.ts';
import { type CustomerReader, idsOf } from '../../../customers/customers/index.ts';
import type { ResponseReader } from '../../../surveys/responses/index.ts';
import type { CallbackReader } from '../../callbacks/index.ts';
import { answeredAgain, closed, followed, waitsFor } from '../closed-loop.rules.ts';
import { type Loop, loopOfCallback, waitDays } from '../closed-loop.schema.ts';
import type { ClosedLoopStore } from '../closed-loop.store.ts';
import type { Answer } from './open-loop.ts';

interface Context {
  readonly loops: Pick<ClosedLoopStore, 'find' | 'change' | 'idsOf'>;
  readonly origin: EventContext;
}

/** Notes how far the call of a loop has come; most callbacks belong to none. */
export async function followCallback(
  callbackId: string,
  { loops, callbacks, origin }: Context & { readonly callbacks: CallbackReader },
): Promise<Change<Loop['status'] | 'none'>> {
  const before = await loops.find(loopOfCallback(callbackId));
  if (before === undefined) return { result: 'none', writes: [] };
  const callback = await callbacks.find(callbackId);
  const after = callback === undefined ? before : followed(before, callback);
  return { result: after.status, writes: loops.change(before, after, origin) };
}

/** Closes the loops that have waited for an answer of the customer, whichever of their merged records has given it. */
export async function closeByAnswer(
  answer: Answer,
  {
    loops,
    customers,
    responses,
    origin,
  }: Context & {
    readonly customers: Pick<CustomerReader, 'findContact'>;
    readonly responses: Pick<ResponseReader, 'find'>;
  },
): Promise<Change<number>> {
  const { responseId, surveyId, customerId, at: answeredAt } = answer;
  const contact = customerId === undefined ? undefined : await customers.findContact(customerId);
  if (contact === undefined) return { result: 0, writes: [] };
  const ids = await loops.idsOf(anyOf(idsOf(contact)));
  const found = await Promise.all(ids.map(loops.find));
  const waiting = found.filter((loop) => loop !== undefined && waitsFor(loop, { surveyId, answeredAt }));
  if (waiting.length === 0) return { result: 0, writes: [] };
  const answered = await responses.find({ responseId, customerId, answeredAt });
  if (answered === undefined) return { result: 0, writes: [] };
  const { invitationId, scores } = answered;
  const next = {
    responseId,
    surveyId,
    answeredAt,
    scores,
    invitedAt: invitationId && instantOfId(invitationId),
  };
  const writes = waiting.flatMap((loop): readonly Write[] =>
    loop === undefined ? [] : loops.change(loop, answeredAgain(loop, next), origin),
  );
  return { result: waiting.length, writes };
}

/** Closes a loop that has waited for long enough. */
export async function giveUp(
  loopId: string,
  { loops, origin }: Context,
): Promise<Change<Loop['status'] | 'none'>> {
  const before = await loops.find(loopId);
  if (before === undefined) return { result: 'none', writes: [] };
  const { status, outcomeAt } = before;
  const isOver = outcomeAt !== undefined && instantAfter(outcomeAt, { days: waitDays }) <= origin.at;
  if (status !== 'waiting' || !isOver) return { result: status, writes: [] };
  return {
    result: 'closed',
    writes: loops.change(before, closed(before, 'not-answered', origin.at), origin),
  };
}
