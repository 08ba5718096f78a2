/** Findings, completeness and its rules, in the one table. */
import { changedNames, changeEvent, fieldChanges } from '../../../shared/events/change-event.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { valuesBefore } from '../../../shared/events/restore.ts';
import { keyOf } from '../../../shared/table/item.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, remove, replace, type Write } from '../../../shared/table/write.ts';
import { completenessRulesChanged, findingDecided } from './quality.events.ts';
import {
  completenessRulesItem,
  completenessRulesRestorable,
  qualityItem,
  worklist,
} from './quality.items.ts';
import {
  type CompletenessRules,
  defaultRules,
  type FindingCode,
  type FindingDecision,
  type QualityRecord,
} from './quality.schema.ts';

export type QualityStore = ReturnType<typeof createQualityStore>;

/** Whose customers the worklist is of: one person's, those of several, nobody's (`none`), or of all. */
export type WorklistOwner = string | ReadonlySet<string> | undefined;

export function createQualityStore(table: Table) {
  return {
    /** Undefined while nobody has looked at the customer. One strongly consistent read. */
    find: (customerId: string): Promise<QualityRecord | undefined> =>
      table.find(qualityItem, { id: customerId }),

    /** The same of those of several customers who were looked at, in no order. */
    findMany: (customerIds: readonly string[]): Promise<readonly QualityRecord[]> =>
      table.findMany(
        qualityItem,
        customerIds.map((id) => ({ id })),
      ),

    /** @param code only customers with such a finding */
    list: (
      owner: WorklistOwner,
      { code, ...page }: PageRequest & { readonly code?: FindingCode | undefined },
    ) => worklist.page(table, { ...(owner === undefined ? { open: true } : { owner }), code }, page),

    /** Writes what was found, unless somebody was faster. Nothing when nothing is different. */
    change(before: QualityRecord | undefined, after: Omit<QualityRecord, 'version'>): readonly Write[] {
      const next = { ...after, version: (before?.version ?? 0) + 1 };
      const written =
        before === undefined
          ? insert(qualityItem, next, { onConflict: 'retry' })
          : replace(qualityItem, next, { ifVersion: before.version, onConflict: 'retry' });
      return [written, ...worklist.rowsFor(before, next)];
    },

    /** What was found goes with the customer. */
    remove: (before: QualityRecord): readonly Write[] => [
      remove(qualityItem, before, { ifVersion: before.version, onConflict: 'retry' }),
      ...worklist.rowsFor(before, undefined),
    ],

    /** That somebody has decided on a finding, in the timeline of the customer. */
    tellDecision(
      { id, accepted: before }: QualityRecord,
      after: QualityRecord['accepted'],
      { code, field, accepted }: FindingDecision,
      origin: EventContext,
    ): Write {
      const data = { customerId: id, code, field, accepted };
      const changes = fieldChanges({ accepted: before }, { accepted: after });
      return changeEvent(keyOf(qualityItem, { id }).pk, findingDecided, data, origin, changes);
    },

    /** The rules, or the default ones while nobody has set any. */
    getRules: async (): Promise<CompletenessRules> =>
      (await table.find(completenessRulesItem, {})) ?? defaultRules,

    /** What its fields were before a change. Throws what `valuesBefore` of shared/events throws. */
    rulesBefore: (present: CompletenessRules, changeId: string) =>
      valuesBefore(
        {
          ...completenessRulesRestorable,
          ...{ changeId, present, subject: {} },
          collection: keyOf(completenessRulesItem, present).pk,
        },
        table,
      ),

    /** Writes the rules with the event that keeps what they were; nothing when nothing has changed. */
    changeRules(before: CompletenessRules, after: CompletenessRules, origin: EventContext): readonly Write[] {
      const changes = fieldChanges(before, after);
      const changed = changedNames(changes);
      if (changed.length === 0) return [];
      return [
        before.version === defaultRules.version
          ? insert(completenessRulesItem, after, { onConflict: 'retry' })
          : replace(completenessRulesItem, after, { ifVersion: before.version, onConflict: 'retry' }),
        changeEvent(
          keyOf(completenessRulesItem, after).pk,
          completenessRulesChanged,
          { version: after.version, changed },
          origin,
          changes,
        ),
      ];
    },
  };
}
