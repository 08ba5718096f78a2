/** The routes of surveys: what is asked. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { NewSurvey, Survey, SurveyPage, SurveyPatch, surveyId } from './surveys.schema.ts';

const oneSurvey = z.strictObject({ surveyId: surveyId.schema });

export const surveysContract = contract('surveys', {
  createSurvey: {
    method: 'POST',
    path: '/surveys',
    permission: 'surveys.write',
    summary: 'Create a survey',
    body: NewSurvey,
    replies: { 201: Survey },
    errors: [],
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
  },
});
