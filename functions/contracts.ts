/** The whole HTTP surface, one line for each domain: gateway routes, OpenAPI document and typed client follow. */
export { callbacksContract as callbacks } from './callbacks/callbacks/callbacks.contract.ts';
export { budgetsContract as budgets } from './contact/budgets/budgets.contract.ts';
export { consentsContract as consents } from './contact/consents/consents.contract.ts';
export { messagingContract as messaging } from './contact/messaging/messaging.contract.ts';
export { preferencesContract as preferences } from './contact/preferences/preferences.contract.ts';
export { customersContract as customers } from './customers/customers/customers.contract.ts';
export { callbacksDeskContract as callbacksDesk } from './desk/callbacks-desk/callbacks-desk.contract.ts';
export { deskContract as desk } from './desk/desk/desk.contract.ts';
export { assignmentsContract as assignments } from './people/assignments/assignments.contract.ts';
export { auditContract as audit } from './people/audit/audit.contract.ts';
export { handoversContract as handovers } from './people/handovers/handovers.contract.ts';
export { staffContract as staff } from './people/staff/staff.contract.ts';
export { teamsContract as teams } from './people/teams/teams.contract.ts';
export { platformContract as platform } from './platform/platform.contract.ts';
export { campaignsContract as campaigns } from './surveys/campaigns/campaigns.contract.ts';
export { responsesContract as responses } from './surveys/responses/responses.contract.ts';
export { surveysContract as surveys } from './surveys/surveys/surveys.contract.ts';
