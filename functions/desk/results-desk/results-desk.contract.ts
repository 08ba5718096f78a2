/** Results at the desk: what the answers to a survey come to, drawn. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { surveyId } from '../../surveys/surveys/surveys.schema.ts';
import { pageReplies } from '../desk/desk.schema.ts';

const params = z.strictObject({ surveyId: surveyId.schema });
const page = { permission: 'session', replies: pageReplies, errors: [] } as const;

/** A form of the browser sends its empty fields, too; what the values mean is for the routes that the page calls to say. */
const field = z.string().max(200).optional();

const ResultsFilter = z.object({
  ...{ from: field, to: field, campaignId: field, channel: field, language: field },
  ...{ by: field, question: field },
});
export type ResultsFilter = z.infer<typeof ResultsFilter>;

export const resultsDeskContract = contract('results-desk', 'Results of surveys, at the desk.', {
  showResults: {
    ...page,
    params,
    method: 'GET',
    path: '/desk/surveys/{surveyId}/results',
    summary: 'See what the answers to a survey come to, how that changes, and where it is high and low',
    query: ResultsFilter,
  },
});
