/**
 * An entity: an item with an id and a version, and the events that tell what becomes of it. Declared once; reading,
 * creating, changing and their events follow. What a domain writes itself is what makes its entity different.
 */
import type * as z from 'zod';
import { AppError, notFound } from '../errors/app-error.ts';
import { listsChanges } from '../table/change-index.ts';
import { type ItemDeclaration, keyOf, type ValueOf } from '../table/item.ts';
import type { ManyOptions } from '../table/read-many.ts';
import type { Table } from '../table/table.ts';
import { insert, replace, type Write } from '../table/write.ts';
import type { Instant } from '../values/instant.ts';
import { changedNames, changeEvent, fieldChanges } from './change-event.ts';
import { type EventContext, type EventDeclaration, raise } from './event.ts';

type EntityItem = ItemDeclaration<z.ZodObject<{ id: z.ZodString; version: z.ZodType<number> }>>;

/** Data of an event, checked when it is raised. */
type Data = Readonly<Record<string, unknown>>;

export interface EntityDeclaration<Item extends ItemDeclaration> {
  readonly item: Item;
  /** As people say it: "There is no such <noun>." */
  readonly noun: string;
  /** What every event says of the entity, e.g. `{ staffId, version }`. */
  readonly subject: (value: ValueOf<Item>) => Data;
  readonly created: EventDeclaration;
  /**
   * What raises `created`: an entry in the collection, which keeps who created it with which values, or the insert of
   * the item itself, for four write units less; then a consumer of the event has to keep who it was.
   * @default 'entry'
   */
  readonly createdBy?: 'entry' | 'item';
  /** Raised by every change; its data has `changed`, the names of the fields. */
  readonly changed: EventDeclaration;
  /** Collection in which changes are kept, e.g. that of the customer. @default the entity's own */
  readonly collection?: (value: ValueOf<Item>) => string;
  /** Whether it counts as gone although its item is still there. @default never */
  readonly isGone?: (value: ValueOf<Item>) => boolean;
  /** Fields that hold values by name: a change tells of those that differ, not of the others. */
  readonly memberwise?: readonly string[];
}

/** What a change raises in place of the entity's `changed` event, and what it says beside the subject. */
export interface ChangeEvent {
  readonly declaration: EventDeclaration;
  readonly details?: Data;
}

export interface Entity<Item extends ItemDeclaration> {
  /** The entity, strongly consistent; undefined when it is not there or gone. */
  find(id: string): Promise<ValueOf<Item> | undefined>;
  /** The entity. Throws `not-found` in the words of every route. */
  get(id: string): Promise<ValueOf<Item>>;
  /** Those of the entities that are there, in no order. */
  findMany(ids: readonly string[], options?: ManyOptions): Promise<readonly ValueOf<Item>[]>;
  /** The insert with the event `created`. @param details what that event says beside the subject */
  create(value: ValueOf<Item>, context: EventContext, details?: Data): readonly Write[];
  /**
   * The next version, if the stored one is still the version of `before`, and the event that tells the change.
   * Nothing is written when no field but the version and `updatedAt` differs.
   */
  change(
    before: ValueOf<Item>,
    after: ValueOf<Item>,
    context: EventContext,
    event?: ChangeEvent,
  ): readonly Write[];
}

/** Declares an entity; `entity(…)(table)` opens it. */
export function entity<Item extends EntityItem>(
  declared: EntityDeclaration<Item>,
): (table: Table) => Entity<Item> {
  const { item, subject } = declared;
  const collectionOf =
    declared.collection ?? ((value: ValueOf<Item>) => keyOf(item, partsOf(item, value)).pk);
  const isThere = (value: ValueOf<Item> | undefined) =>
    value !== undefined && declared.isGone?.(value) !== true;
  return (table) => {
    const find = async (id: string) => {
      const value = await table.find(item, { id });
      return isThere(value) ? value : undefined;
    };
    return {
      find,
      async get(id) {
        const value = await find(id);
        if (value === undefined) throw notFound(declared.noun);
        return value;
      },
      async findMany(ids, options) {
        const parts = ids.map((id) => ({ id }));
        const values = await table.findMany(item, parts, options);
        return values.filter(isThere);
      },
      create(value, context, details = {}) {
        const { created } = declared;
        const data = { ...subject(value), ...details };
        if (declared.createdBy === 'item')
          return [insert(item, value, { event: raise(created, data, context), onConflict: 'retry' })];
        const changes = fieldChanges({}, value);
        return [
          insert(item, value, { onConflict: 'retry' }),
          changeEvent(collectionOf(value), created, data, context, changes),
        ];
      },
      change(before, after, context, event) {
        const changes = fieldChanges(before, after, declared.memberwise);
        const changed = changedNames(changes);
        if (changed.length === 0) return [];
        const { declaration, details } = { declaration: declared.changed, details: {}, ...event };
        const data = { ...subject(after), changed, ...details };
        const previous = trackedOf(item, changes.before);
        const listed = listsChanges(item) ? { kind: item.name, id: idOf(after), previous } : undefined;
        return [
          replace(item, after, { ifVersion: versionOf(before), onConflict: 'retry' }),
          changeEvent(collectionOf(after), declaration, data, context, changes, listed),
        ];
      },
    };
  };
}

function partsOf(item: ItemDeclaration, value: object): Readonly<Record<string, unknown>> {
  return { ...value, ...item.parts?.(value as never) };
}

/** What the tracked fields were that a change has changed; undefined when it has changed none. */
function trackedOf({ tracked = [] }: ItemDeclaration, before: Data): Data | undefined {
  const names = tracked.filter((name) => name in before);
  return names.length === 0 ? undefined : Object.fromEntries(names.map((name) => [name, before[name]]));
}

function idOf(value: object): string {
  return String(Reflect.get(value, 'id'));
}

function versionOf(value: object): number {
  return Number(Reflect.get(value, 'version'));
}

/**
 * What `If-Match` names: the versions of which one has to be the present one, or `*` for whichever is there. `unsaid`
 * where a route that also creates was told nothing.
 */
export type IfMatch = '*' | 'unsaid' | readonly number[];

/** Throws `precondition-failed` unless the caller has read the present version, or says that any will do; `precondition-required` when they said nothing. */
export function assertVersion(
  entity: { readonly version: number; readonly updatedAt?: Instant | undefined },
  ifMatch: IfMatch,
): void {
  if (ifMatch === 'unsaid') throw unconditional();
  if (ifMatch === '*' || ifMatch.includes(entity.version)) return;
  const { updatedAt } = entity;
  throw new AppError(
    'precondition-failed',
    updatedAt === undefined
      ? 'It was changed in the meantime. Reload it and try again.'
      : `It was changed in the meantime. Its last change was at ${updatedAt}. Reload it and try again.`,
  );
}

/** For whoever would change something without saying which version of it they have read. */
export function unconditional(): AppError {
  return new AppError(
    'precondition-required',
    'Send the ETag you have read as If-Match, so that nobody’s change is lost.',
    { violations: [{ pointer: '/headers/if-match', reason: 'Required.' }] },
  );
}
