/** The routes of exports of answers. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { surveyId } from '../surveys/surveys.schema.ts';
import { AnswerExport, AnswerExportPage, answerExportId, NewAnswerExport } from './answer-exports.schema.ts';

const oneExport = z.strictObject({ exportId: answerExportId.schema });

export const answerExportsContract = contract('answer-exports', 'The answers to a survey, as CSV.', {
  createAnswerExport: {
    method: 'POST',
    path: '/surveys/{surveyId}/answer-exports',
    permission: 'surveys.read',
    summary: 'Export the answers to a survey as CSV',
    description:
      'A row for each answer that counts, the newest first, a column for each question that was ever asked and each row of a matrix, beside campaign, run, score and what the answer is told apart by in the results: those of the answers that the caller sees, without who gave them. Of answers to an anonymous survey only the day is known. Made page by page, which `state` and `read` of the export tell. The files are for spreadsheets (UTF-8 with a mark, nothing in them is taken for a formula), for their requester alone, and go after some days.',
    params: z.strictObject({ surveyId: surveyId.schema }),
    body: NewAnswerExport,
    replies: { 202: AnswerExport },
    errors: ['not-found'],
    example: { body: { from: '2026-01-01T00:00:00.000Z', words: 'en' } },
  },
  listAnswerExports: {
    method: 'GET',
    path: '/surveys/{surveyId}/answer-exports',
    permission: 'surveys.read',
    summary: 'List your exports of the answers to a survey, the newest first',
    description:
      'Those that the caller has asked for, for a year. Links to the files stand in the export itself.',
    params: z.strictObject({ surveyId: surveyId.schema }),
    query: pageQuery,
    replies: { 200: AnswerExportPage },
    errors: ['not-found'],
  },
  getAnswerExport: {
    method: 'GET',
    path: '/answer-exports/{exportId}',
    permission: 'surveys.read',
    summary: 'Read how far an export of answers is, and the links to its files',
    description: 'For whoever has asked for it. That the links were handed out is kept, each time.',
    params: oneExport,
    replies: { 200: AnswerExport },
    errors: ['not-found'],
  },
  cancelAnswerExport: {
    method: 'POST',
    path: '/answer-exports/{exportId}/cancel',
    permission: 'surveys.read',
    summary: 'Give an export of answers up where it is',
    description:
      'For whoever has asked for it. Its files, also those of one that is done, are handed out no more.',
    params: oneExport,
    replies: { 200: AnswerExport },
    errors: ['not-found'],
  },
});
