/** What the closed loop does when a customer has answered, and when somebody has called. */
import type { EventContext } from '../../../shared/events/event.ts';
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { instantOfId } from '../../../shared/values/derived-id.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createResponseReader } from '../../surveys/responses/index.ts';
import { createCommentReader } from '../../surveys/texts/index.ts';
import { createCallbackReader, createOpenForAnswer } from '../callbacks/index.ts';
import {
  closedLoopAnswering,
  closedLoopFollowing,
  closedLoopGivingUp,
  closedLoopHandingOver,
  closedLoopReading,
} from './closed-loop.domain.ts';
import { createClosedLoopStore } from './closed-loop.store.ts';
import { closeByAnswer, followCallback, giveUp } from './operations/follow-loop.ts';
import { type Answer, openLoop } from './operations/open-loop.ts';

export const closedLoopConsumers = consumers(({ table }) => {
  const loops = createClosedLoopStore(table);
  const customers = createCustomerReader(table);
  const responses = createResponseReader(table);
  const callbacks = createCallbackReader(table);
  const comments = createCommentReader(table);
  const openForAnswer = createOpenForAnswer(table);
  const follow = async (
    { data }: { readonly data: { readonly callbackId: string } },
    origin: EventContext,
  ) => {
    const { result } = await commitWithRetry(table, () =>
      followCallback(data.callbackId, { loops, callbacks, origin }),
    );
    if (result !== 'none') logger.info('loop followed its callback', { callbackId: data.callbackId, result });
  };
  const context = { loops, customers, responses, comments, openForAnswer };
  const open = async (answer: Answer, origin: EventContext, isRead: boolean) => {
    const { result, outcome } = await commitWithRetry(table, () =>
      openLoop(answer, { ...context, origin }, { isRead }),
    );
    if (result !== undefined) logger.info('callback opened', { callbackId: result.id, outcome });
  };
  return [
    on(closedLoopAnswering, async ({ data, at }, origin) => {
      const answer = { ...data, at };
      // Those that waited first: an answer does not close the loop that it opens.
      const closed = await commitWithRetry(table, () => closeByAnswer(answer, { ...context, origin }));
      if (closed.result > 0) logger.info('loops closed by an answer', { loops: closed.result });
      await open(answer, origin, false);
    }),

    on(closedLoopReading, ({ data }, origin) =>
      open({ ...data, at: instantOfId(data.commentId) }, origin, true),
    ),

    on(closedLoopFollowing, follow),

    on(closedLoopHandingOver, follow),

    on(closedLoopGivingUp, async ({ data: { id } }, origin) => {
      const { result } = await commitWithRetry(table, () => giveUp(id, { loops, origin }));
      logger.info('loop has waited for long enough', { loopId: id, result });
    }),
  ];
});
