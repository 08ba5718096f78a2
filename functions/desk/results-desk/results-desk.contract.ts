/** Results at the desk: what the answers to a survey come to, drawn. */
import * as z from 'zod';
import { contract, html } from '../../../shared/contract/route.ts';
import { answerExportId } from '../../surveys/answer-exports/answer-exports.schema.ts';
import { surveyId } from '../../surveys/surveys/surveys.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';
import { ResultsFilter } from './results-desk.schema.ts';

const params = z.strictObject({ surveyId: surveyId.schema });
const oneExport = params.extend({ exportId: answerExportId.schema });
const page = { permission: 'session', replies: pageReplies, errors: [] } as const;

export const resultsDeskContract = contract('results-desk', 'Results of surveys, at the desk.', {
  showResults: {
    ...page,
    params,
    method: 'GET',
    path: '/desk/surveys/{surveyId}/results',
    summary: 'See what the answers to a survey come to, how that changes, and where it is high and low',
    query: ResultsFilter,
  },
  showBreakdown: {
    ...page,
    params,
    method: 'GET',
    path: '/desk/surveys/{surveyId}/results/breakdown',
    summary: 'See what the answers to a question come to by owner, team, channel, tag or language',
    query: ResultsFilter,
  },
  sendResults: {
    ...page,
    params,
    method: 'POST',
    path: '/desk/surveys/{surveyId}/results',
    summary: 'Make or revoke a link that shows results',
    body: DeskForm,
    form: true,
    example: { body: {} },
  },
  sendAnswerExports: {
    ...page,
    params,
    method: 'POST',
    path: '/desk/surveys/{surveyId}/exports',
    summary: 'Export answers to a survey',
    body: DeskForm,
    form: true,
    example: { body: {} },
  },
  leaveAnswerExports: {
    ...page,
    params,
    method: 'GET',
    path: '/desk/surveys/{surveyId}/exports',
    summary: 'Go to the page from which answers are exported',
  },
  showAnswerExport: {
    ...page,
    params: oneExport,
    method: 'GET',
    path: '/desk/surveys/{surveyId}/exports/{exportId}',
    summary: 'See how far an export of answers is, and download its files',
  },
  sendAnswerExport: {
    ...page,
    params: oneExport,
    method: 'POST',
    path: '/desk/surveys/{surveyId}/exports/{exportId}',
    summary: 'Cancel an export of answers',
    body: DeskForm,
    form: true,
    example: { body: {} },
  },
  showReport: {
    method: 'GET',
    path: '/desk/reports/{token}',
    permission: 'public',
    summary: 'See the results that a link shows',
    params: z.strictObject({
      token: z
        .string()
        .max(200)
        .meta({
          description: 'The secret of the link.',
          examples: ['R4nd0mT0ken_R4nd0mT0ken_R4nd0mT0ken_R4nd0mTo'],
        }),
    }),
    query: z.object({ lang: z.string().max(200).optional() }),
    replies: { 200: html, 404: html },
    errors: [],
  },
});
