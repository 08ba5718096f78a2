/** The routes of the area, one line for each domain. */

export { activitiesRoutes } from './activities/activities.routes.ts';
export { analysesRoutes } from './analyses/analyses.routes.ts';
export { forecastsRoutes } from './forecasts/forecasts.routes.ts';
export { insightsRoutes } from './insights/insights.routes.ts';
export { ordersRoutes } from './orders/orders.routes.ts';
export { productsRoutes } from './products/products.routes.ts';
export { segmentsRoutes } from './segments/segments.routes.ts';
