/** How findings and completeness lie in the one table. */
import type { Restorable } from '../../../shared/events/restore.ts';
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { defineList } from '../../../shared/table/list.ts';
import { definePattern, shardOf } from '../../../shared/table/pattern.ts';
import { completenessRulesChanged } from './quality.events.ts';
import { CompletenessRules, CompletenessRulesEntry, QualityRecord, WorklistRow } from './quality.schema.ts';

/** One row for all, and its changes beside it. */
export const completenessRulesItem = defineItem({
  name: 'completeness-rules',
  v: 1,
  retention: 'setting',
  schema: CompletenessRules,
  key: ['COMPLETENESS-RULES', '-'],
});

export const completenessRulesTrail = ownTrail(completenessRulesItem);

/** What can be taken back of them. */
export const completenessRulesRestorable: Restorable = {
  changed: [completenessRulesChanged],
  fields: Object.keys(CompletenessRulesEntry.shape),
};

/** Beside the profile, which shows the score. In the worklist of the owner while something is to be corrected. */
export const qualityItem = defineItem({
  name: 'quality',
  v: 1,
  retention: 'record',
  schema: QualityRecord,
  key: ['C#{id}', '~quality'],
  indexes: { gsi2: ['FIX#{ownerKey}', '{id}'] },
  parts: ({ id, customer, findings }) => ({
    ownerKey: findings.length === 0 ? undefined : (customer.owner ?? ['none', String(shardOf(id))]),
  }),
  summary: WorklistRow,
  toSummary: ({ id, customer, score, customerVersion, findings }) => ({
    ...{ id, ...customer, score, customerVersion, findings },
    codes: [...new Set(findings.map(({ code }) => code))],
  }),
});

const worklistOfOwner = definePattern({
  question: 'Of which customers of this staff member is something to be corrected? Newest customers first.',
  item: qualityItem,
  index: 'gsi2',
  partition: 'FIX#{owner}',
  newestFirst: true,
});

const worklistOfNobody = definePattern({
  question:
    'Of which customers whom nobody looks after is something to be corrected? Newest customers first.',
  item: qualityItem,
  index: 'gsi2',
  partition: 'FIX#none#{shard}',
  newestFirst: true,
});

export const worklist = defineList({
  item: qualityItem,
  keys: { owner: { pattern: worklistOfOwner, none: worklistOfNobody } },
  rows: {
    open: {
      question: 'Of which customers is something to be corrected? Newest customers first.',
      value: ({ findings }) => (findings.length > 0 ? true : undefined),
    },
  },
  several: { code: 'codes' },
});
