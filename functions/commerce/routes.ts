/** The routes of the area, one line for each domain. */
export { ordersRoutes } from './orders/orders.routes.ts';
