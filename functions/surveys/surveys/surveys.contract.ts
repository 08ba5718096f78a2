/** The routes of surveys: what is asked. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { eventId } from '../../../shared/events/event.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { versionInPath } from '../../../shared/values/version.ts';
import {
  NewSurvey,
  Survey,
  SurveyCopy,
  SurveyPage,
  SurveyPatch,
  SurveyVersionPage,
  surveyId,
} from './surveys.schema.ts';

const oneSurvey = z.strictObject({ surveyId: surveyId.schema });

export const surveysContract = contract('surveys', 'What customers are asked.', {
  createSurvey: {
    method: 'POST',
    path: '/surveys',
    permission: 'surveys.write',
    summary: 'Create a survey',
    body: NewSurvey,
    replies: { 201: Survey },
    errors: [],
    example: {
      body: {
        name: 'After purchase',
        status: 'open',
        languages: ['zh-CN', 'en'],
        defaultLanguage: 'zh-CN',
        title: { 'zh-CN': '您的购买体验', en: 'Your purchase' },
        questions: [
          {
            kind: 'nps',
            id: 'recommend',
            required: true,
            text: {
              'zh-CN': '您有多大可能向朋友推荐我们？',
              en: 'How likely are you to recommend us to a friend?',
            },
          },
          { kind: 'text', id: 'why', required: false, text: { 'zh-CN': '为什么？', en: 'Why?' } },
        ],
      },
    },
  },
  listSurveys: {
    method: 'GET',
    path: '/surveys',
    permission: 'surveys.read',
    summary: 'List surveys, the last changed first',
    query: pageQuery.extend({
      archived: z.literal('true').optional().describe('Those that are archived, in place of all others.'),
    }),
    replies: { 200: SurveyPage },
    errors: [],
  },
  getSurvey: {
    method: 'GET',
    path: '/surveys/{surveyId}',
    permission: 'surveys.read',
    summary: 'Read a survey',
    params: oneSurvey,
    replies: { 200: Survey },
    errors: ['not-found'],
  },
  copySurvey: {
    method: 'POST',
    path: '/surveys/{surveyId}/copies',
    permission: 'surveys.write',
    summary: 'Begin a survey with what another one asks',
    description: 'A draft, whatever the status of the other one.',
    params: oneSurvey,
    body: SurveyCopy,
    replies: { 201: Survey },
    errors: ['not-found'],
    example: { body: { name: 'After purchase, in the shops' } },
  },
  listSurveyVersions: {
    method: 'GET',
    path: '/surveys/{surveyId}/versions',
    permission: 'surveys.read',
    summary: 'List the versions of a survey, the last one first',
    params: oneSurvey,
    query: pageQuery,
    replies: { 200: SurveyVersionPage },
    errors: ['not-found'],
  },
  getSurveyVersion: {
    method: 'GET',
    path: '/surveys/{surveyId}/versions/{version}',
    permission: 'surveys.read',
    summary: 'Read a survey as it was in one version',
    description: 'Versions never change: answers keep the one that the customer saw.',
    params: oneSurvey.extend({ version: versionInPath }),
    replies: { 200: Survey },
    errors: ['not-found'],
  },
  patchSurvey: {
    method: 'PATCH',
    path: '/surveys/{surveyId}',
    permission: 'surveys.write',
    summary: 'Change, open, close or archive a survey',
    description:
      'Every change makes a new version; answers keep the version that the customer saw. Texts and questions are replaced as a whole.',
    params: oneSurvey,
    body: SurveyPatch,
    ifMatch: true,
    replies: { 200: Survey },
    errors: ['not-found'],
    example: { body: { name: 'After purchase, 2027' } },
  },
  restoreSurvey: {
    method: 'POST',
    path: '/surveys/{surveyId}/changes/{eventId}/restore',
    permission: 'surveys.write',
    summary: 'Give a survey back what it was before a change',
    description:
      'The change is a `survey.changed` of the trail, named by its id, and goes through the checks of PATCH: the survey gets a new version. Where one of its fields has changed again since, nothing is restored: `changedSince` names them, and `newer` the change.',
    params: oneSurvey.extend({ eventId: eventId.schema }),
    replies: { 200: Survey },
    errors: ['not-found', 'conflict', 'not-allowed-now'],
  },
});
