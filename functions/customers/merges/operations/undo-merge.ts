import { AppError, notFound } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import {
  type CustomerRecord,
  nameOf,
  type RecordChange,
  shownRecord,
  type UniqueValue,
  uniqueValues,
} from '../../customers/index.ts';
import { uniqueFieldsOf } from '../../fields/index.ts';
import { type Lost, parted } from '../merges.rules.ts';
import type { UnmergeResult } from '../merges.schema.ts';
import { assertMayChangeRecord, type MergeAccess } from './merge-access.ts';

interface Context extends MergeAccess {
  readonly origin: EventContext;
}

/** Takes a merge back: the record stands for itself again, with what is its own. */
export async function undoMerge(
  { customerId, mergedId }: { readonly customerId: string; readonly mergedId: string },
  context: Context,
): Promise<Change<UnmergeResult>> {
  const { customers, origin } = context;
  const root = (await customers.findFamily(customerId))?.path.at(-1);
  if (root === undefined) throw notFound('customer');
  await assertMayChangeRecord(root, context);
  const family = await customers.findFamily(mergedId);
  const [leaving, ...above] = family?.path ?? [];
  if (family === undefined || leaving === undefined || above.at(-1)?.id !== root.id)
    throw new AppError('not-allowed-now', 'This record is not merged into that customer’s.');
  const { free, lost } = await sorted(leaving, context);
  const [returned, ...changed] = parted(family, lostOf(lost));
  const next = new Map([returned, ...changed].map((record) => [record?.id, record]));
  const change = (before: CustomerRecord): RecordChange => ({
    before,
    after: { ...(next.get(before.id) ?? before), version: before.version + 1, updatedAt: origin.at },
  });
  const isBetween = ({ id }: CustomerRecord) => id !== leaving.id && id !== root.id && next.has(id);
  const writes = {
    returned: change(leaving),
    root: change(root),
    between: [...above, ...family.others].filter(isBetween).map(change),
    free,
  };
  const told = lost.map(({ kind, value }) => ({ kind, value: [...value] }));
  return {
    result: {
      customer: shownRecord(writes.returned.after),
      survivor: shownRecord(writes.root.after),
      lost: told,
    },
    writes: customers.unmerge(writes, origin),
  };
}

/** Unique values of the record that nobody holds by now, and those that somebody else does. */
async function sorted(leaving: CustomerRecord, { customers, fields }: Context) {
  const values = uniqueValues(leaving, uniqueFieldsOf(await fields.list()));
  const holders = await customers.holdersOf(values);
  const own = new Set([leaving.id, ...(leaving.mergedFrom ?? [])]);
  const holderOf = (unique: UniqueValue) => holders.get(nameOf(unique));
  return {
    free: values.filter((unique) => holderOf(unique) === undefined),
    lost: values.filter((unique) => {
      const holder = holderOf(unique);
      return holder !== undefined && !own.has(holder);
    }),
  };
}

function lostOf(lost: readonly UniqueValue[]): Lost {
  const of = (kind: string) => lost.filter((unique) => unique.kind === kind).map(({ value }) => value);
  return {
    emails: of('email').flatMap(([email]) => email ?? []),
    phones: of('phone').flatMap(([phone]) => phone ?? []),
    externalIds: of('external').map(([source = '', id = '']) => ({ source, id })),
    custom: of('custom').flatMap(([name]) => name ?? []),
  };
}
