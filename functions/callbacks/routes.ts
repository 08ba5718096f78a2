/** The routes of the area, one line for each domain. */
export { callbacksRoutes } from './callbacks/callbacks.routes.ts';
export { callingRoutes } from './calling/calling.routes.ts';
export { closedLoopRoutes } from './closed-loop/closed-loop.routes.ts';
export { plansRoutes } from './plans/plans.routes.ts';
