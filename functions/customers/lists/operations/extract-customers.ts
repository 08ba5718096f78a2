import { AppError, type Violation } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { sees } from '../../../../shared/identity/fields.ts';
import { askerLater, askerOf } from '../../../../shared/identity/on-behalf.ts';
import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import type { FileStore } from '../../../../shared/runtime/file-store.ts';
import { shards } from '../../../../shared/table/pattern.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { csvLine, csvMark } from '../../../../shared/values/csv.ts';
import { newId } from '../../../../shared/values/ids.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import type { FieldDefinition } from '../../fields/fields.schema.ts';
import { type FieldReader, fieldsSeenBy } from '../../fields/index.ts';
import { asFilter } from '../../filters/filters.schema.ts';
import { filterTest } from '../../filters/index.ts';
import {
  type Extract,
  type ExtractRecord,
  extractId,
  type NewExtract,
  type Progress,
} from '../lists.schema.ts';
import type { ListsStore } from '../lists.store.ts';
import { cellOf, headOf, type Wording } from './extract-cells.ts';
import { type FillContext, violationsFor } from './fill-list.ts';

interface Context {
  readonly lists: Pick<ListsStore, 'get' | 'requestExtract'>;
  readonly fields: Pick<FieldReader, 'listNow'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Asks for customers as CSV; the files are made because of the event. */
export async function requestExtract(
  input: NewExtract,
  { lists, fields, principal, origin }: Context,
): Promise<Change<Extract>> {
  const violations = notShown(input, principal, await fields.listNow());
  if (violations.length > 0)
    throw new AppError('invalid-request', 'Not all of this can be exported for you.', { violations });
  if (input.list !== undefined) await lists.get(input.list);
  const extract: ExtractRecord = {
    ...{ ...input, id: newId(extractId), version: 1, state: 'running', read: 0, rows: 0, files: [] },
    ...{ requestedBy: { kind: principal.kind, id: principal.id }, requestedAt: origin.at },
    progress: { step: 1, shard: 0, asker: askerOf(principal) },
  };
  return { result: shownExtract(extract), writes: lists.requestExtract(extract, origin) };
}

const contactColumn = /^(email|phone|otherEmails|otherPhones|otherAddresses|address[.].*)$/;

/** What of the filter and the columns whoever asks is not shown, or is not defined. */
function notShown(
  { filter, columns }: Pick<NewExtract, 'filter' | 'columns'>,
  asker: Pick<Principal, 'kind' | 'roles'>,
  definitions: readonly FieldDefinition[],
): readonly Violation[] {
  const isSeen = fieldsSeenBy(asker);
  const seesContact = sees(asker, 'contact');
  const inColumns = columns.flatMap((column, index): Violation[] => {
    const pointer = `/body/columns/${index}`;
    if (contactColumn.test(column) && !seesContact)
      return [{ pointer, reason: 'Your role is not shown this field.' }];
    if (!column.startsWith('custom.')) return [];
    const definition = definitions.find(({ name }) => `custom.${name}` === column);
    if (definition !== undefined && isSeen(definition)) return [];
    return [
      {
        pointer,
        reason: 'There is no such field for you. GET /customer-fields lists those that are defined.',
      },
    ];
  });
  const inFilter = filter === undefined ? [] : violationsFor(asFilter(filter), asker, definitions);
  return [...inFilter, ...inColumns];
}

/** An extract as the API shows it to whoever has asked for it; that links were handed out is kept. Throws `forbidden` for everybody else. */
export async function showExtract(
  id: string,
  {
    lists,
    principal,
    linkTo,
    origin,
  }: {
    readonly lists: Pick<ListsStore, 'getExtract' | 'tellHandedOut'>;
    readonly principal: Principal;
    readonly linkTo: (key: string, name: string) => Promise<string>;
    readonly origin: EventContext;
  },
): Promise<Change<Extract>> {
  const extract = await lists.getExtract(id);
  const { requestedBy, state, files, expiresAt } = extract;
  if (requestedBy.kind !== principal.kind || requestedBy.id !== principal.id)
    throw new AppError('forbidden', 'Only whoever has asked for an export reads it.');
  const isReady = state === 'done' && expiresAt !== undefined && origin.at < expiresAt;
  if (!isReady) return { result: shownExtract(extract), writes: [] };
  const links = files.map((step, index) => linkTo(fileOf(id, step), `customers-${index + 1}.csv`));
  return {
    result: { ...shownExtract(extract), links: await Promise.all(links) },
    writes: lists.tellHandedOut(extract, origin),
  };
}

function shownExtract({ files, progress, ...extract }: ExtractRecord): Extract {
  return extract;
}

function fileOf(id: string, step: number): string {
  return `extracts/${id}/${step}.csv`;
}

interface ExtractContext extends Pick<FillContext, 'customers' | 'fields' | 'callers' | 'commit' | 'origin'> {
  readonly lists: Pick<ListsStore, 'findExtract' | 'listMembers' | 'advanceExtract'>;
  readonly files: Pick<FileStore, 'put'>;
  readonly staff: Pick<StaffReader, 'listActive'>;
  readonly exportDays: number;
}

const pageSize = 100;
/** Pages of a step, which makes one file. */
const pagesOfStep = 200;

/**
 * Makes the file of the next step, and answers the step that comes then; undefined when nothing does. A step that comes
 * twice makes the same file again.
 */
export async function extractStep(
  { extract: id, step }: { readonly extract: string; readonly step: number },
  context: ExtractContext,
): Promise<number | undefined> {
  const extract = await context.lists.findExtract(id);
  if (extract?.progress === undefined) return undefined;
  if (extract.progress.step !== step)
    return extract.progress.step === step + 1 ? extract.progress.step : undefined;
  const asker = await askerLater(extract.progress.asker, context.callers);
  if (asker === undefined || notShown(extract, asker, await context.fields.listNow()).length > 0)
    return advance(extract, { state: 'stopped' }, undefined, context);
  const wording = await wordingOf(extract, context);
  const { lines, read, next } = await linesOf(extract, { asker, wording }, context);
  if (lines.length > 0) {
    const heads = extract.columns.map((column) => headOf(column, wording));
    const content = `${csvMark}${csvLine(heads)}${lines.join('')}`;
    await context.files.put(fileOf(id, step), Buffer.from(content));
  }
  const made = {
    read: extract.read + read,
    rows: extract.rows + lines.length,
    files: lines.length > 0 ? [...extract.files, step] : extract.files,
  };
  return advance(extract, next === undefined ? { ...made, state: 'done' } : made, next, context);
}

type Place = Pick<Progress, 'shard' | 'after'>;

async function wordingOf(
  { words }: Pick<ExtractRecord, 'words'>,
  { fields, staff }: Pick<ExtractContext, 'fields' | 'staff'>,
): Promise<Wording | undefined> {
  if (words === undefined) return undefined;
  const [definitions, everybody] = await Promise.all([fields.list(), staff.listActive()]);
  return { language: words, definitions, staff: new Map(everybody.map(({ id, name }) => [id, name])) };
}

async function linesOf(
  extract: ExtractRecord,
  { asker, wording }: { readonly asker: Principal; readonly wording: Wording | undefined },
  { customers, ...context }: ExtractContext,
) {
  const isMeant =
    extract.filter === undefined ? () => true : filterTest(asFilter(extract.filter), extract.requestedAt);
  const lines: string[] = [];
  let read = 0;
  let next: Place | undefined = extract.progress;
  for (let page = 0; page < pagesOfStep && next !== undefined; page += 1) {
    const found: { ids: readonly string[]; next: Place | undefined } = await pageAt(extract, next, {
      customers,
      ...context,
    });
    const byId = new Map((await customers.findMany(found.ids)).map((each) => [each.id, each]));
    for (const customerId of found.ids) {
      const customer = byId.get(customerId);
      if (customer === undefined || !hasRowAccess(asker, 'customers.read', customer.owner)) continue;
      if (isMeant(customer))
        lines.push(csvLine(extract.columns.map((column) => cellOf(customer, column, wording))));
    }
    read += found.ids.length;
    next = found.next;
  }
  return { lines, read, next };
}

/** The next hundred: of a list, or of the shards of all customers one after another. */
async function pageAt(
  { list }: Pick<ExtractRecord, 'list'>,
  { shard, after }: Place,
  { lists, customers }: Pick<ExtractContext, 'lists' | 'customers'>,
): Promise<{ readonly ids: readonly string[]; readonly next: Place | undefined }> {
  if (list !== undefined) {
    const { items, cursor } = await lists.listMembers(list, { limit: pageSize, cursor: after });
    const ids = items.map(({ customerId }) => customerId);
    return { ids, next: cursor === null ? undefined : { shard, after: cursor } };
  }
  const page = await customers.listAudience({ shard, after, limit: pageSize });
  if (page.after !== null) return { ids: page.customerIds, next: { shard, after: page.after } };
  return { ids: page.customerIds, next: shard + 1 < shards.length ? { shard: shard + 1 } : undefined };
}

async function advance(
  extract: ExtractRecord,
  made: Partial<ExtractRecord>,
  next: Place | undefined,
  { lists, commit, origin, exportDays }: ExtractContext,
): Promise<number | undefined> {
  const { progress, ...rest } = extract;
  if (progress === undefined) return undefined;
  const ended = { doneAt: origin.at, expiresAt: instantAfter(origin.at, { days: exportDays }) };
  const going = { ...rest, ...made, version: extract.version + 1 };
  const step = progress.step + 1;
  const { shard = 0, after } = next ?? {};
  const advanced =
    next === undefined
      ? { ...going, ...ended }
      : {
          ...going,
          progress: { asker: progress.asker, step, shard, ...(after === undefined ? {} : { after }) },
        };
  const { result } = await commit(async () => {
    const present = await lists.findExtract(extract.id);
    if (present?.version !== extract.version) return { result: undefined, writes: [] };
    return { result: next && step, writes: lists.advanceExtract(extract, advanced, origin) };
  });
  return result;
}
