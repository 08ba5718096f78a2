/** What the preferences domain tells the others. */
import { event } from '../../../shared/events/event.ts';
import { ConsentRequest } from './preferences.schema.ts';

/** A customer is asked to confirm that they agree. */
export const consentRequested = event(
  'consent-request.sent',
  ConsentRequest.pick({ customerId: true, purpose: true, channel: true, messageId: true }).strip(),
);
