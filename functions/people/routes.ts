/** The routes of the area, one line for each domain. */
export { staffRoutes } from './staff/staff.routes.ts';
