/** What the improvements domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { overdueEvent } from '../../../shared/events/overdue.ts';
import { surveyId } from '../surveys/surveys.schema.ts';
import { improvementId } from './improvements.schema.ts';

const subject = { improvementId: improvementId.schema, surveyId: surveyId.schema, version: z.int() };

export const improvementCreated = event('improvement.created', z.object(subject));
/** Also when it is done, confirmed, reopened or dropped. */
export const improvementChanged = event(
  'improvement.changed',
  z.object({ ...subject, changed: z.array(z.string()) }),
);

/** It is open, and its day is over; or it was so a week ago. */
export const improvementOverdue = overdueEvent('improvement', 'work');
