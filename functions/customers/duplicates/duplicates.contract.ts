/** The routes of the duplicates domain. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { eventId } from '../../../shared/events/event.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { ownerFilter } from '../../../shared/values/staff-id.ts';
import { teamFilter } from '../../people/teams/teams.schema.ts';
import { customerIdSchema } from '../customers/customers.schema.ts';
import {
  DuplicatePage,
  DuplicatePair,
  DuplicateSettings,
  DuplicateSettingsEntry,
} from './duplicates.schema.ts';

const oneCustomer = z.strictObject({ customerId: customerIdSchema });

export const duplicatesContract = contract('duplicates', 'Customers who may be there twice.', {
  listDuplicates: {
    method: 'GET',
    path: '/duplicates',
    permission: 'customers.read',
    summary: 'List pairs of customers who may be one, the most probable first',
    description:
      'Found by themselves some seconds after a customer was created or changed: by name in any order and spelling, phone number, e-mail address, birthday and address, with a score and what speaks for and against it. Agents see pairs with a customer of theirs; a customer who is not theirs to see is masked.',
    query: pageQuery.extend({
      owner: ownerFilter.describe(
        'Only pairs with a customer of this staff member; `me` for your own, `none` for those of nobody.',
      ),
      team: teamFilter,
    }),
    replies: { 200: DuplicatePage },
    errors: ['not-found'],
  },
  listDuplicatesOfCustomer: {
    method: 'GET',
    path: '/customers/{customerId}/duplicates',
    permission: 'customers.read',
    summary: 'List with whom a customer may be one, or is known not to be',
    params: oneCustomer,
    opens: 'customerId',
    replies: { 200: DuplicatePage },
    errors: ['not-found'],
  },
  putDuplicate: {
    method: 'PUT',
    path: '/customers/{customerId}/duplicates/{otherId}',
    permission: 'customers.write',
    summary: 'Say that two customers are not one, or that it is to be looked at again',
    description:
      'What was dismissed is never suggested again, whatever changes of the two. It may be said beforehand of two who were not found alike, where both are the caller’s to change; of two who were found alike, where one is.',
    params: oneCustomer.extend({ otherId: customerIdSchema }),
    body: z.strictObject({ status: z.enum(['open', 'dismissed']) }).meta({ id: 'DuplicateDecision' }),
    replies: { 200: DuplicatePair },
    errors: ['not-found'],
    example: {
      params: {
        customerId: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq',
        otherId: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pr',
      },
      body: { status: 'dismissed' },
    },
  },
  getDuplicateSettings: {
    method: 'GET',
    path: '/duplicate-settings',
    permission: 'customers.read',
    summary: 'Read from which score on customers are taken for one',
    replies: { 200: DuplicateSettings },
    errors: [],
  },
  putDuplicateSettings: {
    method: 'PUT',
    path: '/duplicate-settings',
    permission: 'customers.write',
    summary: 'Say from which score on customers are taken for one',
    description:
      'For managers. Holds for whoever is created or changed from then on; POST /customers/reindexings brings it to all others.',
    body: DuplicateSettingsEntry,
    ifMatch: true,
    replies: { 200: DuplicateSettings },
    errors: [],
    example: { body: { threshold: 90, checkOnCreate: true } },
  },
  restoreDuplicateSettings: {
    method: 'POST',
    path: '/duplicate-settings/changes/{eventId}/restore',
    permission: 'customers.write',
    summary: 'Give the settings of duplicates back what they were before a change',
    description:
      'For managers. The change is a `duplicate-settings.changed` of the trail, named by its id. Where they have changed again since, nothing is restored: `changedSince` names the fields, and `newer` the change.',
    params: z.strictObject({ eventId: eventId.schema }),
    replies: { 200: DuplicateSettings },
    errors: ['not-found', 'conflict', 'not-allowed-now'],
  },
});
