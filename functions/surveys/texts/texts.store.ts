/** Texts, their topics and the counts of both, in the one table. */
import { changedNames, changeEvent, fieldChanges } from '../../../shared/events/change-event.ts';
import { entity } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { valuesBefore } from '../../../shared/events/restore.ts';
import type { Between } from '../../../shared/table/expressions.ts';
import { keyOf } from '../../../shared/table/item.ts';
import { shardOf } from '../../../shared/table/pattern.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { increment, insert, replace, type Write } from '../../../shared/table/write.ts';
import { commentChanged, commentRead, textTopicsChanged } from './texts.events.ts';
import {
  collectionOfComment,
  commentItem,
  commentRestorable,
  commentsList,
  textTopicsItem,
  textTopicsRestorable,
  topicCounterItem,
  topicCountersOfSurvey,
} from './texts.items.ts';
import { amountsOf, defaultTopics, difference } from './texts.rules.ts';
import type { Comment, TextTopics } from './texts.schema.ts';

const commentEntity = entity({
  item: commentItem,
  noun: 'comment',
  subject: ({ id, version, surveyId, responseId, questionId, customerId, sentiment, topics }) => ({
    ...{ commentId: id, version, surveyId, responseId, questionId, customerId, sentiment, topics },
  }),
  created: commentRead,
  createdBy: 'item',
  changed: commentChanged,
  collection: collectionOfComment,
});

/** Rows over which the counts of a survey are spread. */
const counterShards = 4;

/** Which comments of a survey a list shows. */
export interface CommentFilters {
  readonly surveyId: string;
  readonly questionId?: string | undefined;
  readonly band?: string | undefined;
  readonly sentiment?: string | undefined;
  readonly language?: string | undefined;
  readonly campaignId?: string | undefined;
  readonly collectorId?: string | undefined;
  readonly topic?: string | undefined;
  readonly word?: string | undefined;
}

export type TextsStore = ReturnType<typeof createTextsStore>;

export function createTextsStore(table: Table) {
  const comments = commentEntity(table);
  return {
    find: comments.find,
    findMany: comments.findMany,
    get: comments.get,

    list: (filters: CommentFilters, page: PageRequest & { readonly between?: Between }) =>
      commentsList.page(table, { ...filters }, page),

    /** A text that was read, counted with it. */
    keep: (comment: Comment, origin: EventContext): readonly Write[] => [
      ...comments.create(comment, origin),
      counted(comment, amountsOf(comment)),
    ],

    /** The counts follow; nothing is written when nothing changes. */
    change(before: Comment, after: Comment, origin: EventContext): readonly Write[] {
      const writes = comments.change(before, after, origin);
      const amounts = difference(amountsOf(before), amountsOf(after));
      const isCounted = writes.length === 0 || Object.keys(amounts).length === 0;
      return isCounted ? writes : [...writes, counted(after, amounts)];
    },

    /** What its fields were before a change. Throws what `valuesBefore` of shared/events throws. */
    valuesBefore: (present: Comment, changeId: string) =>
      valuesBefore(
        {
          ...commentRestorable,
          ...{ changeId, present, subject: { commentId: present.id } },
          collection: collectionOfComment(present),
        },
        table,
      ),

    /** Sums of the counts of a survey, by name: one query of four rows. */
    async countsOf(surveyId: string): Promise<ReadonlyMap<string, number>> {
      const { rows } = await table.listRecords(topicCountersOfSurvey, { surveyId }, { limit: counterShards });
      const sums = new Map<string, number>();
      for (const [name, number] of rows.flatMap((row) => Object.entries(row)))
        if (typeof number === 'number' && name !== 'v') sums.set(name, (sums.get(name) ?? 0) + number);
      return sums;
    },

    /** The topics, or the default ones while nobody has set any. */
    getTopics: async (): Promise<TextTopics> => (await table.find(textTopicsItem, {})) ?? defaultTopics,

    /** What their fields were before a change. Throws what `valuesBefore` of shared/events throws. */
    topicsBefore: (present: TextTopics, changeId: string) =>
      valuesBefore(
        {
          ...textTopicsRestorable,
          ...{ changeId, present, subject: {} },
          collection: keyOf(textTopicsItem, present).pk,
        },
        table,
      ),

    /** Writes the topics with the event that keeps what they were; nothing when nothing has changed. */
    changeTopics(before: TextTopics, after: TextTopics, origin: EventContext): readonly Write[] {
      const { updatedBy: _, ...was } = before;
      const { updatedBy: __, ...becomes } = after;
      const changes = fieldChanges(was, becomes);
      const changed = changedNames(changes);
      if (changed.length === 0) return [];
      const data = { version: after.version, changed };
      return [
        before.version === defaultTopics.version
          ? insert(textTopicsItem, after, { onConflict: 'retry' })
          : replace(textTopicsItem, after, { ifVersion: before.version, onConflict: 'retry' }),
        changeEvent(keyOf(textTopicsItem, after).pk, textTopicsChanged, data, origin, changes),
      ];
    },
  };
}

/** Adds to the counts of a survey; a comment that goes takes away what it has added. */
export function counted(
  { id, surveyId }: Pick<Comment, 'id' | 'surveyId'>,
  amounts: Readonly<Record<string, number>>,
): Write {
  return increment(topicCounterItem, { surveyId, shard: String(shardOf(id, counterShards)) }, amounts);
}
