/** Reading what has been created, changed and deleted since an instant, from the index of changes. */
import { AppError } from '../errors/app-error.ts';
import { instantAfter, now } from '../time/clock.ts';
import { type Instant, instantSchema } from '../values/instant.ts';
import { entryOf } from './change-index.ts';
import { foreignCursor, questionOf, readCursor, writeCursor } from './cursor.ts';
import {
  fromRecord,
  type ItemDeclaration,
  type StoredRecord,
  type SummaryOf,
  summaryOf,
  type ValueOf,
} from './item.ts';
import type { AccessPattern } from './pattern.ts';
import { readable } from './readable.ts';
import type { Table } from './table.ts';

/** How far back `updatedSince` reaches: as long as deleted entities are kept. */
export const maximumLookBackDays = 30;

/**
 * An entry may be seen this much later than its instant says: a function may run a minute before it commits, and an
 * index follows its table a little later. Whoever asks again from so far before the beginning of a walk misses nothing.
 */
const overlapSeconds = 120;

export interface ChangesRequest {
  readonly since: Instant;
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** @default the present */
  readonly at?: Instant;
}

/** What is asked of the index of changes of an item. */
export interface ChangesQuestion<Item extends ItemDeclaration> {
  readonly pattern: AccessPattern<Item>;
  /** When the entity was deleted or merged; undefined while it is there. */
  readonly deletedAt: (entity: ValueOf<Item>) => Instant | undefined;
  /** Whether the newest state of an entity is asked for; absent: every one is. */
  readonly matches?: ((entity: ValueOf<Item>) => boolean) | undefined;
}

export interface ChangesPage<Summary> {
  /** Newest states, each entity once. */
  readonly items: Summary[];
  /** Tombstones of what is deleted, merged or gone. */
  readonly deleted: { id: string; deletedAt: Instant }[];
  readonly cursor: string | null;
  /** On the last page: the `since` of the next walk, which then misses nothing. */
  readonly updatedUntil: Instant | undefined;
}

/** Walks from `since` to the present in the order of time. An entity that changes meanwhile comes again. */
export async function readChanges<Item extends ItemDeclaration>(
  table: Pick<Table, 'listRange' | 'findRecords'>,
  { pattern, deletedAt, matches }: ChangesQuestion<Item>,
  filters: Readonly<Record<string, string | boolean>>,
  { since, limit, cursor, at = now() }: ChangesRequest,
): Promise<ChangesPage<SummaryOf<Item>>> {
  const { item, question } = pattern;
  const bound = questionOf(question, { ...filters, since });
  const { startedAt, position } = startOf(cursor, bound, since, at);
  const range = { limit, after: position, span: { from: since, to: at } };
  const { rows, after } = await table.listRange(pattern, {}, range);
  const latest = latestOf(rows);
  const page: ChangesPage<SummaryOf<Item>> = {
    items: [],
    deleted: [],
    cursor: after === null ? null : writeCursor(`${startedAt} ${after}`, bound),
    updatedUntil: after === null ? instantAfter(startedAt, { seconds: -overlapSeconds }) : undefined,
  };
  const { entities, unreadable } = await entitiesOf(table, item, [...latest.keys()]);
  for (const [id, changedAt] of latest) {
    if (unreadable.has(id)) continue;
    const entity = entities.get(id);
    const goneAt = entity === undefined ? changedAt : deletedAt(entity);
    // Nobody can say whether an entity that is not there any more would match.
    if (matches !== undefined && (entity === undefined || !matches(entity))) continue;
    if (goneAt !== undefined) page.deleted.push({ id, deletedAt: goneAt });
    else if (entity !== undefined)
      page.items.push(item.summary?.parse(summaryOf(item, entity)) as SummaryOf<Item>);
  }
  return page;
}

/** The entities that have changed, each with its last change on the page, in the order of these. */
function latestOf(rows: readonly StoredRecord[]): ReadonlyMap<string, Instant> {
  const latest = new Map<string, Instant>();
  for (const { id, at } of rows.map(entryOf)) {
    latest.delete(id);
    latest.set(id, at);
  }
  return latest;
}

async function entitiesOf<Item extends ItemDeclaration>(
  table: Pick<Table, 'findRecords'>,
  item: Item,
  ids: readonly string[],
) {
  const keys = ids.map((id) => ({ id }));
  const records = await table.findRecords(item, keys);
  const found = readable(records, (record) => [String(record.id), fromRecord(item, record)] as const);
  const entities: ReadonlyMap<string, ValueOf<Item>> = new Map(found);
  const unreadable = new Set(records.map(({ id }) => String(id)).filter((id) => !entities.has(id)));
  return { entities, unreadable };
}

/** The cursor also says when the walk began. */
function startOf(cursor: string | undefined, question: string, since: Instant, at: Instant) {
  if (cursor !== undefined) {
    const [startedAt, position, ...rest] = readCursor(cursor, question).split(' ');
    const begun = instantSchema.safeParse(startedAt);
    // The walk began after `since` and before now, as far as the clocks of two machines agree.
    const [earliest, latest] = [
      instantAfter(since, { seconds: -overlapSeconds }),
      instantAfter(at, { seconds: overlapSeconds }),
    ];
    const isOurs = begun.success && begun.data === startedAt && position !== undefined && rest.length === 0;
    if (!isOurs || startedAt < earliest || startedAt > latest) throw foreignCursor();
    return { startedAt, position };
  }
  if (since >= instantAfter(at, { days: -maximumLookBackDays }))
    return { startedAt: at, position: undefined };
  throw new AppError('invalid-request', 'Changes of so long ago are not listed.', {
    violations: [
      {
        pointer: '/query/updatedSince',
        reason: `At most ${maximumLookBackDays} days ago. Read the whole list, then ask for what has changed since you began.`,
      },
    ],
  });
}
