/** How links for anybody lie in the one table. */
import * as z from 'zod';
import { entity } from '../../../shared/events/entity.ts';
import type { Restorable } from '../../../shared/events/restore.ts';
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { collectorChanged, collectorCreated } from './collectors.events.ts';
import { Collector, CollectorPatch, CollectorSummary, collectorId } from './collectors.schema.ts';

export const collectorItem = defineItem({
  name: 'collector',
  v: 1,
  retention: 'record',
  schema: Collector.omit({ link: true, answered: true }).extend({
    /** What stands in the link. */
    code: z.string(),
    status: z.enum(['open', 'closed', 'deleted']),
  }),
  key: ['COLLECTOR#{id}', '-'],
  indexes: {
    gsi1: ['COLLECTORS#{surveyId}', '{listedAt}#{id}'],
    gsi2: ['COLLECTORS-GONE#{surveyId}', '{goneAt}#{id}'],
  },
  parts: ({ status, updatedAt }) => (status === 'deleted' ? { goneAt: updatedAt } : { listedAt: updatedAt }),
  summary: CollectorSummary,
});
export type CollectorRecord = z.infer<(typeof collectorItem)['schema']>;

export const collectorTrail = ownTrail(collectorItem);

export const collectorEntity = entity({
  item: collectorItem,
  noun: 'collector',
  subject: ({ id, surveyId, version }) => ({ collectorId: id, surveyId, version }),
  created: collectorCreated,
  changed: collectorChanged,
  isGone: ({ status }) => status === 'deleted',
});

/** Leads from what stands in the link to the collector, and signs the forms that are shown behind it. */
export const collectorLinkItem = defineItem({
  name: 'collector-link',
  v: 1,
  retention: 'record',
  schema: z.strictObject({ code: z.string(), collectorId: collectorId.schema, key: z.string() }),
  key: ['COLLECT#{code}', '-'],
});

/** How many have answered by it, in the transaction of each answer, so that a maximum is kept to the last one. */
export const collectorCountItem = defineItem({
  name: 'collector-count',
  v: 1,
  retention: 'statistic',
  schema: z.strictObject({ collectorId: collectorId.schema, answered: z.int().default(0) }),
  key: ['STAT#collector#{collectorId}', '-'],
});

const secondsOfHour = 60 * 60;

/** What came by it within an hour, which is bounded. */
export const collectorHourItem = defineItem({
  name: 'collector-hour',
  v: 1,
  retention: 'trace',
  schema: z.strictObject({
    collectorId: collectorId.schema,
    /** UTC, e.g. `2026-11-23T01`. */
    hour: z.string(),
    answered: z.int().default(0),
    suspects: z.int().default(0),
  }),
  key: ['COLLECTOR#{collectorId}', 'HOUR#{hour}'],
  expires: ({ hour }) => epochSeconds(`${hour}:00:00.000Z`) + 2 * secondsOfHour,
});

export const collectorsOfSurvey = definePattern({
  question: 'By which links can anybody answer this survey? The last changed first.',
  item: collectorItem,
  index: 'gsi1',
  partition: 'COLLECTORS#{surveyId}',
  newestFirst: true,
});

export const deletedCollectorsOfSurvey = definePattern({
  question: 'By which links, deleted since, could anybody answer this survey? The last deleted first.',
  item: collectorItem,
  index: 'gsi2',
  partition: 'COLLECTORS-GONE#{surveyId}',
  newestFirst: true,
});

/** What can be taken back of it. */
export const collectorRestorable: Restorable = {
  changed: [collectorChanged],
  created: [collectorCreated],
  fields: Object.keys(CollectorPatch.shape),
  patch: CollectorPatch,
};
