/** What the events function of the area feeds, one line for each domain that listens. */
export { forecastsConsumers } from './forecasts/forecasts.consumers.ts';
export { insightsConsumers } from './insights/insights.consumers.ts';
export { segmentsConsumers } from './segments/segments.consumers.ts';
