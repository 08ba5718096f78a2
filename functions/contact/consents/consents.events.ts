/** What the consents domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { ConsentText, consentChannelSchema, purposeSchema, sourceSchema } from './consents.schema.ts';

const said = z.object({
  customerId: customerIdSchema,
  purpose: purposeSchema,
  channel: consentChannelSchema,
  source: sourceSchema,
});

/** A customer wants no more messages about something, or has complained about one. */
export const consentWithdrawn = event('consent.withdrawn', said);

/** A customer may be written to about something, (again) and expressly. */
export const consentGranted = event('consent.granted', said);

/** From now on customers read another text before they agree. */
export const consentTextPublished = event(
  'consent-text.published',
  ConsentText.pick({ purpose: true, version: true }).extend({ record: purposeSchema }).strip(),
);
