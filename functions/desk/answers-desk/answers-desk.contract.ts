/** Answers at the desk: what customers wrote, word for word, how it was understood, and all that one of them has answered. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { cursorSchema } from '../../../shared/values/page.ts';
import { responseId } from '../../surveys/responses/responses.schema.ts';
import { surveyId } from '../../surveys/surveys/surveys.schema.ts';
import { commentId } from '../../surveys/texts/texts.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';
import { CommentsFilter } from './answers-desk.schema.ts';

const oneComment = z.strictObject({ commentId: commentId.schema });
const page = { permission: 'session', replies: pageReplies, errors: [] } as const;

export const answersDeskContract = contract('answers-desk', 'What customers have answered, at the desk.', {
  showComments: {
    ...page,
    method: 'GET',
    path: '/desk/surveys/{surveyId}/comments',
    summary: 'Read what customers wrote about a survey word for word, and what it is about',
    params: z.strictObject({ surveyId: surveyId.schema }),
    query: CommentsFilter.extend({ cursor: cursorSchema.optional() }),
  },
  showComment: {
    ...page,
    method: 'GET',
    path: '/desk/comments/{commentId}',
    summary: 'See how a text was understood, and who has corrected that when',
    params: oneComment,
    query: z.object({ done: z.literal('1').optional().describe('It was corrected just now.') }),
  },
  sendComment: {
    ...page,
    method: 'POST',
    path: '/desk/comments/{commentId}',
    summary: 'Say what a text is about, or whether its writer is content, where that was misunderstood',
    params: oneComment,
    body: DeskForm,
    form: true,
    example: { body: {} },
  },
  showResponse: {
    ...page,
    method: 'GET',
    path: '/desk/responses/{responseId}',
    summary: 'See a response: every question as the customer saw it, and the answer',
    params: z.strictObject({ responseId: responseId.schema }),
  },
});
