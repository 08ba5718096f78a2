/** What a person may hold, one line for each domain whose rows have an owner: while there is any, they stay active. */
export { callbacksOfOwner as callbacks } from './callbacks/callbacks/callbacks.items.ts';
export { customersOfOwner as customers } from './customers/customers/customers.items.ts';
export { teamsOfPerson as teams } from './people/teams/teams.items.ts';
export { heldByOwner as improvements } from './surveys/improvements/improvements.items.ts';
