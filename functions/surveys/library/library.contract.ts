/** The routes of the library of questionnaires. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { SurveyTemplate, TemplatePage, templateIdSchema } from './library.schema.ts';

export const libraryContract = contract('library', 'Ready questionnaires.', {
  listSurveyTemplates: {
    method: 'GET',
    path: '/survey-templates',
    permission: 'surveys.read',
    summary: 'List ready questionnaires',
    description: 'All of them stand on one page.',
    replies: { 200: TemplatePage },
    errors: [],
  },
  getSurveyTemplate: {
    method: 'GET',
    path: '/survey-templates/{templateId}',
    permission: 'surveys.read',
    summary: 'Read a ready questionnaire, in Chinese and English',
    params: z.strictObject({ templateId: templateIdSchema }),
    replies: { 200: SurveyTemplate },
    errors: ['not-found'],
    example: { params: { templateId: 'post-purchase' } },
  },
});
