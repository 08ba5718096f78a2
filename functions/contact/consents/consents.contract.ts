/** The routes of the consents domain. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { Consent, ConsentEntry, ConsentList, channelSchema, purposeSchema } from './consents.schema.ts';

export const consentsContract = contract('consents', 'What customers agree to be sent.', {
  listConsents: {
    method: 'GET',
    path: '/customers/{customerId}/consents',
    permission: 'contact.read',
    summary: 'Read what a customer has said about being written to',
    description:
      'The newest of each purpose and channel; what was said before stands in the timeline, with source and note. Who has said nothing about a purpose may be written to.',
    params: z.strictObject({ customerId: customerIdSchema }),
    replies: { 200: ConsentList },
    errors: ['not-found'],
  },
  putConsent: {
    method: 'PUT',
    path: '/customers/{customerId}/consents/{purpose}/{channel}',
    permission: 'contact.write',
    summary: 'Note that a customer wants to be written to, or no longer',
    description:
      'Stands in the timeline, and is looked at before each message is sent. Saying the same again changes nothing: the first time and source count.',
    params: z.strictObject({ customerId: customerIdSchema, purpose: purposeSchema, channel: channelSchema }),
    body: ConsentEntry,
    replies: { 200: Consent },
    errors: ['not-found'],
    example: {
      params: { purpose: 'surveys', channel: 'email' },
      body: { status: 'withdrawn', source: 'phone', note: 'Asked on the phone not to be written to.' },
    },
  },
});
