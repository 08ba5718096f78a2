/** The routes of surveys: what is asked. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { eventId } from '../../../shared/events/event.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { NewSurvey, Survey, SurveyPage, SurveyPatch, surveyId } from './surveys.schema.ts';

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
    query: pageQuery,
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
  patchSurvey: {
    method: 'PATCH',
    path: '/surveys/{surveyId}',
    permission: 'surveys.write',
    summary: 'Change, open or close a survey',
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
