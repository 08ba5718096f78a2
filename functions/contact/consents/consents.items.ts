/** How consents lie in the one table: beside the profile, in the customer's collection. */
import { defineItem } from '../../../shared/table/item.ts';
import { Consent } from './consents.schema.ts';

export const consentItem = defineItem({
  name: 'consent',
  v: 1,
  schema: Consent,
  key: ['C#{customerId}', '~consent#{purpose}#{channel}'],
});
