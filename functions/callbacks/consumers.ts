/** The handlers of the area, one line for each domain that listens. */
export { callbacksConsumers } from './callbacks/callbacks.consumers.ts';
export { closedLoopConsumers } from './closed-loop/closed-loop.consumers.ts';
export { plansConsumers } from './plans/plans.consumers.ts';
