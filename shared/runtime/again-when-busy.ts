/** Steps of long work that the table has no room for at the moment. */
import { isBusy } from '../table/busy.ts';
import { logger } from './logger.ts';
import type { QueueSender } from './queue-sender.ts';

/** Throttling passes within seconds to minutes, when a partition is split or others have done. */
const pauseSeconds = 30;

/**
 * Does a step of work that continues itself. When the table is busy the same step comes again soon, as often as that lasts:
 * left to the queue it would be hidden for six times the function's timeout, and after five times be a dead letter.
 */
export async function againWhenBusy<Message>(
  queue: QueueSender<Message>,
  message: Message,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!isBusy(error)) throw error;
    logger.warn('the table is busy: the step comes again', { pauseSeconds });
    await queue.send([message], { delaySeconds: pauseSeconds });
  }
}
