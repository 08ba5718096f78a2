/** What the events function of the area feeds, one line for each domain that listens. */

export { improvementsConsumers } from './improvements/improvements.consumers.ts';
export { resultsConsumers } from './results/results.consumers.ts';
