/** Improvements in the one table. */
import type { EventContext } from '../../../shared/events/event.ts';
import { valuesBefore } from '../../../shared/events/restore.ts';
import { keyOf } from '../../../shared/table/item.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { replace, type Write } from '../../../shared/table/write.ts';
import type { Page } from '../../../shared/values/page.ts';
import {
  heldByOwner,
  improvementEntity,
  improvementItem,
  improvementRestorable,
  improvementsList,
} from './improvements.items.ts';
import type { ImprovementRecord, ImprovementStatus, ImprovementSummary } from './improvements.schema.ts';

export type ImprovementsStore = ReturnType<typeof createImprovementsStore>;

export function createImprovementsStore(table: Table) {
  const improvements = improvementEntity(table);
  return {
    find: improvements.find,
    findMany: improvements.findMany,
    get: improvements.get,
    create: improvements.create,
    change: (before: ImprovementRecord, after: ImprovementRecord, origin: EventContext): readonly Write[] =>
      improvements.change(before, after, origin),

    /** The next version without an event: nobody has changed anything. */
    remind: (before: ImprovementRecord, after: ImprovementRecord): Write =>
      replace(improvementItem, after, { ifVersion: before.version, onConflict: 'retry' }),

    /** What its fields were before a change. Throws what `valuesBefore` of shared/events throws. */
    valuesBefore: (present: ImprovementRecord, changeId: string) =>
      valuesBefore(
        {
          ...improvementRestorable,
          ...{ changeId, present, subject: { improvementId: present.id } },
          collection: keyOf(improvementItem, present).pk,
        },
        table,
      ),

    list: (
      filters: {
        readonly owner?: string | undefined;
        readonly status?: ImprovementStatus | undefined;
        readonly surveyId?: string | undefined;
      },
      page: PageRequest,
    ): Promise<Page<ImprovementSummary>> => improvementsList.page(table, filters, page),

    /** A page of those that go on and are this person's to see to. */
    listHeld: (owner: string, page: PageRequest) => table.listSummaries(heldByOwner, { owner }, page),
  };
}
