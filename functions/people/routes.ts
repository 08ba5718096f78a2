/** The routes of the area, one line for each domain. */
export { assignmentsRoutes } from './assignments/assignments.routes.ts';
export { auditRoutes } from './audit/audit.routes.ts';
export { handoversRoutes } from './handovers/handovers.routes.ts';
export { privacyRoutes } from './privacy/privacy.routes.ts';
export { staffRoutes } from './staff/staff.routes.ts';
export { teamsRoutes } from './teams/teams.routes.ts';
