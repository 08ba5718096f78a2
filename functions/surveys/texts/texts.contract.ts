/** The routes of texts: what customers wrote, word for word, and what it is about. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { eventId } from '../../../shared/events/event.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { ownerFilter } from '../../../shared/values/staff-id.ts';
import { text } from '../../../shared/values/text.ts';
import { teamFilter } from '../../people/teams/teams.schema.ts';
import { campaignId } from '../campaigns/campaigns.schema.ts';
import { collectorId } from '../collectors/collectors.schema.ts';
import { questionIdSchema } from '../questions/questions.schema.ts';
import { bandSchema } from '../responses/responses.schema.ts';
import { surveyId } from '../surveys/surveys.schema.ts';
import {
  Comment,
  CommentPage,
  CommentPatch,
  commentId,
  sentimentSchema,
  TextTopics,
  TextTopicsEntry,
  TopicCounts,
  topicIdSchema,
} from './texts.schema.ts';

const oneSurvey = z.strictObject({ surveyId: surveyId.schema });
const oneComment = z.strictObject({ commentId: commentId.schema });

const topics = {
  topics: [
    {
      id: 'delivery',
      name: { 'zh-CN': '物流', en: 'Delivery' },
      words: ['快递', '物流', 'deliver', 'courier'],
    },
  ],
};

export const textsContract = contract('texts', 'What customers wrote, and how it was understood.', {
  listSurveyComments: {
    method: 'GET',
    path: '/surveys/{surveyId}/comments',
    permission: 'surveys.read',
    summary: 'List what customers wrote about a survey word for word, newest first',
    description:
      'Each text by itself, a second or two after the answer, with what it is about and whether its writer is content. A page may be short although the list goes on. Agents see the texts of their own customers and of those of nobody.',
    params: oneSurvey,
    query: pageQuery.extend({
      from: instantSchema.optional().describe('Only what was answered at this instant or later.'),
      to: instantSchema.optional().describe('Only what was answered at this instant or earlier.'),
      questionId: questionIdSchema.optional(),
      band: bandSchema.optional(),
      sentiment: sentimentSchema.optional(),
      topic: topicIdSchema.optional(),
      language: languageSchema.optional().describe('Only texts in this language.'),
      campaignId: campaignId.schema
        .optional()
        .describe('Only what the invitations of this campaign have brought.'),
      collectorId: collectorId.schema
        .optional()
        .describe(
          'Only what came by this link for anybody. What was written before this could be asked has none.',
        ),
      owner: ownerFilter.describe(
        'Only from customers of this staff member; `me` for your own, `none` for those of nobody.',
      ),
      team: teamFilter,
      word: text(60).optional().describe('Only texts with these letters in them, in whichever case.'),
    }),
    replies: { 200: CommentPage },
    errors: ['not-found'],
  },
  countTopics: {
    method: 'GET',
    path: '/surveys/{surveyId}/topics',
    permission: 'surveys.read',
    summary: 'Count what customers write about, and how',
    params: oneSurvey,
    replies: { 200: TopicCounts },
    errors: ['not-found'],
  },
  getComment: {
    method: 'GET',
    path: '/comments/{commentId}',
    permission: 'surveys.read',
    summary: 'Read what a customer wrote',
    description: 'Agents can read what their own customers and those of nobody wrote.',
    params: oneComment,
    opens: 'customerId',
    replies: { 200: Comment },
    errors: ['not-found'],
  },
  patchComment: {
    method: 'PATCH',
    path: '/comments/{commentId}',
    permission: 'surveys.write',
    summary: 'Say what a text is about, or whether its writer is content, where that was misunderstood',
    description:
      'What the customer wrote stays as it is. The counts of topics follow at once. No call follows: the rules of `GET /closed-loop/rules` go by how a text was understood when it was read. `POST /callbacks` promises one.',
    params: oneComment,
    body: CommentPatch,
    ifMatch: true,
    replies: { 200: Comment },
    errors: ['not-found'],
    example: { body: { sentiment: 'negative', topics: ['delivery'] } },
  },
  restoreComment: {
    method: 'POST',
    path: '/comments/{commentId}/changes/{eventId}/restore',
    permission: 'surveys.write',
    summary: 'Give a comment back how it was understood before a change',
    description:
      'The change is a `comment.changed` of the trail, named by its id. Where one of its fields has changed again since, nothing is restored: `changedSince` names them, and `newer` the change.',
    params: oneComment.extend({ eventId: eventId.schema }),
    replies: { 200: Comment },
    errors: ['not-found', 'conflict', 'not-allowed-now'],
  },
  getTextTopics: {
    method: 'GET',
    path: '/text-topics',
    permission: 'surveys.read',
    summary: 'Read what texts may be about, and by which words that is seen',
    replies: { 200: TextTopics },
    errors: [],
  },
  putTextTopics: {
    method: 'PUT',
    path: '/text-topics',
    permission: 'surveys.write',
    summary: 'Say what texts may be about, and by which words that is seen',
    description: 'Holds for what is written from then on; what was read before stays as it was understood.',
    body: TextTopicsEntry,
    ifMatch: true,
    replies: { 200: TextTopics },
    errors: [],
    example: { body: topics },
  },
  restoreTextTopics: {
    method: 'POST',
    path: '/text-topics/changes/{eventId}/restore',
    permission: 'surveys.write',
    summary: 'Give the topics of texts back what they were before a change',
    description:
      'The change is a `text-topics.changed` of the trail, named by its id. Where they have changed again since, nothing is restored: `changedSince` names the fields, and `newer` the change.',
    params: z.strictObject({ eventId: eventId.schema }),
    replies: { 200: TextTopics },
    errors: ['not-found', 'conflict', 'not-allowed-now'],
  },
});
