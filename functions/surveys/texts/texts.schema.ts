/** Texts: what customers wrote in their answers, what it is about, and whether they are content. */
import * as z from 'zod';
import { Actor } from '../../../shared/events/event.ts';
import { distinct } from '../../../shared/values/distinct.ts';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { text } from '../../../shared/values/text.ts';
import { customerId } from '../../customers/customers/customers.schema.ts';
import { campaignId } from '../campaigns/campaigns.schema.ts';
import { collectorId, collectorNameSchema } from '../collectors/collectors.schema.ts';
import { maximumText, questionIdSchema, scaleSchema } from '../questions/questions.schema.ts';
import { bandSchema, responseId, scoreSchema } from '../responses/responses.schema.ts';
import { surveyId } from '../surveys/surveys.schema.ts';

export const commentId = idKind('comment');

/** What reads texts. Another one, such as Amazon Comprehend, takes its place here and in `operations/text-readers.ts`. */
export const textReaderNames = ['local'] as const;

export const sentiments = ['positive', 'neutral', 'negative'] as const;
export const sentimentSchema = z
  .enum(sentiments)
  .describe('Whether the text says that somebody is content. `neutral`: neither, or it is too unsure.');

export const topicIdSchema = questionIdSchema.meta({
  description: 'Name of a topic, see GET /text-topics.',
  examples: ['delivery'],
});

const maximumTopics = 20;

const topicsOfText = distinct(z.array(topicIdSchema).max(maximumTopics));

const by = z.enum(['reader', 'person']).describe('`person`: somebody has set it by hand.');

/** A text that somebody wrote in answer to a question. */
export const Comment = z
  .strictObject({
    id: commentId.schema,
    version: z.int().min(1).describe('Rises with each change; the ETag.'),
    surveyId: surveyId.schema,
    responseId: responseId.schema,
    questionId: questionIdSchema.describe('What it answers, or beside whose choices it was said.'),
    campaignId: campaignId.schema.optional(),
    collectorId: collectorId.schema.optional().describe('The link for anybody by which it came.'),
    customerId: customerId.schema.optional().describe('Absent: nobody knows who has answered.'),
    answeredAt: instantSchema,
    text: z.string().max(maximumText),
    language: languageSchema.describe('That of the text, whichever the page had.'),
    score: scoreSchema.optional(),
    scale: scaleSchema.optional(),
    band: bandSchema.optional(),
    sentiment: sentimentSchema,
    confidence: z
      .number()
      .min(0)
      .max(1)
      .describe('How likely the reader thought it is right: below 0.6 it says `neutral`.'),
    sentimentBy: by,
    topics: z.array(topicIdSchema),
    topicsBy: by,
    updatedAt: instantSchema,
  })
  .meta({ id: 'Comment', description: 'What a customer wrote, word for word, and how it was understood.' });
export type Comment = z.infer<typeof Comment>;

/** What the index of comments keeps: all of it, and the text as it is searched. */
export const CommentSummary = Comment.extend({ sought: z.string() });

/** The row that lists show. */
export const CommentRow = Comment.extend({
  collectorName: collectorNameSchema,
  customerName: z
    .string()
    .optional()
    .describe('The present name; absent when the customer was deleted, or nobody knows who it was.'),
}).meta({ id: 'CommentRow', description: 'A comment as lists show it.' });
export type CommentRow = z.infer<typeof CommentRow>;

export const CommentPage = pageOf(CommentRow).meta({ id: 'CommentPage' });

export const CommentPatch = z
  .strictObject({ sentiment: sentimentSchema, topics: topicsOfText })
  .partial()
  .meta({
    id: 'CommentPatch',
    description: 'JSON merge patch: what is left out stays. Topics are replaced as a whole.',
    examples: [{ sentiment: 'negative', topics: ['delivery'] }],
  });
export type CommentPatch = z.infer<typeof CommentPatch>;

const TextTopic = z
  .strictObject({
    id: topicIdSchema,
    name: z.strictObject({ 'zh-CN': text(40), en: text(40) }),
    words: distinct(z.array(text(40)).min(1).max(200), (word) => word.toLowerCase()).describe(
      'A text with any of these is about the topic. Latin letters are found where a word begins with them: `deliver` finds `delivery`.',
    ),
  })
  .meta({ id: 'TextTopic' });
export type TextTopic = z.infer<typeof TextTopic>;

const topicsFields = { topics: distinct(z.array(TextTopic).min(1).max(maximumTopics), ({ id }) => id) };

export const TextTopicsEntry = z.strictObject(topicsFields).meta({
  id: 'TextTopicsEntry',
  examples: [
    {
      topics: [
        {
          id: 'delivery',
          name: { 'zh-CN': '物流', en: 'Delivery' },
          words: ['快递', '物流', 'deliver', 'courier'],
        },
      ],
    },
  ],
});
export type TextTopicsEntry = z.infer<typeof TextTopicsEntry>;

export const TextTopics = z
  .strictObject({
    version: z.int().min(1).describe('Rises with each change; the ETag. 1: nobody has set anything yet.'),
    ...topicsFields,
    updatedAt: instantSchema.optional().describe('Left out while nobody has set anything.'),
    updatedBy: Actor.optional(),
  })
  .meta({ id: 'TextTopics', description: 'What texts may be about, and by which words that is seen.' });
export type TextTopics = z.infer<typeof TextTopics>;

const count = z.int().min(0);
const Counts = z.strictObject({ positive: count, neutral: count, negative: count });

/** How often was written about what, and how. */
export const TopicCounts = z
  .strictObject({
    surveyId: surveyId.schema,
    comments: count.describe('Texts that were read.'),
    sentiments: Counts.describe('How many of them are content and how many are not.'),
    topics: z
      .array(
        z.strictObject({
          id: topicIdSchema,
          name: TextTopic.shape.name.optional().describe('Absent: the topic is not looked for any more.'),
          ...Counts.shape,
        }),
      )
      .describe('The most frequent first. A text may be about several topics, or about none.'),
  })
  .meta({
    id: 'TopicCounts',
    description: 'Counted with each comment: equal to a recount of the comments at any time.',
  });
export type TopicCounts = z.infer<typeof TopicCounts>;
