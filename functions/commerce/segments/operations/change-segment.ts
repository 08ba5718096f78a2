import { AppError, type Violation } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { sees } from '../../../../shared/identity/fields.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { newId } from '../../../../shared/values/ids.ts';
import { mergePatch } from '../../../../shared/values/merge-patch.ts';
import { type FieldReader, fieldsSeenBy } from '../../../customers/fields/index.ts';
import { asFilter, type CustomerFilter } from '../../../customers/filters/filters.schema.ts';
import { conditionsOf, filterText, filterViolations } from '../../../customers/filters/index.ts';
import type { ListKeeper } from '../../../customers/lists/index.ts';
import { listId } from '../../../customers/lists/lists.schema.ts';
import { circleOf } from '../segments.rules.ts';
import {
  maximumSegments,
  type NewSegment,
  type Segment,
  type SegmentPatch,
  type SegmentRecord,
  segmentId,
} from '../segments.schema.ts';
import type { SegmentsStore } from '../segments.store.ts';
import { factFields, inSegments, readRule, textsIn } from './read-rule.ts';

export interface CheckContext {
  readonly segments: Pick<SegmentsStore, 'listAll'>;
  readonly fields: Pick<FieldReader, 'listNow'>;
  readonly principal: Principal;
}

interface Context extends CheckContext {
  readonly segments: Pick<
    SegmentsStore,
    'get' | 'listAll' | 'create' | 'change' | 'delete' | 'findRegister' | 'saveRegister'
  >;
  readonly lists: Pick<ListKeeper, 'create' | 'rename' | 'delete'>;
  readonly origin: EventContext;
}

/** Creates a segment with the list that it keeps; its event has all customers held against the rule. */
export async function createSegment(input: NewSegment, context: Context): Promise<Change<Segment>> {
  const { segments, lists, principal, origin } = context;
  const register = await segments.findRegister();
  const id = newId(segmentId);
  const text = await checkedText({ id, filter: input.filter }, context);
  const ids = register?.ids ?? [];
  if (ids.length >= maximumSegments)
    throw new AppError('not-allowed-now', `There are ${maximumSegments} segments already. Delete one first.`);
  const createdBy = { kind: principal.kind, id: principal.id };
  const segment: SegmentRecord = {
    ...input,
    ...{ id, version: 1, text, rule: 1, listId: newId(listId), state: 'filling', createdBy },
    ...{ createdAt: origin.at, updatedAt: origin.at },
  };
  const { name, description } = segment;
  const list = { id: segment.listId, name, description, keptBy: id, createdBy };
  return {
    result: segment,
    writes: [
      ...segments.create(segment, origin),
      ...lists.create(list, origin),
      segments.saveRegister(register, [...ids, id]),
    ],
  };
}

/** Changes what a segment is called, or its rule, against which all customers are held then. A patch that changes nothing is free. */
export async function patchSegment(
  { id, version, patch }: { id: string; version: IfMatch; patch: SegmentPatch },
  context: Context,
): Promise<Change<Segment>> {
  const { segments, lists, origin } = context;
  const register = await segments.findRegister();
  const before = await segments.get(id);
  assertVersion(before, version);
  const merged = mergePatch(before, patch);
  const isSame = JSON.stringify(merged.filter) === JSON.stringify(before.filter);
  const ruled = isSame
    ? {}
    : {
        text: await checkedText({ id, filter: merged.filter }, context),
        rule: before.rule + 1,
        state: 'filling' as const,
      };
  const after = { ...merged, ...ruled, version: before.version + 1, updatedAt: origin.at };
  const writes = segments.change(before, after, origin);
  if (writes.length === 0) return { result: before, writes };
  const { name, description } = after;
  const isRenamed = name !== before.name || description !== before.description;
  return {
    result: after,
    writes: [
      ...writes,
      ...(isRenamed ? await lists.rename(before.listId, { name, description }, origin) : []),
      ...(isSame ? [] : [segments.saveRegister(register, register?.ids ?? [])]),
    ],
  };
}

/** Deletes a segment with its list, unless others ask for it. Its customers stay, and are not told of one by one. */
export async function deleteSegment(
  { id, version }: { id: string; version: IfMatch },
  { segments, lists, origin }: Pick<Context, 'segments' | 'lists' | 'origin'>,
): Promise<Change<undefined>> {
  const register = await segments.findRegister();
  const before = await segments.get(id);
  assertVersion(before, version);
  const asking = (await segments.listAll()).filter((each) => readRule(each).asksFor.includes(id));
  if (asking.length > 0)
    throw new AppError('conflict', 'Other segments ask for this one. Change their rules first.', {
      members: { askedForBy: asking.map((each) => each.id) },
    });
  const after = {
    ...before,
    version: before.version + 1,
    updatedAt: origin.at,
    deletedAt: origin.at,
  };
  return {
    result: undefined,
    writes: [
      ...segments.delete(before, after, origin),
      ...(await lists.delete(before.listId, origin)),
      segments.saveRegister(
        register,
        (register?.ids ?? []).filter((each) => each !== id),
      ),
    ],
  };
}

/** A rule in words. Throws `invalid-request` where it asks for what is not there, not for the caller, or for itself. */
export async function checkedText(
  { id, filter: checked }: { readonly id?: string } & Pick<SegmentRecord, 'filter'>,
  { segments, fields, principal }: CheckContext,
): Promise<SegmentRecord['text']> {
  const filter = asFilter(checked);
  const [definitions, all] = await Promise.all([fields.listNow(), segments.listAll()]);
  const asker = {
    definitions,
    sees: fieldsSeenBy(principal),
    seesContact: sees(principal, 'contact'),
    facts: factFields,
  };
  const violations = [
    ...filterViolations(filter, asker, '/body/filter'),
    ...violationsOfSegments(filter, { id, all }),
  ];
  if (violations.length > 0) throw new AppError('invalid-request', 'This rule means nobody.', { violations });
  const nameOf = (field: string, value: string) =>
    field === inSegments ? all.find((each) => each.id === value)?.name : undefined;
  const words = { facts: factFields, nameOf };
  return {
    'zh-CN': filterText(filter, 'zh-CN', definitions, words),
    en: filterText(filter, 'en', definitions, words),
  };
}

function violationsOfSegments(
  filter: CustomerFilter,
  { id, all }: { readonly id: string | undefined; readonly all: readonly SegmentRecord[] },
): readonly Violation[] {
  const others = all.map(readRule);
  const called = (each: string) => all.find((segment) => segment.id === each)?.name ?? each;
  return conditionsOf(filter, '/body/filter').flatMap(({ condition, pointer }) => {
    if (condition.field !== inSegments) return [];
    const asksFor = textsIn(condition.value);
    const unknown = asksFor.find((each) => all.every((segment) => segment.id !== each));
    if (unknown !== undefined) return [{ pointer: `${pointer}/value`, reason: 'No segment has this id.' }];
    const circle = id === undefined ? undefined : circleOf({ id, asksFor }, others);
    if (circle === undefined) return [];
    const way = circle.map(called).join(' → ');
    return [{ pointer: `${pointer}/value`, reason: `asks for this segment itself: ${way}` }];
  });
}
