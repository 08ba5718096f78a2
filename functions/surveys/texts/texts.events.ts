/** What the texts domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { customerId } from '../../customers/customers/customers.schema.ts';
import { questionIdSchema } from '../questions/questions.schema.ts';
import { responseId } from '../responses/responses.schema.ts';
import { surveyId } from '../surveys/surveys.schema.ts';
import { commentId, sentimentSchema, topicIdSchema } from './texts.schema.ts';

const subject = {
  commentId: commentId.schema,
  version: z.int(),
  surveyId: surveyId.schema,
  responseId: responseId.schema,
  questionId: questionIdSchema,
  customerId: customerId.schema.optional(),
  sentiment: sentimentSchema,
  topics: z.array(topicIdSchema),
};

/** A text was read: what it is about, and whether its writer is content. Some answers bring several, most none. */
export const commentRead = event('comment.read', z.object(subject));
/** Somebody has understood a text otherwise. */
export const commentChanged = event(
  'comment.changed',
  z.object({ ...subject, changed: z.array(z.string()) }),
);

/** Other topics are looked for, or by other words. */
export const textTopicsChanged = event(
  'text-topics.changed',
  z.object({ version: z.int(), changed: z.array(z.string()) }),
);
