/** What is kept of a person, one line for each domain that keeps any: how it is found, and what erasing leaves of it. */
export { personalCallbacks as callbacks } from './callbacks/callbacks/callbacks.personal.ts';
export { personalPlans as plans } from './callbacks/plans/plans.personal.ts';
export { personalContacts as budgets } from './contact/budgets/budgets.personal.ts';
export { personalConsents as consents } from './contact/consents/consents.personal.ts';
export { personalMessages as messaging } from './contact/messaging/messaging.personal.ts';
export { personalRequests as preferences } from './contact/preferences/preferences.personal.ts';
export { personalCorrections as corrections } from './customers/corrections/corrections.personal.ts';
export { personalProfile as customers } from './customers/customers/customers.personal.ts';
export { personalDuplicates as duplicates } from './customers/duplicates/duplicates.personal.ts';
export { personalImports as imports } from './customers/imports/imports.personal.ts';
export { personalLists as lists } from './customers/lists/lists.personal.ts';
export { personalQuality as quality } from './customers/quality/quality.personal.ts';
export { personalRelations as relations } from './customers/relations/relations.personal.ts';
export { personalSearch as search } from './customers/search/search.personal.ts';
export { personalExports as privacy } from './people/privacy/privacy.personal.ts';
export { personalInvitations as invitations } from './surveys/invitations/invitations.personal.ts';
export { personalResponses as responses } from './surveys/responses/responses.personal.ts';
