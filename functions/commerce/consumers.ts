/** What the events function of the area feeds, one line for each domain that listens. */
export { insightsConsumers } from './insights/insights.consumers.ts';
