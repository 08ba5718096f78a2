/** What the closed loop is: what it keeps, and what it listens to. */
import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { responseRecorded } from '../../surveys/responses/responses.events.ts';
import { commentRead } from '../../surveys/texts/texts.events.ts';
import {
  callbackCancelled,
  callbackChanged,
  callbackCompleted,
  callbackCorrected,
  callbackQueued,
  callbackRescheduled,
} from '../callbacks/callbacks.events.ts';
import { loopOverdue } from './closed-loop.events.ts';
import { loopItem, loopRulesItem, loopsOfCustomer, loopsOfMonth } from './closed-loop.items.ts';
import { loopId } from './closed-loop.schema.ts';

/** Follows an answer up, and closes the loops that have waited for it. */
export const closedLoopAnswering = subscription('closed-loop-answering', [responseRecorded]);

/** Follows answers up for which it had to be known what was written in them. */
export const closedLoopReading = subscription('closed-loop-reading', [commentRead]);

/** Notes how far the call of a loop has come. */
export const closedLoopFollowing = subscription('closed-loop-following', [
  callbackQueued,
  callbackRescheduled,
  callbackCompleted,
  callbackCorrected,
  callbackCancelled,
]);

/** Notes who calls now. */
export const closedLoopHandingOver = subscription('closed-loop-handing-over', [callbackChanged], {
  ifChanged: 'owner',
});

/** Closes loops to which no answer has come. */
export const closedLoopGivingUp = subscription('closed-loop-giving-up', [loopOverdue]);

export const closedLoopDomain = domain('closed-loop', {
  area: 'callbacks',
  ids: [loopId],
  items: [loopRulesItem, loopItem],
  patterns: [loopsOfMonth, loopsOfCustomer],
  subscriptions: [
    closedLoopAnswering,
    closedLoopReading,
    closedLoopFollowing,
    closedLoopHandingOver,
    closedLoopGivingUp,
  ],
  due: [loopOverdue],
});
