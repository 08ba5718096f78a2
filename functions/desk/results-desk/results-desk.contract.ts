/** Results at the desk: what the answers to a survey come to, drawn. */
import * as z from 'zod';
import { contract, html } from '../../../shared/contract/route.ts';
import { surveyId } from '../../surveys/surveys/surveys.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';
import { ResultsFilter } from './results-desk.schema.ts';

const params = z.strictObject({ surveyId: surveyId.schema });
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
