/** Activities in the one table, each counted in the transaction that records it. */
import { entity } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import type { Between } from '../../../shared/table/expressions.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, replace, type Write } from '../../../shared/table/write.ts';
import type { Page } from '../../../shared/values/page.ts';
import type { Ids } from '../../customers/customers/index.ts';
import { activityKindChanged, activityKindCreated } from './activities.events.ts';
import {
  type ActivityKindRecord,
  activitiesOfCustomer,
  activityItem,
  activityKindCollection,
  activityKindItem,
  activityKinds,
  activitySummaryItem,
  summariesOfCustomer,
} from './activities.items.ts';
import { type Activity, type ActivityKind, maximumKinds, type SummaryRecord } from './activities.schema.ts';

const kindEntity = entity({
  item: activityKindItem,
  noun: 'kind of activity',
  subject: ({ id, version }) => ({ kind: id, record: id, version }),
  created: activityKindCreated,
  changed: activityKindChanged,
  collection: ({ id }) => activityKindCollection(id),
});

export type ActivitiesStore = ReturnType<typeof createActivitiesStore>;

export function createActivitiesStore(table: Table) {
  const kinds = kindEntity(table);
  return {
    async findKind(kind: string): Promise<ActivityKind | undefined> {
      const found = await kinds.find(kind);
      return found && asKind(found);
    },

    /** Those of these kinds that are defined, in no order: a read unit each. */
    findKinds: async (names: readonly string[]): Promise<readonly ActivityKind[]> =>
      (await kinds.findMany(names)).map(asKind),

    async listKinds(page: PageRequest): Promise<Page<ActivityKind>> {
      const { items, cursor } = await table.listItems(activityKinds, {}, { ...page, consistent: true });
      return { items: items.map(asKind), cursor };
    },

    hasRoomForKind: async (): Promise<boolean> => (await table.count(activityKinds, {})) < maximumKinds,

    createKind: (kind: ActivityKind, origin: EventContext) => kinds.create(recordOf(kind), origin),

    /** Nothing is written when nothing has changed. */
    changeKind: (before: ActivityKind, after: ActivityKind, origin: EventContext) =>
      kinds.change(recordOf(before), recordOf(after), origin),

    /** Those of these activities that are there, in no order: a read unit each. */
    findMany: (keys: readonly Pick<Activity, 'customerId' | 'at' | 'id'>[]): Promise<readonly Activity[]> =>
      table.findMany(activityItem, keys),

    findSummaries: (customerId: string, names: readonly string[]): Promise<readonly SummaryRecord[]> =>
      table.findMany(
        activitySummaryItem,
        names.map((kind) => ({ customerId, kind })),
      ),

    /** Records what is not there, unless somebody was faster. */
    record: (activity: Activity): Write => insert(activityItem, activity, { onConflict: 'retry' }),

    count: (before: SummaryRecord | undefined, after: SummaryRecord): Write =>
      before === undefined
        ? insert(activitySummaryItem, after, { onConflict: 'retry' })
        : replace(activitySummaryItem, after, { ifVersion: before.version, onConflict: 'retry' }),

    /** A page of what a customer has done, with the records that are merged into theirs. */
    listOf(
      customerId: Ids,
      {
        kind,
        between,
        ...page
      }: PageRequest & { readonly kind?: string | undefined; readonly between: Between },
    ): Promise<Page<Activity>> {
      const narrowed = kind === undefined ? {} : { filter: { kind } };
      return table.listItems(
        activitiesOfCustomer,
        { customerId },
        { ...page, ...narrowed, between, consistent: true },
      );
    },

    async summariesOf(customerId: Ids): Promise<readonly SummaryRecord[]> {
      const found: SummaryRecord[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await table.listItems(
          summariesOfCustomer,
          { customerId },
          { limit: maximumKinds, consistent: true, cursor },
        );
        found.push(...page.items);
        cursor = page.cursor;
      }
      return found;
    },
  };
}

function recordOf({ kind, ...definition }: ActivityKind): ActivityKindRecord {
  return { ...definition, id: kind };
}

function asKind({ id, ...definition }: ActivityKindRecord): ActivityKind {
  return { kind: id, ...definition };
}
