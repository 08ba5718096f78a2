/** What every domain declares: the whole table, and who listens to what. One line for each domain. */
export { callbacksDomain as callbacks } from './callbacks/callbacks/callbacks.domain.ts';
export { consentsDomain as consents } from './contact/consents/consents.domain.ts';
export { messagingDomain as messaging } from './contact/messaging/messaging.domain.ts';
export { customersDomain as customers } from './customers/customers/customers.domain.ts';
export { staffDomain as staff } from './people/staff/staff.domain.ts';
