/** The routes of the consents domain. */
import * as z from 'zod';
import { batchOf } from '../../../shared/contract/batch.ts';
import { contract } from '../../../shared/contract/route.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { versionInPath } from '../../../shared/values/version.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import {
  Consent,
  ConsentEntry,
  ConsentHistory,
  ConsentList,
  ConsentRow,
  ConsentText,
  ConsentTextPage,
  ConsentWords,
  consentChannelSchema,
  purposeSchema,
} from './consents.schema.ts';

const oneCustomer = z.strictObject({ customerId: customerIdSchema });
const oneText = z.strictObject({ purpose: purposeSchema, version: versionInPath });

export const consentsContract = contract('consents', 'What customers agree to be sent.', {
  listConsents: {
    method: 'GET',
    path: '/customers/{customerId}/consents',
    permission: 'contact.read',
    summary: 'Read what a customer has said about being written to',
    description:
      'The newest of each purpose and channel. Who has said nothing may be asked for an opinion (`surveys`), and gets neither `marketing` nor `care`.',
    params: oneCustomer,
    opens: 'customerId',
    replies: { 200: ConsentList },
    errors: ['not-found'],
  },
  listConsentHistory: {
    method: 'GET',
    path: '/customers/{customerId}/consents/history',
    permission: 'contact.read',
    summary: 'List everything that a customer has said about being written to, newest first',
    description:
      'Each statement as it was noted, with who has noted it and what proves it; none is ever changed or left out. A page may be short although the list goes on.',
    params: oneCustomer,
    query: pageQuery,
    opens: 'customerId',
    replies: { 200: ConsentHistory },
    errors: ['not-found'],
  },
  putConsent: {
    method: 'PUT',
    path: '/customers/{customerId}/consents/{purpose}/{channel}',
    permission: 'contact.write',
    summary: 'Note that a customer wants to be written to, or no longer',
    description:
      'Stands in the history and the timeline, and is looked at before each message is sent. Saying just the same again changes nothing; a later `since`, another source, note, evidence, basis or wording is a new statement: so a mistake is corrected, and stays in the history. What is granted needs a `note` or `evidence`; a withdrawal does not. What was said earlier than the newest statement does not take its place (409).',
    params: oneCustomer.extend({ purpose: purposeSchema, channel: consentChannelSchema }),
    body: ConsentEntry,
    replies: { 200: Consent },
    errors: ['not-found', 'conflict'],
    example: {
      params: { purpose: 'surveys', channel: 'email' },
      body: { status: 'withdrawn', source: 'phone', note: 'Asked on the phone not to be written to.' },
    },
  },
  batchConsents: {
    method: 'POST',
    path: '/consents/batch',
    permission: 'contact.write',
    summary: 'Take over consents with what proves them, up to a hundred at once',
    description:
      'Each row is carried out and answered by itself, those about the same customer, purpose and channel in the order of the request; a row that is refused stops no other. What a customer has said since then stands (409). Correct the refused rows and send the batch again under the same Idempotency-Key: what was done is not done twice.',
    ...batchOf(ConsentRow, ({ customerId, purpose, channel }) => [customerId, purpose, channel].join(' ')),
    errors: [],
    example: {
      body: {
        rows: [
          {
            key: '1',
            customerId: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq',
            purpose: 'marketing',
            channel: 'email',
            status: 'granted',
            evidence: 'Sign-up form of the old shop, record 4711',
            since: '2025-03-01T09:00:00Z',
          },
        ],
      },
    },
  },
  listConsentTexts: {
    method: 'GET',
    path: '/consent-texts/{purpose}',
    permission: 'contact.read',
    summary: 'List what customers have read before they agreed, newest version first',
    description: 'Pages and mails show the newest.',
    params: z.strictObject({ purpose: purposeSchema }),
    query: pageQuery,
    replies: { 200: ConsentTextPage },
    errors: [],
    example: { params: { purpose: 'marketing' } },
  },
  getConsentText: {
    method: 'GET',
    path: '/consent-texts/{purpose}/{version}',
    permission: 'contact.read',
    summary: 'Read one version of what customers agree to',
    params: oneText,
    replies: { 200: ConsentText },
    errors: ['not-found'],
    example: { params: { purpose: 'marketing' } },
  },
  putConsentText: {
    method: 'PUT',
    path: '/consent-texts/{purpose}/{version}',
    permission: 'contact.write',
    summary: 'Put the next version of what customers agree to',
    description:
      'For managers. Versions count from 1, in every language at once. A version never changes: putting it again does nothing if it is the same, and is a conflict otherwise. What was agreed to before stays agreed.',
    params: oneText,
    body: ConsentWords,
    replies: { 200: ConsentText },
    errors: ['conflict'],
    example: {
      params: { purpose: 'marketing' },
      body: {
        text: {
          'zh-CN': '我同意通过电子邮件接收产品新闻与优惠信息，可随时撤回。',
          en: 'I agree to get news and offers by e-mail. I can take this back at any time.',
        },
      },
    },
  },
});
