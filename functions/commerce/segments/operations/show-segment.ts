import type { FieldReader } from '../../../customers/fields/index.ts';
import { asFilter, customPrefix } from '../../../customers/filters/filters.schema.ts';
import { conditionsOf } from '../../../customers/filters/index.ts';
import type { ListReader } from '../../../customers/lists/index.ts';
import type { SegmentDetails, SegmentRecord } from '../segments.schema.ts';
import type { SegmentsStore } from '../segments.store.ts';

interface Context {
  readonly segments: Pick<SegmentsStore, 'get' | 'findWalks'>;
  readonly lists: Pick<ListReader, 'membersIn'>;
  readonly fields: Pick<FieldReader, 'list'>;
}

/** A segment, how many are in it, how far it is filled, and what of its rule is not what it was. */
export async function showSegment(id: string, { segments, lists, fields }: Context): Promise<SegmentDetails> {
  const { deletedAt: _, ...segment } = await segments.get(id);
  const [members = 0, walks, definitions] = await Promise.all([
    lists.membersIn(segment.listId),
    segment.state === 'filling' ? segments.findWalks(id) : [],
    fields.list(),
  ]);
  const retired = new Set(
    definitions
      .filter(({ retiredAt }) => retiredAt !== undefined)
      .map(({ name }) => `${customPrefix}${name}`),
  );
  return {
    ...segment,
    members,
    ...(segment.state === 'filling' ? { read: walks.reduce((sum, { read }) => sum + read, 0) } : {}),
    problems: problemsOf(segment, retired),
  };
}

function problemsOf({ filter }: Pick<SegmentRecord, 'filter'>, retired: ReadonlySet<string>) {
  return conditionsOf(asFilter(filter), '/filter').flatMap(({ condition, pointer }) =>
    retired.has(condition.field) ? [{ pointer: `${pointer}/field`, what: 'field-retired' as const }] : [],
  );
}
