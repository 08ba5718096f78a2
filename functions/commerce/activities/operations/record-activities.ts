import { AppError } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change, Write } from '../../../../shared/table/write.ts';
import { type Contact, type CustomerReader, idsOf } from '../../../customers/customers/index.ts';
import { conflictOf, counting, readActivity } from '../activities.rules.ts';
import type { Activity, ActivityKind, ActivityRow } from '../activities.schema.ts';
import type { ActivitiesStore } from '../activities.store.ts';

interface Context {
  readonly activities: Pick<ActivitiesStore, 'findKinds' | 'findMany' | 'findSummaries' | 'record' | 'count'>;
  readonly customers: Pick<CustomerReader, 'findNamed'>;
  readonly origin: EventContext;
}

/** What became of an activity that was told. */
export type Recorded = AppError | { readonly id: string; readonly isNew: boolean };

/**
 * Records activities of one customer, who is named the same in all rows, and counts them. What was recorded before stays
 * as it is, also with a record that was merged into the customer's since. Nothing waits for whoever is being erased: what is
 * on its way then is found when the erasure looks again.
 */
export async function recordActivities(
  rows: readonly ActivityRow[],
  { activities, customers, origin }: Context,
): Promise<Change<readonly Recorded[]>> {
  const [customer, kinds] = await Promise.all([
    findCustomer(rows, customers),
    activities.findKinds([...new Set(rows.map(({ kind }) => kind))]),
  ]);
  if (customer instanceof AppError) return { result: rows.map(() => customer), writes: [] };
  const kindOf = new Map(kinds.map((kind) => [kind.kind, kind]));
  const told = rows.map((row) =>
    readActivity(row, kindOf.get(row.kind), { customerId: customer.id, now: origin.at }),
  );
  const right = told.flatMap((each) => (each instanceof AppError ? [] : [each]));
  const recorded = await findRecorded(right, customer, activities);
  const isNew = (activity: Activity) => !recorded.has(activity.id);
  const writes = await writesFor(right.filter(isNew), { customer, kindOf, activities });
  const result = told.map((each): Recorded => {
    if (each instanceof AppError) return each;
    const before = recorded.get(each.id);
    const otherwise = before && conflictOf(before, each);
    return otherwise ?? { id: each.id, isNew: before === undefined };
  });
  return { result, writes };
}

async function findCustomer(
  [row]: readonly ActivityRow[],
  customers: Context['customers'],
): Promise<Contact | AppError> {
  const named = row?.customer ?? {};
  const found = await customers.findNamed(named);
  if (found !== undefined) return found;
  const [name = ''] = Object.keys(named);
  return new AppError('invalid-request', 'The customer of the activity is not known.', {
    violations: [
      { pointer: `/body/customer/${name}`, reason: 'There is no such customer. Create them first.' },
    ],
  });
}

/** Those of the activities that are there, with the customer's record or one that was merged into it, by their ids. */
async function findRecorded(
  told: readonly Activity[],
  customer: Contact,
  activities: Context['activities'],
): Promise<ReadonlyMap<string, Activity>> {
  const keys = told.flatMap(({ at, id }) => idsOf(customer).map((customerId) => ({ customerId, at, id })));
  const found = keys.length === 0 ? [] : await activities.findMany(keys);
  return new Map(found.map((activity) => [activity.id, activity]));
}

interface Writing extends Pick<Context, 'activities'> {
  readonly customer: Contact;
  readonly kindOf: ReadonlyMap<string, ActivityKind>;
}

async function writesFor(
  fresh: readonly Activity[],
  { customer, kindOf, activities }: Writing,
): Promise<readonly Write[]> {
  const byKind = Map.groupBy(fresh, ({ kind }) => kind);
  if (byKind.size === 0) return [];
  const summaries = await activities.findSummaries(customer.id, [...byKind.keys()]);
  const summaryOf = new Map(summaries.map((summary) => [summary.kind, summary]));
  return [...byKind].flatMap(([kind, [first, ...others]]) => {
    const unit = kindOf.get(kind)?.countedBy;
    if (first === undefined || unit === undefined) return [];
    const before = summaryOf.get(kind);
    const all = [first, ...others] as const;
    return [...all.map(activities.record), activities.count(before, counting(before, unit, all))];
  });
}
