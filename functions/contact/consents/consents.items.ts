/** How consents lie in the one table: beside the profile, in the customer's collection. */
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { ConsentRecord, ConsentSummary } from './consents.schema.ts';

export const consentItem = defineItem({
  name: 'consent',
  v: 1,
  schema: ConsentRecord,
  key: ['C#{customerId}', '~consent#{purpose}#{channel}'],
  summary: ConsentSummary,
});

export const consentsOfCustomer = definePattern({
  question: 'What has this customer said about being written to?',
  item: consentItem,
  partition: 'C#{customerId}',
  prefix: '~consent#',
});
