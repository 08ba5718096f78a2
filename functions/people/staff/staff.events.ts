/** What the staff domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';

const subject = { staffId: staffIdSchema, version: z.int() };

export const staffRegistered = event('staff.registered', z.object(subject));
/** `changed` names the fields; their values are in the change item. */
export const staffChanged = event('staff.changed', z.object({ ...subject, changed: z.array(z.string()) }));
