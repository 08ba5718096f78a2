/**
 * Who listens to which event. Each entry is a rule on the bus, a queue with dead letters and a consumer:
 * `customersDirectory: subscription('customers-directory', [customerCreated, …])`.
 */
import { type Subscription, subscription } from '../shared/events/subscription.ts';
import {
  campaignChanged,
  campaignCreated,
  campaignDeleted,
  responseRecorded,
} from './surveys/surveys/surveys.events.ts';

export const subscriptions = {
  surveysScheduling: subscription('surveys-scheduling', [campaignCreated, campaignChanged, campaignDeleted]),
  surveysStatistics: subscription('surveys-statistics', [responseRecorded]),
} as const satisfies Readonly<Record<string, Subscription>>;
