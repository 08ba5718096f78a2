/** What campaigns can be triggered by, one line for each event that happens to a customer. */
export { callbackCompletedTrigger as callbackCompleted } from './callbacks/callbacks/callbacks.events.ts';
export {
  orderDeliveredTrigger as orderDelivered,
  orderPlacedTrigger as orderPlaced,
} from './commerce/orders/orders.events.ts';
export { customerCreatedTrigger as customerCreated } from './customers/customers/customers.events.ts';
export { responseRecordedTrigger as responseRecorded } from './surveys/responses/responses.events.ts';
