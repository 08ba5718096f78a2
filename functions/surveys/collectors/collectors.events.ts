/** What the collectors domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { surveyId } from '../surveys/surveys.schema.ts';
import { collectorId } from './collectors.schema.ts';

const collector = { collectorId: collectorId.schema, surveyId: surveyId.schema, version: z.int() };

export const collectorCreated = event('collector.created', z.object(collector));
export const collectorChanged = event(
  'collector.changed',
  z.object({ ...collector, changed: z.array(z.string()) }),
);
export const collectorDeleted = event('collector.deleted', z.object(collector));
