/** Views of customers in the one table. */
import { entity } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { valuesBefore, whyGone } from '../../../shared/events/restore.ts';
import { keyOf } from '../../../shared/table/item.ts';
import { anyOf } from '../../../shared/table/pattern.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import type { Write } from '../../../shared/table/write.ts';
import { viewChanged, viewCreated, viewDeleted } from './views.events.ts';
import { viewItem, viewRestorable, viewsOfShelf } from './views.items.ts';
import type { View, ViewRecord } from './views.schema.ts';

const viewEntity = entity({
  item: viewItem,
  noun: 'view',
  subject: ({ id, version }) => ({ viewId: id, version }),
  created: viewCreated,
  changed: viewChanged,
  isGone: ({ deletedAt }) => deletedAt !== undefined,
});

export type ViewsStore = ReturnType<typeof createViewsStore>;

export function createViewsStore(table: Table) {
  const views = viewEntity(table);
  return {
    get: views.get,
    create: (view: View, origin: EventContext): readonly Write[] => views.create(view, origin),
    /** Nothing is written when nothing has changed. */
    change: (before: ViewRecord, after: ViewRecord, origin: EventContext): readonly Write[] =>
      views.change(before, after, origin),

    delete(view: ViewRecord, origin: EventContext): readonly Write[] {
      const gone = { ...view, version: view.version + 1, updatedAt: origin.at, deletedAt: origin.at };
      return views.change(view, gone, origin, { declaration: viewDeleted });
    },

    /** One page of those that somebody made for themselves, of their teams and of everybody. */
    list: (of: { readonly id: string; readonly teams: readonly string[] }, page: PageRequest) =>
      table.listSummaries(viewsOfShelf, { shelf: anyOf([`of ${of.id}`, 'everybody', ...of.teams]) }, page),

    /** The view of a change that is taken back. Throws what `whyGone` of shared/events answers. */
    async getToRestore(id: string, changeId: string): Promise<ViewRecord> {
      const found = await views.find(id);
      if (found !== undefined) return found;
      const collection = keyOf(viewItem, { id }).pk;
      throw await whyGone('view', { changeId, collection, subject: { viewId: id } }, table);
    },

    /** What its fields were before a change. Throws what `valuesBefore` of shared/events throws. */
    valuesBefore: (present: ViewRecord, changeId: string) =>
      valuesBefore(
        {
          ...viewRestorable,
          ...{ changeId, present, subject: { viewId: present.id } },
          collection: keyOf(viewItem, present).pk,
        },
        table,
      ),
  };
}
