import { AppError } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { asEntry, asPatch, restoring } from '../../../../shared/events/restore.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { type Comment, CommentPatch, type TextTopics, TextTopicsEntry } from '../texts.schema.ts';
import type { TextsStore } from '../texts.store.ts';

interface Context {
  readonly texts: Pick<TextsStore, 'get' | 'change' | 'valuesBefore' | 'getTopics'>;
  readonly origin: EventContext;
}

/** A person has understood a text otherwise. */
export async function patchComment(
  { id, version, patch }: { readonly id: string; readonly version: IfMatch; readonly patch: CommentPatch },
  { texts, origin }: Context,
): Promise<Change<Comment>> {
  const before = await texts.get(id);
  assertVersion(before, version);
  await assertKnown(patch.topics ?? [], before, texts);
  const { sentiment = before.sentiment, topics = before.topics } = patch;
  const after: Comment = {
    ...before,
    ...{ sentiment, topics, version: before.version + 1, updatedAt: origin.at },
    sentimentBy: sentiment === before.sentiment ? before.sentimentBy : 'person',
    topicsBy: isSame(topics, before.topics) ? before.topicsBy : 'person',
  };
  const writes = texts.change(before, after, origin);
  return { result: writes.length === 0 ? before : after, writes };
}

/** Gives a comment back how it was understood before a change. Throws what `valuesBefore` throws. */
export async function restoreComment(
  { id, changeId }: { readonly id: string; readonly changeId: string },
  context: Context,
): Promise<Change<Comment>> {
  const present = await context.texts.get(id);
  const patch = asPatch(CommentPatch, await context.texts.valuesBefore(present, changeId));
  return restoring(context.origin, changeId, (origin) =>
    patchComment({ id, version: [present.version], patch }, { ...context, origin }),
  );
}

function isSame(topics: readonly string[], others: readonly string[]): boolean {
  return topics.length === others.length && topics.every((topic, index) => topic === others[index]);
}

/** A topic that the comment has already may stay, although it is looked for no more. */
async function assertKnown(
  topics: readonly string[],
  before: Comment,
  texts: Pick<TextsStore, 'getTopics'>,
): Promise<void> {
  if (topics.length === 0) return;
  const known = new Set([...before.topics, ...(await texts.getTopics()).topics.map(({ id }) => id)]);
  const violations = topics.flatMap((topic, index) =>
    known.has(topic) ? [] : [{ pointer: `/body/topics/${index}`, reason: noSuchTopic }],
  );
  if (violations.length > 0)
    throw new AppError('invalid-request', 'These topics are not all there.', { violations });
}

const noSuchTopic = 'There is no such topic. GET /text-topics lists them.';

interface TopicsContext {
  readonly texts: Pick<TextsStore, 'getTopics' | 'changeTopics' | 'topicsBefore'>;
  readonly origin: EventContext;
}

/** Replaces the topics. The same again changes nothing. */
export async function putTextTopics(
  { entry, version }: { readonly entry: TextTopicsEntry; readonly version: IfMatch },
  { texts, origin }: TopicsContext,
): Promise<Change<TextTopics>> {
  const before = await texts.getTopics();
  assertVersion(before, version);
  const after = { ...entry, version: before.version + 1, updatedAt: origin.at, updatedBy: origin.actor };
  const writes = texts.changeTopics(before, after, origin);
  return { result: writes.length === 0 ? before : after, writes };
}

/** Gives the topics back what they were before a change. Throws what `valuesBefore` throws. */
export async function restoreTextTopics(
  changeId: string,
  context: TopicsContext,
): Promise<Change<TextTopics>> {
  const present = await context.texts.getTopics();
  const before = await context.texts.topicsBefore(present, changeId);
  const entry = asEntry(TextTopicsEntry, present, before);
  return restoring(context.origin, changeId, (origin) =>
    putTextTopics({ entry, version: [present.version] }, { ...context, origin }),
  );
}
