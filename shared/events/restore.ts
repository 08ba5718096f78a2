/** Taking back a change that the trail keeps: its values go through the checks of every other change. */
import { isDeepStrictEqual } from 'node:util';
import type * as z from 'zod';
import { AppError, notFound } from '../errors/app-error.ts';
import { fromRecord, type StoredRecord } from '../table/item.ts';
import { definePattern } from '../table/pattern.ts';
import type { Table } from '../table/table.ts';
import { instantAfter } from '../time/clock.ts';
import { instantOfId } from '../values/derived-id.ts';
import { changedNames, changeItem, type FieldChanges, tooLong } from './change-event.ts';
import { Envelope, type EventContext, type EventDeclaration } from './event.ts';
import { timelinePrefix } from './timeline.ts';

export const changesOfCollection = definePattern({
  question: 'What was done to this record, or to what belongs to it? Newest first.',
  item: changeItem,
  partition: '{collection}',
  prefix: timelinePrefix,
  newestFirst: true,
});

/** A change as the trail keeps it. */
export interface KeptChange {
  readonly type: string;
  readonly at: string;
  readonly data: Envelope['data'];
  readonly changes: FieldChanges;
  readonly erased?: true | undefined;
}

/** What can be taken back of a kind of record. */
export interface Restorable {
  /** Events that tell of values which people have set. */
  readonly changed: readonly EventDeclaration[];
  /** Of these events, which have made a record. */
  readonly created?: readonly EventDeclaration[];
  /** Of these events, which tell that a record is gone: a route of its kind brings it back, and not its values. */
  readonly deleted?: readonly EventDeclaration[];
  /** Names of what people may set. */
  readonly fields: readonly string[];
  /** What takes the values as a merge patch, where it takes them as they are kept. */
  readonly patch?: z.ZodType;
  /** Fields that hold values by name: of these the changed ones are compared and given back, and no other. */
  readonly memberwise?: readonly string[];
  /** Throws for what is told beside the record, and is of another kind. */
  readonly assertOfKind?: (type: string) => void;
}

/** The record whose change is taken back, and which one. */
export interface Restoration extends Restorable {
  readonly changeId: string;
  /** Where its changes are kept. */
  readonly collection: string;
  /** What every event of this record says, e.g. `{ teamId }`: others may stand in the same collection. */
  readonly subject: Envelope['data'];
  /** The record as it is now. */
  readonly present: object;
}

export type RestoreReader = Pick<Table, 'listRecords'>;

/** Where an entry of the trail has the values that are given back. */
export const valuesBack = '/changes/before';

/**
 * Carries out a change that takes back another, and is marked so. Of a request that has no body nothing in it is wrong:
 * what the checks say of the body is told of the values of the entry, as `not-allowed-now`.
 *
 * @param pointer to what the change takes for its body, in the entry
 */
export async function restoring<Result>(
  origin: EventContext,
  changeId: string,
  change: (origin: EventContext) => Promise<Result>,
  pointer: string = valuesBack,
): Promise<Result> {
  try {
    return await change({ ...origin, restores: changeId });
  } catch (error) {
    throw error instanceof AppError ? toldOfEntry(error, pointer) : error;
  }
}

function toldOfEntry(error: AppError, pointer: string): AppError {
  const { code, violations: told, members, headers } = error;
  if (!told.some((each) => each.pointer.startsWith('/body'))) return error;
  const violations = told.map((each) => ({ ...each, pointer: each.pointer.replace(/^\/body/, pointer) }));
  if (code !== 'invalid-request') return Object.assign(error, { violations });
  return new AppError(
    'not-allowed-now',
    'What was before this change is not possible any more. Set the values yourself.',
    { violations, members, headers, cause: error },
  );
}

/**
 * The values that the fields of a change had before it, undefined for none. Throws `not-found` when it is none of this
 * record, `not-allowed-now` with the reason when it cannot be taken back, and `conflict` where one of its fields has
 * changed again since, naming the newer change: what is newer is not written over unseen.
 */
export async function valuesBefore(
  restoration: Restoration,
  table: RestoreReader,
): Promise<Readonly<Record<string, unknown>>> {
  const change = await findChange(restoration, table);
  restoration.assertOfKind?.(change.type);
  if (restoration.deleted?.some(({ type }) => type === change.type) && change.erased !== true)
    throw new AppError('not-allowed-now', restoredSince);
  const reason = reasonAgainst(change, restoration);
  if (reason !== undefined) throw new AppError('not-allowed-now', reason);
  const { before, after } = change.changes;
  const names = fieldsOf(change, restoration);
  const { present, memberwise = [] } = restoration;
  const newer = names.filter((name) => {
    const value: unknown = Reflect.get(present, name);
    return memberwise.includes(name)
      ? !isDeepStrictEqual(picked(value, membersIn(name, change)), { ...Object(after[name]) })
      : !isDeepStrictEqual(value, after[name]);
  });
  if (newer.length > 0) throw await changedSince(newer, change, restoration, table);
  const given = names.map((name) => {
    if (!memberwise.includes(name)) return [name, before[name]] as const;
    const none = membersIn(name, change).map((member) => [member, null] as const);
    return [name, { ...Object.fromEntries(none), ...Object(before[name]) }] as const;
  });
  return Object.fromEntries(given);
}

/** The members of a field that a change has changed. */
function membersIn(name: string, { changes: { before, after } }: KeptChange): readonly string[] {
  return [before, after].flatMap((values) => Object.keys(Object(values[name])));
}

function picked(values: unknown, members: readonly string[]): Values {
  return Object.fromEntries(Object.entries(Object(values)).filter(([member]) => members.includes(member)));
}

export const deletedSince = 'This entry cannot be restored because this record was deleted since.';
export const restoredSince = 'This entry cannot be restored because this record was brought back since.';

/**
 * What to throw when the record of a change is not there: `not-allowed-now` if it was deleted since, naming the entry
 * that tells so, and `not-found` if there never was such a change.
 *
 * @param noun as people say it, "There is no such <noun>.", and as the types of its events begin
 */
export async function whyGone(
  noun: string,
  place: Pick<Restoration, 'changeId' | 'collection' | 'subject'>,
  table: RestoreReader,
): Promise<AppError> {
  const from = instantAfter(instantOfId(place.changeId), { minutes: -1 });
  let wasThere = false;
  let end: { readonly eventId: string; readonly at: string } | undefined;
  for await (const [id, { at, type }] of changesOf(place, { from }, table)) {
    if (type === `${noun}.deleted`) end ??= { eventId: id, at };
    wasThere ||= id === place.changeId;
  }
  if (!wasThere || end === undefined) return notFound(noun);
  return new AppError('not-allowed-now', deletedSince, { members: { newer: end } });
}

type Values = Readonly<Record<string, unknown>>;

/** Values as a merge patch of the record, in which null stands for none. Throws `not-allowed-now` for those that it takes no more. */
export function asPatch<Patch>(schema: z.ZodType<Patch>, values: Values): Patch {
  return taken(schema, Object.entries(withNull(values)));
}

function withNull(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? null]));
}

/** The same for a record that is replaced as a whole: the fields of the entry as they are, and these values. */
export function asEntry<Entry>(
  schema: z.ZodType<Entry> & { readonly shape: object },
  present: object,
  values: Values,
): Entry {
  const known = Object.entries(present).filter(([name]) => name in schema.shape);
  const stated = Object.entries({ ...Object.fromEntries(known), ...values });
  return taken(
    schema,
    stated.filter(([, value]) => value !== undefined),
  );
}

function taken<Taken>(schema: z.ZodType<Taken>, fields: readonly (readonly [string, unknown])[]): Taken {
  const parsed = schema.safeParse(Object.fromEntries(fields));
  if (parsed.success) return parsed.data;
  throw new AppError('not-allowed-now', notTaken(parsed.error));
}

function notTaken({ issues }: z.ZodError): string {
  const names = [...new Set(issues.map(({ path }) => String(path[0])))].join(', ');
  return `This entry cannot be restored because ${names} may not become what it was.`;
}

/** Why a change cannot be taken back; undefined when it can, unless something has changed again since. */
export function reasonAgainst(
  { type, changes, erased }: Pick<KeptChange, 'type' | 'changes' | 'erased'>,
  restorable: Restorable,
): string | undefined {
  const isOneOf = (events: readonly EventDeclaration[]) => events.some((event) => event.type === type);
  if (erased === true)
    return 'This entry cannot be restored because its values went with the customer whom they were about.';
  if (isOneOf(restorable.deleted ?? [])) return undefined;
  if (isOneOf(restorable.created ?? []))
    return 'This entry cannot be restored because there was nothing before it: it tells how the record began.';
  if (!isOneOf(restorable.changed))
    return 'This entry cannot be restored because it tells of something that has happened, and not of values.';
  if (fieldsOf({ changes }, restorable).length === 0)
    return 'This entry cannot be restored because it has changed nothing that is set by hand.';
  if ([...Object.values(changes.before), ...Object.values(changes.after)].includes(tooLong))
    return 'This entry cannot be restored because its values were too long to be kept.';
  const values = fieldsOf({ changes }, restorable).map((name) => [name, changes.before[name]]);
  const parsed = restorable.patch?.safeParse(withNull(Object.fromEntries(values)));
  return parsed?.error === undefined ? undefined : notTaken(parsed.error);
}

function fieldsOf({ changes }: Pick<KeptChange, 'changes'>, { fields }: Restorable): readonly string[] {
  return changedNames(changes).filter((name) => fields.includes(name));
}

/** A change of this record. Throws `not-found`. Its id was made while its request ran, after the instant that it bears. */
export async function findChange(
  restoration: Pick<Restoration, 'changeId' | 'collection' | 'subject'>,
  table: RestoreReader,
): Promise<KeptChange> {
  const made = instantOfId(restoration.changeId);
  const between = { from: instantAfter(made, { minutes: -1 }), to: made };
  for await (const [id, change] of changesOf(restoration, between, table))
    if (id === restoration.changeId) return change;
  throw notFound('change');
}

async function* changesOf(
  { collection, subject }: Pick<Restoration, 'collection' | 'subject'>,
  between: { readonly from: string; readonly to?: string },
  table: RestoreReader,
): AsyncGenerator<readonly [id: string, change: KeptChange], void> {
  let cursor: string | undefined;
  do {
    const request = { limit: 100, consistent: true, between, cursor };
    const page = await table.listRecords(changesOfCollection, { collection }, request);
    for (const row of page.rows) {
      const told = toldIn(row);
      if (told === undefined) continue;
      const [, { data }] = told;
      if (Object.entries(subject).every(([name, value]) => data[name] === value)) yield told;
    }
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined);
}

/** What an item that is an event tells; one that is no change has no values before and after. */
function toldIn(row: StoredRecord): readonly [id: string, change: KeptChange] | undefined {
  if (row.type !== changeItem.name) {
    const { data: envelope } = Envelope.safeParse(row.envelope);
    return envelope && [envelope.id, { ...envelope, changes: { before: {}, after: {} } }];
  }
  const { id, envelope, before, after, erased } = fromRecord(changeItem, row);
  const { type, at, data } = envelope;
  return [id, { type, at, data, changes: { before, after }, erased }];
}

async function changedSince(
  names: readonly string[],
  change: KeptChange,
  restoration: Restoration,
  table: RestoreReader,
): Promise<AppError> {
  for await (const [id, { at, changes }] of changesOf(restoration, { from: change.at }, table)) {
    if (id === restoration.changeId || !changedNames(changes).some((name) => names.includes(name))) continue;
    return new AppError(
      'conflict',
      `Changed again since: ${names.join(', ')}. Restore the newer change ${id} first, or set the values yourself.`,
      { members: { changedSince: names, newer: { eventId: id, at } } },
    );
  }
  return new AppError('conflict', `Changed again since: ${names.join(', ')}. Set the values yourself.`, {
    members: { changedSince: names },
  });
}
