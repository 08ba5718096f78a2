/** The rules of the closed loop and what has come of answers, in the one table. */
import { changedNames, changeEvent, fieldChanges } from '../../../shared/events/change-event.ts';
import { type EventContext, raise } from '../../../shared/events/event.ts';
import { valuesBefore } from '../../../shared/events/restore.ts';
import { keyOf } from '../../../shared/table/item.ts';
import { recentMonths, type Span } from '../../../shared/table/periods.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { check, insert, replace, type Write } from '../../../shared/table/write.ts';
import { loopClosed, loopOpened, loopRulesChanged } from './closed-loop.events.ts';
import {
  loopItem,
  loopRulesItem,
  loopRulesRestorable,
  loopsOfCustomer,
  loopsOfMonth,
  timelineOf,
} from './closed-loop.items.ts';
import { defaultRules } from './closed-loop.rules.ts';
import type { Loop, LoopRules, LoopStatus, LoopSummary } from './closed-loop.schema.ts';

export interface LoopFilters {
  readonly status?: LoopStatus | undefined;
  readonly surveyId?: string | undefined;
  /** Null: of nobody. */
  readonly caller?: string | null | undefined;
}

const rowsAtOnce = 1000;

const given = (filters: LoopFilters) =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));

export type ClosedLoopStore = ReturnType<typeof createClosedLoopStore>;

const subjectOf = ({ id: loopId, customerId, version }: Loop) => ({ loopId, customerId, version });

export function createClosedLoopStore(table: Table) {
  return {
    /** What their fields were before a change. Throws what `valuesBefore` of shared/events throws. */
    rulesBefore: (present: LoopRules, changeId: string) =>
      valuesBefore(
        {
          ...loopRulesRestorable,
          ...{ changeId, present, subject: {} },
          collection: keyOf(loopRulesItem, present).pk,
        },
        table,
      ),

    /** The rules, or the default one while nobody has set any. */
    getRules: async (): Promise<LoopRules> => (await table.find(loopRulesItem, {})) ?? defaultRules,

    /** Writes the rules with the event that keeps what they were; nothing when nothing has changed. */
    changeRules(before: LoopRules, after: LoopRules, origin: EventContext): readonly Write[] {
      const changes = fieldChanges(before, after);
      const changed = changedNames(changes);
      if (changed.length === 0) return [];
      const data = { version: after.version, changed };
      return [
        before.version === defaultRules.version
          ? insert(loopRulesItem, after, { onConflict: 'retry' })
          : replace(loopRulesItem, after, { ifVersion: before.version, onConflict: 'retry' }),
        changeEvent(keyOf(loopRulesItem, after).pk, loopRulesChanged, data, origin, changes),
      ];
    },

    find: (id: string): Promise<Loop | undefined> => table.find(loopItem, { id }),

    /** Its insert is the event. One of this id that is there already has the same cause, and is left as it is. */
    open(loop: Loop, origin: EventContext): Write {
      const event = raise(loopOpened, { ...subjectOf(loop), rule: loop.rule }, origin);
      return insert(loopItem, loop, { event, onConflict: 'ok' });
    },

    /** The next version; when that closes the loop, with the event that tells it. */
    change(before: Loop, next: Omit<Loop, 'version'>, origin: EventContext): readonly Write[] {
      const after = { ...next, version: before.version + 1 };
      const changes = fieldChanges(before, after);
      const changed = changedNames(changes);
      if (changed.length === 0) return [];
      const write = replace(loopItem, after, { ifVersion: before.version, onConflict: 'retry' });
      const { closedBecause: because, change } = after;
      if (because === undefined || before.closedBecause === because) return [write];
      const data = { ...subjectOf(after), changed, because, change };
      return [write, changeEvent(timelineOf(after), loopClosed, data, origin, changes)];
    },

    /** One page, newest first, back to two years ago. */
    list(filters: LoopFilters, page: PageRequest, span: Span = recentMonths()) {
      const request = { ...page, span, filter: given(filters) };
      return table.listSummaries(loopsOfMonth, {}, request);
    },

    /** The loops of a month, newest first, no more than so many. */
    async listMonth(month: string, most: number, filters: LoopFilters = {}): Promise<readonly LoopSummary[]> {
      const found: LoopSummary[] = [];
      let cursor: string | undefined;
      do {
        const limit = Math.min(rowsAtOnce, most - found.length);
        const request = { limit, cursor, filter: given(filters) };
        const page = await table.listSummaries(loopsOfMonth, { month }, request);
        found.push(...page.items);
        cursor = page.cursor ?? undefined;
      } while (cursor !== undefined && found.length < most);
      return found;
    },

    /** Ids of the loops of any of these records of a customer. The index lags by a second or so. */
    async idsOf(customerId: string | ReadonlySet<string>): Promise<readonly string[]> {
      const { items } = await table.listSummaries(loopsOfCustomer, { customerId }, { limit: 100 });
      return items.filter(({ status }) => status !== 'closed').map(({ id }) => id);
    },
  };
}

/** Which rules name a team; with what holds a write back should any rules be set meanwhile. */
export async function loopRulesNaming(team: string, table: Pick<Table, 'find'>) {
  const found = await table.find(loopRulesItem, {});
  const names = (found?.rules ?? []).filter((rule) => rule.do.team === team).map(({ name }) => name);
  return {
    naming: names.length === 0 ? [] : [{ kind: 'closed-loop' as const, rules: names }],
    unchanged: [check(loopRulesItem, {}, { ifVersion: found?.version, onConflict: 'retry' })],
  };
}
