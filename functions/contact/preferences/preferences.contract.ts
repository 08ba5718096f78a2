/** The routes of preferences: customers are asked, and the pages on which they answer. */
import * as z from 'zod';
import { contract, html } from '../../../shared/contract/route.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { channelSchema, purposeSchema } from '../consents/consents.schema.ts';
import { AskedConsent, PreferencesForm } from './preferences.schema.ts';

const oneLink = z.strictObject({
  token: z
    .string()
    .max(200)
    .meta({
      description: 'The secret of the link.',
      examples: ['R4nd0mT0ken_R4nd0mT0ken_R4nd0mT0ken_R4nd0mTo'],
    }),
});

/** Lenient, because mail programs add parameters of their own. */
const inLanguage = z.object({
  lang: z.string().max(10_000).optional().describe('`zh-CN` or `en`; Accept-Language if left out.'),
});

/** Whatever goes wrong behind these links is told by a page. */
const pages = { 200: html, 400: html, 404: html, 500: html, 503: html } as const;

export const preferencesContract = contract(
  'preferences',
  'What customers themselves say about being written to.',
  {
    requestConsent: {
      method: 'POST',
      path: '/customers/{customerId}/consents/{purpose}/{channel}/request',
      permission: 'contact.write',
      summary: 'Ask a customer to confirm that they agree (double opt-in)',
      description:
        'Mails a link, in the language of the customer and with the newest text for this purpose. Only what they confirm on its page counts as consent; the link is good for seven days, and once. Asked again on the same day (UTC), the same mail is answered and none is sent.',
      params: z.strictObject({
        customerId: customerIdSchema,
        purpose: purposeSchema,
        channel: channelSchema.extract(['email']).describe('Only `email`: a mail asks.'),
      }),
      replies: { 202: AskedConsent },
      errors: ['not-found', 'not-allowed-now'],
      example: { params: { purpose: 'marketing', channel: 'email' } },
    },
    followShortLink: {
      method: 'GET',
      path: '/r/{code}',
      permission: 'public',
      summary: 'Go where the short link of a text leads',
      description: 'To a personal link, until that has expired. Records nothing, however often it is opened.',
      params: z.strictObject({
        code: z
          .string()
          .max(200)
          .meta({ description: 'The secret of the short link.', examples: ['R4nd0mC0de_-'] }),
      }),
      query: inLanguage,
      replies: { 302: html, 400: html, 404: html, 500: html, 503: html },
      errors: [],
    },
    showConsentPage: {
      method: 'GET',
      path: '/c/{token}',
      permission: 'public',
      summary: 'Show what a customer is asked to agree to',
      description: 'Records nothing, however often it is opened.',
      params: oneLink,
      query: inLanguage,
      replies: { ...pages, 410: html },
      errors: [],
    },
    confirmConsent: {
      method: 'POST',
      path: '/c/{token}',
      permission: 'public',
      summary: 'Agree, once',
      description: 'Whatever the body says: posting is enough. Whoever has agreed already is told so.',
      params: oneLink,
      query: inLanguage,
      replies: { ...pages, 410: html, 413: html },
      errors: [],
    },
    showPreferences: {
      method: 'GET',
      path: '/c/{token}/preferences',
      permission: 'public',
      summary: 'Show a customer what they are written to about',
      description: 'Behind any link of a confirming mail, be it used or expired. Records nothing.',
      params: oneLink,
      query: inLanguage,
      replies: pages,
      errors: [],
    },
    changePreferences: {
      method: 'POST',
      path: '/c/{token}/preferences',
      permission: 'public',
      summary: 'Change what a customer is written to about',
      description:
        'What the form does not name stays as it is. A link takes back only what a link has done, and a few times a day; beyond that the page says what to do.',
      params: oneLink,
      query: inLanguage,
      body: PreferencesForm,
      form: true,
      replies: { ...pages, 413: html, 415: html },
      errors: [],
      example: { body: { marketing: 'no' } },
    },
  },
);
