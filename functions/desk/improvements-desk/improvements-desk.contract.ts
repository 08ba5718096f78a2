/** Improvements at the desk: what is done about what answers have shown, and whether it has helped. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { cursorSchema } from '../../../shared/values/page.ts';
import { improvementId, improvementStatusSchema } from '../../surveys/improvements/improvements.schema.ts';
import { questionIdSchema } from '../../surveys/questions/questions.schema.ts';
import { surveyId } from '../../surveys/surveys/surveys.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const params = z.strictObject({ improvementId: improvementId.schema });
const page = { permission: 'session', replies: pageReplies, errors: [] } as const;
const form = { ...page, method: 'POST', body: DeskForm, form: true, example: { body: {} } } as const;

export const improvementsDeskContract = contract('improvements-desk', 'Improvements, at the desk.', {
  showImprovements: {
    ...page,
    method: 'GET',
    path: '/desk/improvements',
    summary: 'See improvements by the day until when they are to be done',
    query: z.strictObject({
      owner: z.enum(['me', 'none', '']).optional(),
      status: z.literal(['', ...improvementStatusSchema.options]).optional(),
      surveyId: surveyId.schema.optional(),
      cursor: cursorSchema.optional(),
    }),
  },
  showNewImprovement: {
    ...page,
    method: 'GET',
    path: '/desk/improvements/new',
    summary: 'Say what is done about something that answers have shown',
    query: z.strictObject({
      surveyId: surveyId.schema.optional(),
      questionId: questionIdSchema.optional(),
      by: z.string().max(20).optional(),
      value: z.string().max(80).optional(),
      finding: z.string().max(500).optional().describe('What was found, in words.'),
    }),
  },
  sendNewImprovement: {
    ...form,
    path: '/desk/improvements/new',
    summary: 'Begin an improvement',
  },
  showImprovement: {
    ...page,
    params,
    method: 'GET',
    path: '/desk/improvements/{improvementId}',
    summary: 'See an improvement, and what answers came to before and after it',
    query: z.object({ done: z.literal('1').optional().describe('Something was changed just now.') }),
  },
  sendImprovement: {
    ...form,
    params,
    path: '/desk/improvements/{improvementId}',
    summary: 'Change an improvement, or say how far it has come',
  },
});
