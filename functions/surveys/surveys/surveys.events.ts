/** What the surveys domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { surveyId } from './surveys.schema.ts';

const survey = { surveyId: surveyId.schema, version: z.int() };

export const surveyCreated = event('survey.created', z.object(survey));
export const surveyChanged = event('survey.changed', z.object({ ...survey, changed: z.array(z.string()) }));
