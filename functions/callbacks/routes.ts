/** The routes of the area, one line for each domain. */
export { callbacksRoutes } from './callbacks/callbacks.routes.ts';
export { plansRoutes } from './plans/plans.routes.ts';
