/** What the events function of the area feeds, one line for each domain that listens. */
export { responsesConsumers } from './responses/responses.consumers.ts';
