/** How improvements lie in the one table. */
import { entity } from '../../../shared/events/entity.ts';
import type { Restorable } from '../../../shared/events/restore.ts';
import { ownTrail } from '../../../shared/events/trail.ts';
import { dueKeys, dueParts } from '../../../shared/scheduling/due-list.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { defineList } from '../../../shared/table/list.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { improvementChanged, improvementCreated, improvementOverdue } from './improvements.events.ts';
import { goesOn } from './improvements.rules.ts';
import { ImprovementPatch, ImprovementRecord, ImprovementSummary } from './improvements.schema.ts';

export const improvementItem = defineItem({
  name: 'improvement',
  v: 1,
  retention: 'record',
  schema: ImprovementRecord,
  key: ['IMPROVEMENT#{id}', '-'],
  indexes: {
    gsi1: ['LIST#improvement', '{dueOn}#{id}'],
    gsi2: ['IMPROVEMENTS#{keeper}', '{state}#{dueOn}#{id}'],
    gsi3: dueKeys,
  },
  parts: ({ id, owner, remindAt, status }) => ({
    keeper: owner ?? 'none',
    state: goesOn({ status }) ? 'going-on' : 'over',
    ...dueParts(improvementOverdue, status === 'open' ? remindAt : undefined, id),
  }),
  summary: ImprovementSummary,
});

export const improvementTrail = ownTrail(improvementItem);

export const improvementEntity = entity({
  item: improvementItem,
  noun: 'improvement',
  subject: ({ id, surveyId, version }) => ({ improvementId: id, surveyId, version }),
  created: improvementCreated,
  changed: improvementChanged,
});

export const improvementsOfOwner = definePattern({
  question: 'Which improvements does this person see to? Those that go on first, by their day.',
  item: improvementItem,
  index: 'gsi2',
  partition: 'IMPROVEMENTS#{owner}',
});

export const heldByOwner = definePattern({
  question: 'Which improvements that go on does this person see to?',
  item: improvementItem,
  index: 'gsi2',
  partition: 'IMPROVEMENTS#{owner}',
  prefix: 'going-on#',
});

/** Which improvements there are, as people ask for them. */
export const improvementsList = defineList({
  item: improvementItem,
  all: definePattern({
    question: 'Which improvements are there? By their day.',
    item: improvementItem,
    index: 'gsi1',
    partition: 'LIST#improvement',
  }),
  keys: { owner: { pattern: improvementsOfOwner } },
  bounded: ['status', 'surveyId'],
});

/** What can be taken back of it. */
export const improvementRestorable: Restorable = {
  changed: [improvementChanged],
  created: [improvementCreated],
  fields: ['finding', 'action', 'owner', 'dueOn', 'questionId', 'group'],
  patch: ImprovementPatch,
};
