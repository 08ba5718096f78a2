/** The rules of sources in the one table. */
import { changedNames, changeEvent, fieldChanges } from '../../../shared/events/change-event.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { keyOf } from '../../../shared/table/item.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, replace, type Write } from '../../../shared/table/write.ts';
import { sourceRulesChanged } from './sources.events.ts';
import { sourceRulesItem } from './sources.items.ts';
import { noRules } from './sources.rules.ts';
import type { SourceRules } from './sources.schema.ts';

export type SourcesStore = ReturnType<typeof createSourcesStore>;

export function createSourcesStore(table: Pick<Table, 'find'>) {
  return {
    get: async (): Promise<SourceRules> => (await table.find(sourceRulesItem, {})) ?? noRules,

    /** Writes the rules with the event that keeps what they were; nothing when nothing has changed. */
    change(before: SourceRules, after: SourceRules, context: EventContext): readonly Write[] {
      const changes = fieldChanges(before, after);
      const changed = changedNames(changes);
      if (changed.length === 0) return [];
      const data = { version: after.version, changed };
      return [
        before.updatedAt === undefined
          ? insert(sourceRulesItem, after, { onConflict: 'retry' })
          : replace(sourceRulesItem, after, { ifVersion: before.version, onConflict: 'retry' }),
        changeEvent(keyOf(sourceRulesItem, after).pk, sourceRulesChanged, data, context, changes),
      ];
    },
  };
}
