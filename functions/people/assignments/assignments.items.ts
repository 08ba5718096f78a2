/** How the assignments domain lies in the one table. */

import * as z from 'zod';
import type { Restorable } from '../../../shared/events/restore.ts';
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { assignmentRulesChanged, assignmentRulesSet } from './assignments.events.ts';
import { AssignmentRules, AssignmentRulesEntry } from './assignments.schema.ts';

/** The rules of a kind of work, whose name is their id. */
export const rulesItem = defineItem({
  name: 'assignment-rules',
  v: 1,
  retention: 'setting',
  schema: AssignmentRules.omit({ kind: true }).extend({ id: z.string(), updatedAt: instantSchema }),
  key: ['ASSIGNMENT#{id}', '-'],
});

export const rulesTrail = ownTrail(rulesItem);

/**
 * Turns at work among some people: each raises the version by one, and `start` is the version with which the present
 * round began. 1 write unit for the ids of some 25 people, whether a turn is taken or a round begins.
 */
export const turnsItem = defineItem({
  name: 'turns',
  v: 1,
  retention: 'state',
  schema: z.object({
    /** Hash of the kind of work, of how it is given out, and of the people. */
    id: z.string(),
    version: z.int().min(1),
    start: z.int().min(1),
    at: instantSchema,
    people: z.array(staffIdSchema),
    /** How much open work each of the people had when the round began. */
    open: z.array(z.int().min(0)),
  }),
  key: ['TURNS#{id}', '-'],
});

/** What can be taken back of it. */
export const rulesRestorable: Restorable = {
  changed: [assignmentRulesChanged],
  created: [assignmentRulesSet],
  fields: Object.keys(AssignmentRulesEntry.shape),
};
