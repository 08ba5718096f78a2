/** What rules about customers can ask beside the profile, one line for each domain that keeps such facts. */
export { orderFacts as orders } from './commerce/orders/orders.facts.ts';
export { consentFacts as consents } from './contact/consents/consents.facts.ts';
