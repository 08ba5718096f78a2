import { AppError } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { sees } from '../../../../shared/identity/fields.ts';
import { askerLater, askerOf, type Callers } from '../../../../shared/identity/on-behalf.ts';
import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import { shards } from '../../../../shared/table/pattern.ts';
import type { Change, Write } from '../../../../shared/table/write.ts';
import type { CustomerReader } from '../../customers/index.ts';
import type { FieldDefinition } from '../../fields/fields.schema.ts';
import { type FieldReader, fieldsSeenBy } from '../../fields/index.ts';
import { asFilter, type CustomerFilter } from '../../filters/filters.schema.ts';
import { filterTest, filterText, filterViolations } from '../../filters/index.ts';
import { listFilled } from '../lists.events.ts';
import { type CustomerList, type ListRecord, maximumAtOnce } from '../lists.schema.ts';
import type { ListsStore } from '../lists.store.ts';
import { assertMayChange, shownList } from './change-list.ts';

interface StartContext {
  readonly lists: Pick<ListsStore, 'get' | 'startFilling'>;
  readonly fields: Pick<FieldReader, 'listNow'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Begins to add whoever a filter means, among the customers that the caller sees; each once, by the moment it is looked at. */
export async function startFilling(
  { id, filter: checked }: { id: string; filter: Readonly<Record<string, unknown>> },
  { lists, fields, principal, origin }: StartContext,
): Promise<Change<CustomerList>> {
  const before = await lists.get(id);
  assertMayChange(before, principal);
  const { kind } = principal;
  const definitions = await fields.listNow();
  const filter = asFilter(checked);
  const violations = violationsFor(filter, principal, definitions);
  if (violations.length > 0)
    throw new AppError('invalid-request', 'Nobody can be found by this filter.', { violations });
  if (before.progress !== undefined)
    throw new AppError('not-allowed-now', 'This list is being filled already. Wait until that is done.');
  const text = {
    'zh-CN': filterText(filter, 'zh-CN', definitions),
    en: filterText(filter, 'en', definitions),
  };
  const by = { kind, id: principal.id };
  const filling = {
    filter: checked,
    text,
    state: 'running' as const,
    read: 0,
    added: 0,
    by,
    startedAt: origin.at,
  };
  const after = {
    ...before,
    filling,
    progress: { step: 1, shard: 0, asker: askerOf(principal) },
    version: before.version + 1,
    updatedAt: origin.at,
  };
  return { result: shownList(after), writes: lists.startFilling(before, after, origin) };
}

export function violationsFor(
  filter: CustomerFilter,
  asker: Pick<Principal, 'kind' | 'roles'>,
  definitions: readonly FieldDefinition[],
) {
  const who = { definitions, sees: fieldsSeenBy(asker), seesContact: sees(asker, 'contact') };
  return filterViolations(filter, who, '/body/filter');
}

export interface FillContext {
  readonly lists: Pick<ListsStore, 'find' | 'membersAmong' | 'advance' | 'add' | 'change'>;
  readonly customers: Pick<CustomerReader, 'listAudience' | 'findMany'>;
  readonly customerStays: (customerId: string) => Write;
  readonly fields: FieldReader;
  readonly callers: Callers;
  /** Commits a decision, and decides again when somebody else was faster. */
  readonly commit: <Result>(decide: () => Promise<Change<Result>>) => Promise<{ readonly result: Result }>;
  readonly origin: EventContext;
}

const pageSize = 100;

/**
 * Looks at the next page of all customers, and answers the step that comes then; undefined when nothing does, or when
 * another delivery of the same step goes on. What comes twice finds its customers in the list and adds nobody.
 */
export async function fillStep(
  { fill: id, step }: { readonly fill: string; readonly step: number },
  context: FillContext,
): Promise<number | undefined> {
  const list = await context.lists.find(id);
  if (list?.progress === undefined || list.filling === undefined) return undefined;
  const { progress, filling } = list;
  if (progress.step !== step) return progress.step === step + 1 ? progress.step : undefined;
  const filter = asFilter(filling.filter);
  const asker = await askerLater(progress.asker, context.callers);
  if (asker === undefined || !(await mayAsk(filter, asker, context)))
    return end(id, step, 'stopped', context);
  const { shard, after } = progress;
  const page = await context.customers.listAudience({ shard, after, limit: pageSize });
  const isMeant = filterTest(filter, filling.startedAt);
  const found = await context.customers.findMany(page.customerIds);
  const meant = found
    .filter((each) => hasRowAccess(asker, 'customers.read', each.owner) && isMeant(each))
    .map((each) => each.id);
  for (let start = 0; start < meant.length; start += maximumAtOnce)
    await addEach(id, step, meant.slice(start, start + maximumAtOnce), context);
  const isLast = page.after === null && shard === shards.length - 1;
  const next = page.after === null ? { shard: shard + 1 } : { shard, after: page.after };
  const read = page.customerIds.length;
  return isLast ? end(id, step, 'done', context, read) : goOn(id, step, { read, next }, context);
}

/** Whether whoever asks is still shown every field of the filter; one may have been defined a moment ago. */
export async function mayAsk(
  filter: CustomerFilter,
  asker: Pick<Principal, 'kind' | 'roles'>,
  { fields }: Pick<FillContext, 'fields'>,
) {
  if (violationsFor(filter, asker, await fields.list()).length === 0) return true;
  return violationsFor(filter, asker, await fields.listNow()).length === 0;
}

/** Adds those who are not in the list yet, and are still there, with the count that tells of them. */
async function addEach(id: string, step: number, customerIds: readonly string[], context: FillContext) {
  const { lists, customers, customerStays, origin } = context;
  await context.commit(async () => {
    const list = await atStep(id, step, context);
    if (list?.filling === undefined) return { result: undefined, writes: [] };
    const [members, there] = await Promise.all([
      lists.membersAmong(id, customerIds),
      customers.findMany(customerIds),
    ]);
    const added = there.map((each) => each.id).filter((customerId) => !members.has(customerId));
    if (added.length === 0) return { result: undefined, writes: [] };
    const after = {
      ...list,
      version: list.version + 1,
      members: list.members + added.length,
      filling: { ...list.filling, added: list.filling.added + added.length },
    };
    const writes = added.flatMap((customerId) => [
      lists.add({ customerId, listId: id, addedAt: origin.at }),
      customerStays(customerId),
    ]);
    return { result: undefined, writes: [lists.advance(list, after), ...writes] };
  });
}

/** The list while this step of its filling is under way. */
async function atStep(id: string, step: number, { lists }: Pick<FillContext, 'lists'>) {
  const list = await lists.find(id);
  return list?.progress?.step === step ? list : undefined;
}

async function goOn(
  id: string,
  step: number,
  { read, next }: { read: number; next: { shard: number; after?: string } },
  context: FillContext,
): Promise<number | undefined> {
  const { result } = await context.commit(async () => {
    const list = await atStep(id, step, context);
    if (list?.progress === undefined || list.filling === undefined) return { result: undefined, writes: [] };
    const after: ListRecord = {
      ...list,
      version: list.version + 1,
      progress: { step: step + 1, asker: list.progress.asker, ...next },
      filling: { ...list.filling, read: list.filling.read + read },
    };
    return { result: step + 1, writes: [context.lists.advance(list, after)] };
  });
  return result;
}

async function end(
  id: string,
  step: number,
  state: 'done' | 'stopped',
  context: FillContext,
  read = 0,
): Promise<undefined> {
  await context.commit(async () => {
    const list = await atStep(id, step, context);
    if (list?.filling === undefined) return { result: undefined, writes: [] };
    const { progress: _, ...rest } = list;
    const filling = { ...list.filling, state, read: list.filling.read + read, doneAt: context.origin.at };
    const after = { ...rest, filling, version: list.version + 1, updatedAt: context.origin.at };
    return { result: undefined, writes: context.lists.change(list, after, context.origin, listFilled) };
  });
}
