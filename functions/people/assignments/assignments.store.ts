/** Rules of assignment, and turns at work, in the one table. */
import { entity } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { valuesBefore } from '../../../shared/events/restore.ts';
import { keyOf } from '../../../shared/table/item.ts';
import { hashOfParts } from '../../../shared/table/key.ts';
import type { AccessPattern } from '../../../shared/table/pattern.ts';
import type { Table } from '../../../shared/table/table.ts';
import { check, insert, replace, type Write } from '../../../shared/table/write.ts';
import { callbacks } from '../../holdings.ts';
import { type WorkKind, workKinds } from '../staff/staff.schema.ts';
import { assignmentRulesChanged, assignmentRulesSet } from './assignments.events.ts';
import { rulesItem, rulesRestorable, turnsItem } from './assignments.items.ts';
import type { Round, Way } from './assignments.rules.ts';
import type { AssignmentRules } from './assignments.schema.ts';

const rulesEntity = entity({
  item: rulesItem,
  noun: 'rule',
  subject: ({ id, version }) => ({ kind: id, record: id, version }),
  created: assignmentRulesSet,
  changed: assignmentRulesChanged,
});

/** What counts as open work of a kind: what somebody of that kind holds. */
const openWork: Readonly<Record<WorkKind, AccessPattern>> = { callbacks };

export type AssignmentsStore = ReturnType<typeof createAssignmentsStore>;

export function createAssignmentsStore(table: Table) {
  const stored = rulesEntity(table);
  return {
    /** What its fields were before a change. Throws what `valuesBefore` of shared/events throws. */
    valuesBefore: (present: AssignmentRules, changeId: string) =>
      valuesBefore(
        {
          ...rulesRestorable,
          ...{ changeId, present, subject: { record: present.kind } },
          collection: keyOf(rulesItem, { id: present.kind }).pk,
        },
        table,
      ),

    /** The rules of a kind of work; version 1 without any while nobody has set them. */
    async rulesOf(kind: WorkKind): Promise<AssignmentRules> {
      const found = await stored.find(kind);
      if (found === undefined) return { kind, version: 1, rules: [] };
      const { id: _, ...rules } = found;
      return { kind, ...rules };
    },

    /** Nothing is written when nothing has changed. */
    change(before: AssignmentRules, after: AssignmentRules, origin: EventContext): readonly Write[] {
      const next = recordOf(after, origin.at);
      if (before.updatedAt === undefined) return stored.create(next, origin);
      return stored.change(recordOf(before, before.updatedAt), next, origin);
    },

    /** How much open work of a kind somebody has. The index lags by a second or so. */
    countOpen: (kind: WorkKind, owner: string): Promise<number> => table.count(openWork[kind], { owner }),

    /** The turns that these people take at a kind of work. */
    turnsOf(kind: WorkKind, way: Way, people: readonly string[]) {
      const id = hashOfParts(kind, way, ...people);
      return {
        find: (): Promise<Round | undefined> => table.find(turnsItem, { id }),

        /** Begins a round, unless somebody has taken a turn or begun one since `before` was read. */
        async begin(before: Round | undefined, { people: named, open, ...round }: Round): Promise<void> {
          const next = { ...round, id, people: [...named], open: [...open] };
          const write =
            before === undefined
              ? insert(turnsItem, next, { onConflict: 'retry' })
              : replace(turnsItem, next, { ifVersion: before.version, onConflict: 'retry' });
          await table.commit([write]);
        },

        /** Takes the next turn, whatever others do at the same moment: the round with the version that is this turn. */
        take: (): Promise<Round> => table.raise(turnsItem, { id }),
      };
    },
  };
}

/** Which rules name a team, by kind of work; with what holds a write back should any rules be set meanwhile. */
export async function rulesNaming(team: string, table: Pick<Table, 'find'>) {
  const all = await Promise.all(
    workKinds.map(async (kind) => ({ kind, found: await table.find(rulesItem, { id: kind }) })),
  );
  return {
    naming: all.flatMap(({ kind, found }) => {
      const rules = (found?.rules ?? []).filter(({ candidates }) => candidates.team === team);
      return rules.length === 0 ? [] : [{ kind, rules: rules.map(({ name }) => name) }];
    }),
    unchanged: all.map(({ kind, found }) =>
      check(rulesItem, { id: kind }, { ifVersion: found?.version, onConflict: 'retry' }),
    ),
  };
}

function recordOf({ kind, ...rules }: AssignmentRules, updatedAt: string) {
  return { ...rules, id: kind, updatedAt };
}
