/**
 * The item that records a change of a mutable entity: outbox record, audit entry (before, after, actor) and
 * timeline entry in one. It is inserted in the same transaction as the change.
 */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { ChangeSummary, changeIndex, changeParts, type ListedEntity } from '../table/change-index.ts';
import { defineItem } from '../table/item.ts';
import { insert, type Write } from '../table/write.ts';
import { Envelope, type EventContext, type EventDeclaration, raise } from './event.ts';
import { timelineKey } from './timeline.ts';
import { trailIndexes, trailParts } from './trail.ts';

/** Longer values are cut out of the audit entry, so that it stays cheap to write and to read, and this stands for them. */
export const tooLong = '(too long to keep)';
const maximumChangesBytes = 8 * 1024;

const Fields = z.record(z.string(), z.unknown());
type Values = Readonly<Record<string, unknown>>;

export const changeItem = defineItem({
  name: 'change',
  v: 1,
  retention: 'trail',
  schema: z.object({
    collection: z.string(),
    at: z.string(),
    id: z.string(),
    envelope: Envelope,
    before: Fields,
    after: Fields,
    /** Its values went with the person whom they were about. */
    erased: z.literal(true).optional(),
    /** The entity that has changed, if its changes are listed. */
    entity: z.object({ kind: z.string(), id: z.string(), previous: Fields.optional() }).optional(),
  }),
  key: ['{collection}', timelineKey()],
  indexes: { ...trailIndexes, gsi3: changeIndex },
  parts: ({ entity, at, envelope }) => ({ ...trailParts(envelope), ...changeParts(entity, at) }),
  summary: ChangeSummary,
  toSummary: ({ entity }) => ({ previous: entity?.previous }),
});

/** The fields that differ, with their values before and after. */
export interface FieldChanges {
  readonly before: Values;
  readonly after: Values;
}

/** Fields that every change changes, and that say nothing. */
const bookkeeping = new Set(['version', 'updatedAt']);

/** @param memberwise fields that hold values by name, of which only those are told that differ */
export function fieldChanges(
  before: Values,
  after: Values,
  memberwise: readonly string[] = [],
): FieldChanges {
  const changed = differing(before, after).filter((name) => !bookkeeping.has(name));
  const pick = (from: Values, other: Values) => {
    const told = changed.map((name) => {
      const value = memberwise.includes(name) ? membersOf(from[name], other[name]) : from[name];
      return [name, value] as const;
    });
    return Object.fromEntries(told.filter(([, value]) => value !== undefined));
  };
  return { before: pick(before, after), after: pick(after, before) };
}

function differing(one: Values, other: Values): readonly string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => !isDeepStrictEqual(one[name], other[name]));
}

/** Of the values by name those that differ; undefined where there is none of them. */
function membersOf(from: unknown, other: unknown): Values | undefined {
  const own: Values = Object(from);
  const members = differing(own, Object(other)).filter((name) => own[name] !== undefined);
  return members.length === 0 ? undefined : Object.fromEntries(members.map((name) => [name, own[name]]));
}

/** Names of the fields that a change touches: what the thin event on the bus may say of them. */
export function changedNames(changes: FieldChanges): string[] {
  return [...new Set([...Object.keys(changes.before), ...Object.keys(changes.after)])].sort();
}

/**
 * The write that records a change in the collection `pk` and raises the event.
 *
 * @param entity the entity whose list of changes shall show it, see `updatedSince`
 */
export function changeEvent<Declaration extends EventDeclaration>(
  pk: string,
  declaration: Declaration,
  data: z.input<Declaration['data']>,
  origin: EventContext,
  changes: FieldChanges,
  entity?: ListedEntity,
): Write {
  const event = raise(declaration, data, origin);
  const { envelope } = event;
  const value = { collection: pk, at: origin.at, id: envelope.id, envelope, entity, ...capped(changes) };
  return insert(changeItem, value, { event, onConflict: new Error('An event id was made twice') });
}

function capped(changes: FieldChanges): FieldChanges {
  if (Buffer.byteLength(JSON.stringify(changes)) <= maximumChangesBytes) return changes;
  const note = (fields: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.keys(fields).map((name) => [name, tooLong]));
  return { before: note(changes.before), after: note(changes.after) };
}
