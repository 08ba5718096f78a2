/** How what somebody holds is moved to somebody else, one line for each kind: what opens it on a table. */
export { createCallbackMoves as callbacks } from './callbacks/callbacks/index.ts';
export { createCustomerMoves as customers } from './customers/customers/index.ts';
export { createStandInMoves as standIns, createTerritoryMoves as territories } from './people/staff/index.ts';
export { createTeamMoves as teams } from './people/teams/index.ts';
export { createImprovementMoves as improvements } from './surveys/improvements/index.ts';
