/** How the rules of sources lie in the one table. */
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { SourceRules } from './sources.schema.ts';

/** One row for all, and its changes beside it. */
export const sourceRulesItem = defineItem({
  name: 'source-rules',
  v: 1,
  retention: 'setting',
  schema: SourceRules,
  key: ['SOURCE-RULES', '-'],
});

export const sourceRulesTrail = ownTrail(sourceRulesItem);
