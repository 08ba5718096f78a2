/** What every domain declares: the whole table, and who listens to what. One line for each domain. */
export { callbacksDomain as callbacks } from './callbacks/callbacks/callbacks.domain.ts';
export { budgetsDomain as budgets } from './contact/budgets/budgets.domain.ts';
export { consentsDomain as consents } from './contact/consents/consents.domain.ts';
export { messagingDomain as messaging } from './contact/messaging/messaging.domain.ts';
export { pacingDomain as pacing } from './contact/pacing/pacing.domain.ts';
export { preferencesDomain as preferences } from './contact/preferences/preferences.domain.ts';
export { customersDomain as customers } from './customers/customers/customers.domain.ts';
export { assignmentsDomain as assignments } from './people/assignments/assignments.domain.ts';
export { auditDomain as audit } from './people/audit/audit.domain.ts';
export { handoversDomain as handovers } from './people/handovers/handovers.domain.ts';
export { staffDomain as staff } from './people/staff/staff.domain.ts';
export { teamsDomain as teams } from './people/teams/teams.domain.ts';
export { platformDomain as platform } from './platform/platform.domain.ts';
export { campaignsDomain as campaigns } from './surveys/campaigns/campaigns.domain.ts';
export { invitationsDomain as invitations } from './surveys/invitations/invitations.domain.ts';
export { responsesDomain as responses } from './surveys/responses/responses.domain.ts';
export { surveysDomain as surveys } from './surveys/surveys/surveys.domain.ts';
