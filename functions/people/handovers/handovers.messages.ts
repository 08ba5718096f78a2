/** What lies in the queue of hand-overs beside events and jobs. */
import * as z from 'zod';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { handoverId } from './handovers.schema.ts';

/** A hand-over goes on with its next page. */
export const HandoverPageMessage = z.strictObject({ handoverId: handoverId.schema, step: z.int().min(1) });
export type HandoverPageMessage = z.infer<typeof HandoverPageMessage>;

/** Somebody does not work here any more: is something theirs? */
export const LeftBehind = z.strictObject({ leftBehindBy: staffIdSchema });
export type LeftBehind = z.infer<typeof LeftBehind>;

export const HandoversMessage = z.union([HandoverPageMessage, LeftBehind]);
