/** The routes of the relations domain. */
import * as z from 'zod';
import { contract, empty } from '../../../shared/contract/route.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { customerIdSchema, relationKindSchema } from '../customers/customers.schema.ts';
import { Relation, RelationEntry, RelationPage } from './relations.schema.ts';

const oneCustomer = z.strictObject({ customerId: customerIdSchema });
const oneRelation = oneCustomer.extend({
  kind: relationKindSchema,
  otherId: customerIdSchema.meta({ examples: ['customer_01jd3x5y9hf1bvt6w0k2m4n8pr'] }),
});

export const relationsContract = contract('relations', 'What customers are to each other.', {
  listRelations: {
    method: 'GET',
    path: '/customers/{customerId}/relations',
    permission: 'customers.read',
    summary: 'List what others are to a customer',
    description:
      'Of others who are not the caller’s to see a masked summary is told. Contacts, subsidiaries and referrals come in pages; the first page without `kind` has all others before them, twenty at most.',
    params: oneCustomer,
    query: pageQuery.extend({ kind: relationKindSchema.optional() }),
    opens: 'customerId',
    replies: { 200: RelationPage },
    errors: ['not-found'],
  },
  getRelation: {
    method: 'GET',
    path: '/customers/{customerId}/relations/{kind}/{otherId}',
    permission: 'customers.read',
    summary: 'Read what another customer is to this one',
    params: oneRelation,
    opens: 'customerId',
    replies: { 200: Relation },
    errors: ['not-found'],
  },
  putRelation: {
    method: 'PUT',
    path: '/customers/{customerId}/relations/{kind}/{otherId}',
    permission: 'customers.write',
    summary: 'Relate two customers, or replace what is known of it',
    description:
      'Stands with both at once, and can be told from either side. A company has one parent, a customer was referred by one, and neither leads in a circle; a company has one primary contact, whom the next one replaces. Saying the same again changes nothing.',
    params: oneRelation,
    body: RelationEntry,
    ifMatchOnceThere: true,
    replies: { 200: Relation },
    errors: ['not-found', 'conflict', 'not-allowed-now'],
    example: { body: { role: 'Elder brother' } },
  },
  deleteRelation: {
    method: 'DELETE',
    path: '/customers/{customerId}/relations/{kind}/{otherId}',
    permission: 'customers.write',
    summary: 'Take a relation away from both customers',
    params: oneRelation,
    ifMatch: true,
    replies: { 204: empty },
    errors: ['not-found'],
  },
});
