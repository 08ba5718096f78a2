/** The closed loop at the desk: which answers are followed up, and what has come of each that was. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { cursorSchema } from '../../../shared/values/page.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';
import { LoopsFilter } from './closed-loop-desk.schema.ts';

const page = { permission: 'session', replies: pageReplies, errors: [] } as const;

export const closedLoopDeskContract = contract('closed-loop-desk', 'The closed loop, at the desk.', {
  showClosedLoop: {
    ...page,
    method: 'GET',
    path: '/desk/closed-loop',
    summary: 'See which answers are followed up, how long the steps took, and what came of each',
    query: LoopsFilter.extend({
      cursor: cursorSchema.optional(),
      done: z
        .enum(['1', 'gone'])
        .optional()
        .describe('A rule was changed just now; or one was asked for that is there no more.'),
    }),
  },
  showLoopRule: {
    ...page,
    method: 'GET',
    path: '/desk/closed-loop/rule',
    summary: 'Change a rule of the closed loop, or add one',
    query: z.object({
      name: z.string().max(80).optional().describe('That of the rule; left out: a new one.'),
    }),
  },
  sendLoopRule: {
    ...page,
    method: 'POST',
    path: '/desk/closed-loop/rule',
    summary: 'Save, pause, resume or remove a rule of the closed loop',
    body: DeskForm,
    form: true,
    example: { body: {} },
  },
});
