/** How views of customers lie in the one table. */
import type { Restorable } from '../../../shared/events/restore.ts';
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { viewChanged, viewCreated } from './views.events.ts';
import { View, ViewPatch, ViewRecord } from './views.schema.ts';

export const viewItem = defineItem({
  name: 'customer-view',
  v: 1,
  retention: 'record',
  schema: ViewRecord,
  key: ['VIEW#{id}', '-'],
  indexes: { gsi1: ['VIEWS#{shelf}', '{sortName}#{id}'] },
  parts: ({ name, sharedWith, createdBy, deletedAt }) => ({
    // A deleted view leaves.
    shelf:
      deletedAt === undefined ? (sharedWith === 'nobody' ? `of ${createdBy.id}` : sharedWith) : undefined,
    // Cut by characters, so that a cursor made of the sort key stays short.
    sortName: [...name].slice(0, 30).join(''),
  }),
  summary: View,
});

export const viewTrail = ownTrail(viewItem);

export const viewsOfShelf = definePattern({
  question: 'Which views of customers are somebody’s own, of a team or of everybody? By name.',
  item: viewItem,
  index: 'gsi1',
  partition: 'VIEWS#{shelf}',
});

/** What can be taken back of it. */
export const viewRestorable: Restorable = {
  changed: [viewChanged],
  created: [viewCreated],
  fields: Object.keys(ViewPatch.shape),
  patch: ViewPatch,
};
