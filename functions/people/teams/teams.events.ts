/** What the teams domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { teamId } from './teams.schema.ts';

const subject = { teamId: teamId.schema, version: z.int() };
/** The names of the fields; their values are in the change item. */
const changed = z.array(z.string());

export const teamCreated = event('team.created', z.object(subject));
export const teamChanged = event('team.changed', z.object({ ...subject, changed }));
export const teamDeleted = event('team.deleted', z.object({ ...subject, changed }));
