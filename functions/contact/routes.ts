/** The routes of the area, one line for each domain. */
export { consentsRoutes } from './consents/consents.routes.ts';
export { messagingRoutes } from './messaging/messaging.routes.ts';
