/** The routes of the area, one line for each domain. */
export { budgetsRoutes } from './budgets/budgets.routes.ts';
export { consentsRoutes } from './consents/consents.routes.ts';
export { messagingRoutes } from './messaging/messaging.routes.ts';
export { preferencesRoutes } from './preferences/preferences.routes.ts';
