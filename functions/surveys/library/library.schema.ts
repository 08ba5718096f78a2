/** Ready questionnaires, to begin with. */
import * as z from 'zod';
import { pageOf } from '../../../shared/values/page.ts';
import { inLanguages } from '../questions/questions.schema.ts';
import { NewSurvey } from '../surveys/surveys.schema.ts';

export const templateIds = [
  'post-purchase',
  'delivery',
  'service-call',
  'complaint',
  'annual-relationship',
  'product',
  'onboarding',
] as const;
export type TemplateId = (typeof templateIds)[number];

export const templateIdSchema = z
  .enum(templateIds)
  .meta({ description: 'Name of a ready questionnaire.', examples: ['post-purchase'] });

export const SurveyTemplate = z
  .strictObject({
    id: templateIdSchema,
    purpose: inLanguages(200).describe('When it is of use.'),
    survey: NewSurvey.describe('Change it as you like, and send it as it is: POST /surveys.'),
  })
  .meta({ id: 'SurveyTemplate', description: 'A ready questionnaire.' });
export type SurveyTemplate = z.infer<typeof SurveyTemplate>;

/** The row that lists show. */
export const TemplateSummary = SurveyTemplate.pick({ id: true, purpose: true })
  .extend({ name: z.string(), questions: z.int().min(1).describe('How many there are.') })
  .meta({ id: 'SurveyTemplateSummary', description: 'A ready questionnaire as lists show it.' });

export const TemplatePage = pageOf(TemplateSummary).meta({ id: 'SurveyTemplatePage' });
