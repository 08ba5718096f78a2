/**
 * The routes of responses: the pages behind the link of an invitation, and what came out. The pages are public: the
 * secret in the link is all that a customer needs.
 */
import * as z from 'zod';
import { contract, html } from '../../../shared/contract/route.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { PreferencesForm } from '../../contact/preferences/preferences.schema.ts';
import { customerId } from '../../customers/customers/customers.schema.ts';
import { teamFilter } from '../../people/teams/teams.schema.ts';
import { campaignId } from '../campaigns/campaigns.schema.ts';
import { collectorId } from '../collectors/collectors.schema.ts';
import { surveyId } from '../surveys/surveys.schema.ts';
import {
  bandSchema,
  PreviewLink,
  PreviewRequest,
  ResponsePage,
  responseId,
  ShownResponse,
  SurveyPreview,
  SurveyQuotas,
  TestMail,
  TestRequest,
} from './responses.schema.ts';

const token = z
  .string()
  .max(200)
  .meta({
    description: 'The secret of the link.',
    examples: ['R4nd0mT0ken_R4nd0mT0ken_R4nd0mT0ken_R4nd0mTo'],
  });

const oneSurvey = z.strictObject({ surveyId: surveyId.schema });
const oneCollector = z.strictObject({
  code: z
    .string()
    .max(200)
    .meta({ description: 'What stands in the link of a collector.', examples: ['R4nd0mC0de12'] }),
});
const oneInvitation = z.strictObject({ token });

/** What narrows a list of responses; a page may then be short although the list goes on. */
const narrowing = {
  from: instantSchema.optional().describe('Only what was answered at this instant or later.'),
  to: instantSchema.optional().describe('Only what was answered at this instant or earlier.'),
  band: bandSchema.optional(),
  low: z
    .literal('true')
    .optional()
    .describe('Only those with an answer that is low on its scale, whatever the score.'),
};
const responsesQuery = pageQuery.extend(narrowing);
const teamQuery = responsesQuery.extend({ team: teamFilter });
const surveyQuery = pageQuery.extend({
  ...narrowing,
  team: teamFilter,
  campaignId: campaignId.schema
    .optional()
    .describe('Only what the invitations of this campaign have brought.'),
  collectorId: collectorId.schema.optional().describe('Only what came by this link for anybody.'),
});

const rowsOfOwn =
  'Agents see the answers of their own customers, of those of nobody, and those of which nobody knows who gave them, so that their pages may be short.';

/** Whatever stands there is no reason to refuse the page; longer ones do not reach us. */
const maximumQuery = 10_000;

/** Lenient, because mail programs add parameters of their own. */
const language = z
  .string()
  .max(maximumQuery)
  .optional()
  .describe(
    '`zh-CN` or `en`. Left out: the form has the language of the invitation, other pages that of Accept-Language.',
  );
const score = z.string().max(maximumQuery).optional().describe('Selects a score; nothing is recorded.');

/** Whatever goes wrong behind these links is told by a page. */
const pages = { 200: html, 400: html, 404: html, 500: html, 503: html } as const;

/** Fields of the form, checked against the survey by the page itself so that it can say what to correct. */
const answerForm = z.record(z.string().max(100), z.union([z.string(), z.array(z.string()).max(100)])).meta({
  description:
    'The fields of the form: `q-<question id>` for each question, and those that were hidden in it.',
});

export const responsesContract = contract('responses', 'What customers have answered.', {
  listSurveyQuotas: {
    method: 'GET',
    path: '/surveys/{surveyId}/quotas',
    permission: 'surveys.read',
    summary: 'Read how many places of the quotas of a survey are taken',
    description: 'As of this moment, each place with the answer that took it.',
    params: oneSurvey,
    replies: { 200: SurveyQuotas },
    errors: ['not-found'],
  },
  listSurveyResponses: {
    method: 'GET',
    path: '/surveys/{surveyId}/responses',
    permission: 'surveys.read',
    summary: 'List the answers to a survey, newest first',
    description: `The results can be recounted from these; answers marked \`suspect\` do not count. ${rowsOfOwn}`,
    params: oneSurvey,
    query: surveyQuery,
    replies: { 200: ResponsePage },
    errors: ['not-found'],
  },
  listCampaignResponses: {
    method: 'GET',
    path: '/campaigns/{campaignId}/responses',
    permission: 'surveys.read',
    summary: 'List what the invitations of a campaign have brought, newest first',
    description: `Read among the answers to its survey, so a page may be short although the list goes on. ${rowsOfOwn}`,
    params: z.strictObject({ campaignId: campaignId.schema }),
    query: teamQuery,
    replies: { 200: ResponsePage },
    errors: ['not-found'],
  },
  listCustomerResponses: {
    method: 'GET',
    path: '/customers/{customerId}/responses',
    permission: 'surveys.read',
    summary: 'List what a customer has answered, newest first',
    params: z.strictObject({ customerId: customerId.schema }),
    query: responsesQuery,
    opens: 'customerId',
    replies: { 200: ResponsePage },
    errors: ['not-found'],
  },
  getResponse: {
    method: 'GET',
    path: '/responses/{responseId}',
    permission: 'surveys.read',
    summary: 'Read a response: every question as the customer saw it, and the answer',
    description: 'Agents can read the responses of their own customers and of those of nobody.',
    params: z.strictObject({ responseId: responseId.schema }),
    opens: 'customerId',
    replies: { 200: ShownResponse },
    errors: ['not-found'],
  },
  previewSurvey: {
    method: 'POST',
    path: '/surveys/{surveyId}/preview',
    permission: 'surveys.read',
    summary: 'Show the mail and the page of a survey in one of its languages',
    description: 'Whatever its status; records nothing, and the links of the mail lead nowhere.',
    params: oneSurvey,
    body: PreviewRequest,
    idempotent: false,
    replies: { 200: SurveyPreview },
    errors: ['not-found'],
    example: { body: { language: 'en' } },
  },
  createPreviewLink: {
    method: 'POST',
    path: '/surveys/{surveyId}/preview-links',
    permission: 'surveys.write',
    summary: 'Get a link behind which a survey can be tried',
    description:
      'For seven days, for whoever has it: page by page as customers see it, as the survey is by then, also a draft. The page says that it is a test.',
    params: oneSurvey,
    body: PreviewRequest,
    replies: { 201: PreviewLink },
    errors: ['not-found'],
    example: { body: { language: 'en' } },
  },
  sendTest: {
    method: 'POST',
    path: '/surveys/{surveyId}/test-send',
    permission: 'surveys.write',
    summary: 'Mail a survey to a member of staff, as customers would get it',
    description:
      'To the caller if nobody is named. Subject and mail say that it is a test; its link opens the page, also of a draft, for seven days, and what is sent there is not recorded. A person gets at most 20 tests an hour, and none while nothing is sent to their address.',
    params: oneSurvey,
    body: TestRequest,
    replies: { 202: TestMail },
    errors: ['not-found', 'not-allowed-now', 'too-many-requests'],
    example: { body: { language: 'en', staffId: 'agent-lin' } },
  },
  showAnswerForm: {
    method: 'GET',
    path: '/s/{token}',
    permission: 'public',
    summary: 'Show the questions of an invitation',
    description: 'Records nothing, however often it is opened.',
    params: oneInvitation,
    query: z.object({ lang: language, score }),
    replies: { ...pages, 429: html, 410: html },
    errors: [],
  },
  showCollectorForm: {
    method: 'GET',
    path: '/q/{code}',
    permission: 'public',
    summary: 'Show the questions behind a link for anybody',
    description:
      'Records nothing, however often it is opened. Each form that it shows can be sent once, within a day.',
    params: oneCollector,
    query: z.object({ lang: language, score }),
    replies: { ...pages, 429: html, 410: html },
    errors: [],
  },
  collectAnswer: {
    method: 'POST',
    path: '/q/{code}',
    permission: 'public',
    summary: 'Answer behind a link for anybody',
    params: oneCollector,
    query: z.object({ lang: language }),
    body: answerForm,
    form: true,
    replies: { ...pages, 429: html, 410: html, 413: html, 415: html },
    errors: [],
    example: { body: { version: '1', 'q-recommend': '9', 'q-why': 'It was quick.' } },
  },
  recordAnswer: {
    method: 'POST',
    path: '/s/{token}',
    permission: 'public',
    summary: 'Answer an invitation, once',
    params: oneInvitation,
    query: z.object({ lang: language }),
    body: answerForm,
    form: true,
    replies: { ...pages, 429: html, 410: html, 413: html, 415: html },
    errors: [],
    example: { body: { version: '1', shown: '1795395600000', 'q-recommend': '9', 'q-why': 'It was quick.' } },
  },
  showUnsubscribePage: {
    method: 'GET',
    path: '/s/{token}/unsubscribe',
    permission: 'public',
    summary: 'Ask whether survey mails shall stop',
    params: oneInvitation,
    query: z.object({ lang: language }),
    replies: pages,
    errors: [],
  },
  showInvitationPreferences: {
    method: 'GET',
    path: '/s/{token}/preferences',
    permission: 'public',
    summary: 'Show a customer what they are written to about',
    description: 'Behind any invitation, be it answered or expired. Records nothing.',
    params: oneInvitation,
    query: z.object({ lang: language }),
    replies: pages,
    errors: [],
  },
  changeInvitationPreferences: {
    method: 'POST',
    path: '/s/{token}/preferences',
    permission: 'public',
    summary: 'Change what a customer is written to about',
    description:
      'What the form does not name stays as it is. A link takes back only what a link has done, and a few times a day; beyond that the page says what to do.',
    params: oneInvitation,
    query: z.object({ lang: language }),
    body: PreferencesForm,
    form: true,
    replies: { ...pages, 413: html, 415: html },
    errors: [],
    example: { body: { marketing: 'no' } },
  },
  unsubscribe: {
    method: 'POST',
    path: '/s/{token}/unsubscribe',
    permission: 'public',
    summary: 'Stop survey mails, in one click (RFC 8058)',
    description: 'Whatever the body says and however it is encoded: posting is enough.',
    params: oneInvitation,
    query: z.object({ lang: language }),
    replies: { ...pages, 413: html },
    errors: [],
  },
  resubscribe: {
    method: 'POST',
    path: '/s/{token}/resubscribe',
    permission: 'public',
    summary: 'Take back that survey mails shall stop',
    description: 'Only what a link has done, and a few times a day; beyond that the page says what to do.',
    params: oneInvitation,
    query: z.object({ lang: language }),
    replies: { ...pages, 413: html },
    errors: [],
  },
});
