import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { consentWithdrawn } from '../../contact/consents/consents.events.ts';
import { customerChanged, customerDeleted } from '../../customers/customers/customers.events.ts';
import { responseRecorded } from '../../surveys/responses/responses.events.ts';
import {
  callbackCancelled,
  callbackChanged,
  callbackClaimed,
  callbackCompleted,
  callbackCorrected,
  callbackDue,
  callbackEscalated,
  callbackOpened,
  callbackOverdue,
  callbackQueued,
  callbackReleased,
  callbackReminded,
  callbackRescheduled,
} from './callbacks.events.ts';
import {
  callbackItem,
  callbacksOfCustomer,
  callbacksOfOwner,
  callbacksOfTeam,
  callCountItem,
  callCountsOfMonth,
  closedOfCustomer,
  closedOfOwner,
  closedOfTeam,
  customerCallItem,
  departmentCallbacks,
  waitingCallbacks,
} from './callbacks.items.ts';
import { callbackId } from './callbacks.schema.ts';

/** Keeps what customers answer after they were called, also where it is said later that they were. */
export const callbacksScoring = subscription('callbacks-scoring', [responseRecorded, callbackCorrected]);

/** Hands callbacks over with their customer, and withdraws those of a deleted one. */
export const callbacksFollowing = subscription('callbacks-following', [customerChanged, customerDeleted], {
  ifChanged: 'owner',
});

/** Withdraws the callbacks of a customer who wants no calls any more. */
export const callbacksRefusing = subscription('callbacks-refusing', [consentWithdrawn]);

/** Notifies the owner of a callback that is due or will be soon, and those who answer for them when nobody calls. */
export const callbacksNotifying = subscription('callbacks-notifying', [
  callbackDue,
  callbackEscalated,
  callbackReleased,
  callbackReminded,
]);

/** Tells who has become the owner of a callback, in place of who was. */
export const callbacksHandingOver = subscription(
  'callbacks-handing-over',
  [callbackChanged, callbackQueued, callbackRescheduled],
  { ifChanged: 'owner' },
);

/** Tells the leads of a team what waits in its queue, because nobody of it was available. */
export const callbacksQueueing = subscription('callbacks-queueing', [callbackOpened, callbackQueued]);

/** Takes up promises whose schedule did not fire, and claims that ran out. */
export const callbacksCatchingUp = subscription('callbacks-catching-up', [callbackOverdue]);

/** Keeps the one-time schedule of each callback in step with the callback. */
export const callbacksScheduling = subscription(
  'callbacks-scheduling',
  [
    callbackOpened,
    callbackRescheduled,
    callbackClaimed,
    callbackReleased,
    callbackCompleted,
    callbackCorrected,
    callbackCancelled,
  ],
  { queue: 'callbacks-schedules' },
);

export const callbacksDomain = domain('callbacks', {
  area: 'callbacks',
  ids: [callbackId],
  items: [callbackItem, customerCallItem, callCountItem],
  patterns: [
    callbacksOfCustomer,
    callbacksOfOwner,
    callbacksOfTeam,
    closedOfCustomer,
    closedOfOwner,
    closedOfTeam,
    waitingCallbacks,
    callCountsOfMonth,
  ],
  lists: [departmentCallbacks],
  subscriptions: [
    callbacksScoring,
    callbacksFollowing,
    callbacksRefusing,
    callbacksNotifying,
    callbacksHandingOver,
    callbacksQueueing,
    callbacksCatchingUp,
    callbacksScheduling,
  ],
  due: [callbackOverdue],
});
