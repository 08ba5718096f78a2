/** How texts, their topics and the counts of both lie in the one table. */
import * as z from 'zod';
import type { Restorable } from '../../../shared/events/restore.ts';
import { ownTrail, trailElsewhere } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { defineList } from '../../../shared/table/list.ts';
import { definePattern, shardOf } from '../../../shared/table/pattern.ts';
import { commentChanged, commentRead, textTopicsChanged } from './texts.events.ts';
import { soughtIn } from './texts.rules.ts';
import { Comment, CommentPatch, CommentSummary, TextTopics, TextTopicsEntry } from './texts.schema.ts';

/** One text. By the index of its customer it goes with them; by that of its survey it is read. */
export const commentItem = defineItem({
  name: 'comment',
  v: 1,
  retention: 'record',
  schema: Comment,
  key: ['COMMENT#{id}', '-'],
  indexes: {
    gsi1: ['C#{customerId}', 'COMMENT#{answeredAt}#{id}'],
    gsi2: ['COMMENTS#{surveyId}#{shard}', '{answeredAt}#{id}'],
  },
  parts: ({ id }) => ({ shard: String(shardOf(id)) }),
  summary: CommentSummary,
  toSummary: (comment) => ({ ...comment, sought: soughtIn(comment.text) }),
});

/** With the customer, so that what is kept of a change goes with them. */
export const collectionOfComment = ({ id, customerId }: Comment) =>
  customerId === undefined ? `COMMENT#${id}` : `C#${customerId}`;

export const commentTrail = trailElsewhere(commentItem, collectionOfComment);

/** What can be taken back of it. */
export const commentRestorable: Restorable = {
  changed: [commentChanged],
  created: [commentRead],
  fields: Object.keys(CommentPatch.shape),
  patch: CommentPatch,
};

/** One row for all, and its changes beside it. */
export const textTopicsItem = defineItem({
  name: 'text-topics',
  v: 1,
  retention: 'setting',
  schema: TextTopics,
  key: ['TEXT-TOPICS', '-'],
});

export const textTopicsTrail = ownTrail(textTopicsItem);

/** What can be taken back of them. */
export const textTopicsRestorable: Restorable = {
  changed: [textTopicsChanged],
  fields: Object.keys(TextTopicsEntry.shape),
};

/**
 * How many texts of a survey say what about what: a number for each sentiment, and for each topic and sentiment, named like
 * `delivery#negative`. A comment adds to one of the rows in the transaction that writes it.
 */
export const topicCounterItem = defineItem({
  name: 'topic-counter',
  v: 1,
  retention: 'statistic',
  schema: z.strictObject({ surveyId: z.string() }),
  key: ['STAT#texts#{surveyId}', 'all#{shard}'],
});

const commentsOfSurvey = definePattern({
  question: 'What was written about this survey? Newest first.',
  item: commentItem,
  index: 'gsi2',
  partition: 'COMMENTS#{surveyId}#{shard}',
  newestFirst: true,
});

export const commentsList = defineList({
  item: commentItem,
  keys: { surveyId: { pattern: commentsOfSurvey } },
  bounded: ['questionId', 'band', 'sentiment', 'language', 'campaignId', 'collectorId'],
  several: { topic: 'topics', word: 'sought' },
});

export const topicCountersOfSurvey = definePattern({
  question: 'How often is written about what in the answers to this survey, and how?',
  item: topicCounterItem,
  partition: 'STAT#texts#{surveyId}',
});
