/** Links for anybody in the one table. */
import { randomBytes } from 'node:crypto';
import type { EventContext } from '../../../shared/events/event.ts';
import { valuesBefore, whyGone } from '../../../shared/events/restore.ts';
import { keyOf } from '../../../shared/table/item.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { incrementUpTo, insert, type Write } from '../../../shared/table/write.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { collectorDeleted } from './collectors.events.ts';
import {
  type CollectorRecord,
  collectorCountItem,
  collectorEntity,
  collectorHourItem,
  collectorItem,
  collectorLinkItem,
  collectorRestorable,
  collectorsOfSurvey,
  deletedCollectorsOfSurvey,
} from './collectors.items.ts';

export type CollectorsStore = ReturnType<typeof createCollectorsStore>;

/** More of them say nothing new, and each costs a write: so many a collector keeps within an hour. */
const suspectsPerHour = 20;

export function createCollectorsStore(table: Table) {
  const collectors = collectorEntity(table);
  return {
    find: collectors.find,
    get: collectors.get,
    change: collectors.change,

    /** What its fields were before a change. Throws what `valuesBefore` of shared/events throws. */
    valuesBefore: (present: CollectorRecord, changeId: string) =>
      valuesBefore(
        {
          ...collectorRestorable,
          ...{ changeId, present, subject: { collectorId: present.id } },
          collection: keyOf(collectorItem, present).pk,
        },
        table,
      ),

    /** The collector of a change that is taken back. Throws what `whyGone` of shared/events answers. */
    async getToRestore(id: string, changeId: string): Promise<CollectorRecord> {
      const collector = await collectors.find(id);
      if (collector !== undefined) return collector;
      const { pk: collection } = keyOf(collectorItem, { id });
      throw await whyGone('collector', { changeId, collection, subject: { collectorId: id } }, table);
    },

    /** The collector with what signs its forms, which no trail keeps. */
    create: (collector: CollectorRecord, context: EventContext): readonly Write[] => [
      ...collectors.create(collector, context),
      insert(
        collectorLinkItem,
        { code: collector.code, collectorId: collector.id, key: randomBytes(32).toString('base64url') },
        { onConflict: 'retry' },
      ),
    ],

    /** Its answers stay, with the place that they came from. */
    delete: (before: CollectorRecord, after: CollectorRecord, context: EventContext): readonly Write[] =>
      collectors.change(before, after, context, { declaration: collectorDeleted }),

    async list(
      surveyId: string,
      { deleted, ...page }: PageRequest & { readonly deleted?: 'true' | undefined },
    ) {
      const pattern = deleted === undefined ? collectorsOfSurvey : deletedCollectorsOfSurvey;
      const { items, cursor } = await table.listSummaries(pattern, { surveyId }, page);
      // A deleted one leaves the list of the others; the index may show it for a moment longer.
      return { items: items.filter(({ status }) => (status === 'deleted') === (deleted === 'true')), cursor };
    },

    /** What links are called, also those that were deleted. */
    async namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
      const keys = ids.map((id) => ({ id }));
      const found = await table.findMany(collectorItem, keys, { consistent: false });
      return new Map(found.map(({ id, name }) => [id, name]));
    },

    answeredBy: async (collectorId: string): Promise<number> =>
      (await table.find(collectorCountItem, { collectorId }))?.answered ?? 0,

    /** What stands behind a link, and the key of its forms. */
    async findByCode(code: string) {
      const link = await table.find(collectorLinkItem, { code });
      const collector = link && (await collectors.find(link.collectorId));
      return link === undefined || collector === undefined ? undefined : { collector, key: link.key };
    },

    /** What came by it within the hour of `at`. */
    hourOf: (collectorId: string, at: Instant) =>
      table.find(collectorHourItem, { collectorId, hour: hourOf(at) }),
  };
}

/** The writes that count an answer. They fail, and the whole answer with them, where there is no more room for it. */
export function collected(
  { id: collectorId, maximum, perHour }: CollectorRecord,
  at: Instant,
): readonly Write[] {
  return [
    incrementUpTo(collectorCountItem, { collectorId }, 'answered', maximum),
    incrementUpTo(collectorHourItem, hourRow(collectorId, at), 'answered', perHour),
  ];
}

/** The write that counts an answer which a program seems to have sent. */
export function suspectCollected({ id: collectorId }: CollectorRecord, at: Instant): Write {
  return incrementUpTo(collectorHourItem, hourRow(collectorId, at), 'suspects', suspectsPerHour);
}

/** Whether one more would be kept. */
export function keepsSuspects(hour: { readonly suspects: number } | undefined): boolean {
  return (hour?.suspects ?? 0) < suspectsPerHour;
}

const hourOf = (at: Instant) => at.slice(0, '2026-11-23T01'.length);
const hourRow = (collectorId: string, at: Instant) => ({ collectorId, hour: hourOf(at) });
