/** Reading what has been created, changed and deleted since an instant, from the index of changes. */
import { AppError } from '../errors/app-error.ts';
import { instantAfter, now } from '../time/clock.ts';
import { type Instant, instantSchema } from '../values/instant.ts';
import { type ChangeEntry, entryOf } from './change-index.ts';
import { foreignCursor, questionOf, readCursor, writeCursor } from './cursor.ts';
import { fromRecord, type ItemDeclaration, type SummaryOf, summaryOf, type ValueOf } from './item.ts';
import type { Wanted } from './list-choice.ts';
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
  /** What the tombstone of a deleted entity keeps of its summary. */
  readonly tombstone: readonly (keyof SummaryOf<Item>)[];
  /** What the newest state of an entity has to be; none: every entity is asked for. */
  readonly terms: readonly Term<ValueOf<Item>>[];
}

/** A filter of a list of changes. */
export interface Term<Entity> {
  readonly name: string;
  readonly wanted: Wanted | null;
  readonly fieldIn: (entity: Entity) => unknown;
  /** Whose rows are asked for. Of an entity that never was theirs nobody is told anything. */
  readonly isKey: boolean;
}

export interface ChangesPage<Summary> {
  /** Newest states, each entity once. */
  readonly items: Summary[];
  /** Tombstones: `deleted` of what is deleted, merged or gone, `left` of what was asked for until a tracked field changed. */
  readonly deleted: (Partial<Summary> & { id: string; deletedAt: Instant; reason: 'deleted' | 'left' })[];
  readonly cursor: string | null;
  /** On the last page: the `since` of the next walk, which then misses nothing. */
  readonly updatedUntil: Instant | undefined;
}

/** Walks from `since` to the present in the order of time. An entity that changes meanwhile comes again. */
export async function readChanges<Item extends ItemDeclaration>(
  table: Pick<Table, 'listRange' | 'findRecords'>,
  { pattern, deletedAt, tombstone, terms }: ChangesQuestion<Item>,
  filters: Readonly<Record<string, Wanted>>,
  { since, limit, cursor, at = now() }: ChangesRequest,
): Promise<ChangesPage<SummaryOf<Item>>> {
  const { item, question } = pattern;
  const bound = questionOf(question, { ...filters, since });
  const { startedAt, position } = startOf(cursor, bound, since, at);
  const range = { limit, after: position, span: { from: since, to: at } };
  const { rows, after } = await table.listRange(pattern, {}, range);
  const latest = latestOf(rows.map((row) => entryOf(item, row)));
  const page: ChangesPage<SummaryOf<Item>> = {
    items: [],
    deleted: [],
    cursor: after === null ? null : writeCursor(`${startedAt} ${after}`, bound),
    updatedUntil: after === null ? instantAfter(startedAt, { seconds: -overlapSeconds }) : undefined,
  };
  const { entities, unreadable } = await entitiesOf(table, item, [...latest.keys()]);
  for (const [id, changes] of latest) {
    if (unreadable.has(id)) continue;
    const entity = entities.get(id);
    const summary = entity && (item.summary?.parse(summaryOf(item, entity)) as SummaryOf<Item>);
    // Nobody can say whether an entity that is not there any more would match.
    const isAskedFor = terms.every((term) => matches(term, entity));
    const goneAt = entity === undefined ? changes.at(-1)?.at : deletedAt(entity);
    const leftAt = isAskedFor ? undefined : leavingOf(terms, entity, changes)?.at;
    // Of what has left nothing is kept: it may be nobody's business any more who asks.
    if (leftAt !== undefined)
      page.deleted.push({ ...kept(summary, []), id, deletedAt: leftAt, reason: 'left' });
    else if (!isAskedFor) continue;
    else if (goneAt !== undefined)
      page.deleted.push({ ...kept(summary, tombstone), id, deletedAt: goneAt, reason: 'deleted' });
    else if (summary !== undefined) page.items.push(summary);
  }
  return page;
}

function kept<Summary extends object>(
  summary: Summary | undefined,
  names: readonly (keyof Summary)[],
): Partial<Summary> {
  const fields = names.flatMap((name) => (summary === undefined ? [] : [[name, summary[name]]]));
  return Object.fromEntries(fields) as Partial<Summary>;
}

function matches<Entity>({ wanted, fieldIn }: Term<Entity>, entity: Entity | undefined): boolean {
  return entity !== undefined && isWanted(wanted, fieldIn(entity));
}

function isWanted(wanted: Wanted | null, field: unknown): boolean {
  if (Array.isArray(field)) return field.includes(wanted);
  return wanted instanceof Set ? wanted.has(field) : field === wanted;
}

/**
 * The last change by which an entity stopped being what was asked for. Told too often rather than too seldom: what
 * other filters said of it back then is not looked at.
 */
function leavingOf<Entity>(
  terms: readonly Term<Entity>[],
  entity: Entity | undefined,
  changes: readonly ChangeEntry[],
): ChangeEntry | undefined {
  const ended = ({ previous }: ChangeEntry, { name, wanted }: Term<Entity>) =>
    name in previous && isWanted(wanted, previous[name]);
  const wasTheirs = terms.every(
    (term) => !term.isKey || matches(term, entity) || changes.some((change) => ended(change, term)),
  );
  return wasTheirs ? changes.findLast((change) => terms.some((term) => ended(change, term))) : undefined;
}

/** The entities that have changed, each with its changes on the page, in the order of the last ones. */
function latestOf(entries: readonly ChangeEntry[]): ReadonlyMap<string, readonly ChangeEntry[]> {
  const latest = new Map<string, readonly ChangeEntry[]>();
  for (const entry of entries) {
    const earlier = latest.get(entry.id) ?? [];
    latest.delete(entry.id);
    latest.set(entry.id, [...earlier, entry]);
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
