/**
 * Open work for a customer, one line for each domain that has such: whose work it is, or who has claimed it, may read the
 * customer, although a colleague looks after them.
 */
export { callbacksOfCustomer as callbacks } from './callbacks/callbacks/callbacks.items.ts';
