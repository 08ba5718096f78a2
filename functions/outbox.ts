/** How a domain that stands below the outbox asks it for a message; handed to the entry point that tells. */
export { messageId, requestMessage } from './contact/messaging/index.ts';
