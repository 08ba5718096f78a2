/** Surveys at the desk: what is asked, how it looks, and whether it is open. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { cursorSchema } from '../../../shared/values/page.ts';
import { collectorId } from '../../surveys/collectors/collectors.schema.ts';
import { surveyId } from '../../surveys/surveys/surveys.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const params = z.strictObject({ surveyId: surveyId.schema });
const oneCollector = params.extend({ collectorId: collectorId.schema });
const page = { permission: 'session', replies: pageReplies, errors: [] } as const;
const form = { ...page, method: 'POST', body: DeskForm, form: true, example: { body: {} } } as const;

export const surveysDeskContract = contract('surveys-desk', 'Surveys, at the desk.', {
  showSurveys: {
    ...page,
    method: 'GET',
    path: '/desk/surveys',
    summary: 'See surveys, and begin one from a ready questionnaire',
    query: z.strictObject({
      archived: z.literal('true').optional().describe('Those that are archived, in place of all others.'),
      cursor: cursorSchema.optional(),
    }),
  },
  sendNewSurvey: {
    ...form,
    path: '/desk/surveys',
    summary: 'Begin a survey from a ready questionnaire',
  },
  showSurvey: {
    ...page,
    params,
    method: 'GET',
    path: '/desk/surveys/{surveyId}',
    summary: 'See what a survey asks, its versions, and who is asked',
  },
  sendSurvey: {
    ...form,
    params,
    path: '/desk/surveys/{surveyId}',
    summary: 'Preview, open, close, archive or copy a survey',
  },
  showSurveyArchive: {
    ...page,
    params,
    method: 'GET',
    path: '/desk/surveys/{surveyId}/archive',
    summary: 'See what uses a survey, to archive it',
  },
  showCollectorChange: {
    ...page,
    params: oneCollector,
    method: 'GET',
    path: '/desk/surveys/{surveyId}/collectors/{collectorId}/change',
    summary: 'See what was said of a link for anybody, to change it',
  },
  sendCollectorChange: {
    ...form,
    params: oneCollector,
    path: '/desk/surveys/{surveyId}/collectors/{collectorId}/change',
    summary: 'Change a link for anybody: from when until when, and how many may answer',
  },
  showCollectorDeletion: {
    ...page,
    params: oneCollector,
    method: 'GET',
    path: '/desk/surveys/{surveyId}/collectors/{collectorId}/delete',
    summary: 'See what a link for anybody has brought, to delete it',
  },
  sendCollectorDeletion: {
    ...form,
    params: oneCollector,
    path: '/desk/surveys/{surveyId}/collectors/{collectorId}/delete',
    summary: 'Delete a link for anybody',
  },
});
