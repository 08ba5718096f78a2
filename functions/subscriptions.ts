/**
 * Who listens to which event. Each entry is a rule on the bus, a queue with dead letters and a consumer:
 * `customersDirectory: subscription('customers-directory', [customerCreated, …])`.
 */
import { type Subscription, subscription } from '../shared/events/subscription.ts';
import {
  callbackCancelled,
  callbackClaimed,
  callbackCompleted,
  callbackDue,
  callbackOpened,
  callbackReleased,
  callbackRescheduled,
} from './callbacks/callbacks/callbacks.events.ts';
import {
  campaignChanged,
  campaignCreated,
  campaignDeleted,
  responseRecorded,
} from './surveys/surveys/surveys.events.ts';

export const subscriptions = {
  callbacksOpening: subscription('callbacks-opening', [responseRecorded]),
  callbacksScheduling: subscription('callbacks-scheduling', [
    callbackOpened,
    callbackRescheduled,
    callbackClaimed,
    callbackReleased,
    callbackCompleted,
    callbackCancelled,
  ]),
  callbacksNotices: subscription('callbacks-notices', [callbackDue, callbackReleased]),
  surveysScheduling: subscription('surveys-scheduling', [campaignCreated, campaignChanged, campaignDeleted]),
  surveysStatistics: subscription('surveys-statistics', [responseRecorded]),
} as const satisfies Readonly<Record<string, Subscription>>;
