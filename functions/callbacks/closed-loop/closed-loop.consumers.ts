/** What the closed loop does when a customer has answered, and when somebody has called. */
import type { EventContext } from '../../../shared/events/event.ts';
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createResponseReader } from '../../surveys/responses/index.ts';
import { createCallbackReader, createOpenForAnswer } from '../callbacks/index.ts';
import {
  closedLoopAnswering,
  closedLoopFollowing,
  closedLoopGivingUp,
  closedLoopHandingOver,
} from './closed-loop.domain.ts';
import { createClosedLoopStore } from './closed-loop.store.ts';
import { closeByAnswer, followCallback, giveUp } from './operations/follow-loop.ts';
import { openLoop } from './operations/open-loop.ts';

export const closedLoopConsumers = consumers(({ table }) => {
  const loops = createClosedLoopStore(table);
  const customers = createCustomerReader(table);
  const responses = createResponseReader(table);
  const callbacks = createCallbackReader(table);
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
  return [
    on(closedLoopAnswering, async ({ data, at }, origin) => {
      const context = { loops, customers, responses, openForAnswer, origin };
      const answer = { ...data, at };
      // Those that waited first: an answer does not close the loop that it opens.
      const closed = await commitWithRetry(table, () => closeByAnswer(answer, context));
      if (closed.result > 0) logger.info('loops closed by an answer', { loops: closed.result });
      const { result, outcome } = await commitWithRetry(table, () => openLoop(answer, context));
      if (result !== undefined) logger.info('callback opened', { callbackId: result.id, outcome });
    }),

    on(closedLoopFollowing, follow),

    on(closedLoopHandingOver, follow),

    on(closedLoopGivingUp, async ({ data: { id } }, origin) => {
      const { result } = await commitWithRetry(table, () => giveUp(id, { loops, origin }));
      logger.info('loop has waited for long enough', { loopId: id, result });
    }),
  ];
});
