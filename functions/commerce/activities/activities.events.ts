/** What the activities domain tells the others. Activities themselves are no events: whoever asks reads the summary. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { activityKindName } from './activities.schema.ts';

const subject = { kind: activityKindName, record: activityKindName, version: z.int() };

export const activityKindCreated = event('activity-kind.created', z.object(subject));
export const activityKindChanged = event(
  'activity-kind.changed',
  z.object({ ...subject, changed: z.array(z.string()) }),
);
