/** What the forecasts domain is: what it keeps and listens to. */
import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import {
  customerChanged,
  customerDeleted,
  customerMerged,
} from '../../customers/customers/customers.events.ts';
import { forecastStarted } from './forecasts.events.ts';
import {
  churnRiskItem,
  customersByRisk,
  forecastItem,
  forecastStateItem,
  forecastsByTime,
  nobodysCustomersByRisk,
  ownCustomersByRisk,
} from './forecasts.items.ts';
import { forecastId } from './forecasts.schema.ts';

/** Fits the models and lists who is at risk, in a function of its own because it reckons for some seconds. */
export const forecastsFitting = subscription('forecasts-fitting', [forecastStarted], {
  queue: 'forecasts-fitting',
});

/** Keeps the list of risks with whose customers they are. */
export const forecastsFollowing = subscription('forecasts-following', [
  customerChanged,
  customerDeleted,
  customerMerged,
]);

export const forecastsDomain = domain('forecasts', {
  area: 'commerce',
  ids: [forecastId],
  items: [forecastItem, forecastStateItem, churnRiskItem],
  patterns: [forecastsByTime, customersByRisk, ownCustomersByRisk, nobodysCustomersByRisk],
  subscriptions: [forecastsFitting, forecastsFollowing],
});
