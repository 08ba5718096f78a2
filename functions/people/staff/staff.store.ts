/** Staff in the one table. */
import { isDeepStrictEqual } from 'node:util';
import { entity } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { valuesBefore } from '../../../shared/events/restore.ts';
import { keyOf } from '../../../shared/table/item.ts';
import { hashOfParts } from '../../../shared/table/key.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { holdValue } from '../../../shared/table/unique-value.ts';
import { check, insert, put, remove, replace, type Write } from '../../../shared/table/write.ts';
import * as holdings from '../../holdings.ts';
import { staffChanged, staffRegistered } from './staff.events.ts';
import {
  deputizing,
  deputyItem,
  staffAddressItem,
  staffByName,
  staffGuardItem,
  staffItem,
  staffRestorable,
} from './staff.items.ts';
import { addressTaken, deputiesOf } from './staff.rules.ts';
import type { Staff, StandIn } from './staff.schema.ts';

const staffEntity = entity({
  item: staffItem,
  noun: 'member of staff',
  subject: ({ id, version }) => ({ staffId: id, version }),
  created: staffRegistered,
  changed: staffChanged,
});

export type StaffStore = ReturnType<typeof createStaffStore>;

export function createStaffStore(table: Table) {
  const staff = staffEntity(table);
  const unchanged = (member: Staff): Write =>
    check(staffItem, member, { ifVersion: member.version, onConflict: 'retry' });
  return {
    /** What its fields were before a change. Throws what `valuesBefore` of shared/events throws. */
    valuesBefore: (present: Staff, changeId: string) =>
      valuesBefore(
        {
          ...staffRestorable,
          ...{ changeId, present, subject: { staffId: present.id } },
          collection: keyOf(staffItem, present).pk,
        },
        table,
      ),

    ...staff,

    /** Beside other writes: they happen only while this person is as they were read. */
    unchanged,

    /**
     * Beside what makes somebody lead of a team, or lets them go: of two who do so at once, one decides again. To be
     * asked for before it is read whether they work here, or what they hold.
     */
    async guarded(staffId: string): Promise<Write> {
      const guard = await table.find(staffGuardItem, { staffId });
      if (guard === undefined)
        return insert(staffGuardItem, { staffId, version: 1 }, { onConflict: 'retry' });
      const next = { staffId, version: guard.version + 1 };
      return replace(staffGuardItem, next, { ifVersion: guard.version, onConflict: 'retry' });
    },

    /**
     * Beside a new entry, or one that replaces another: what keeps its address to this person, who keeps it when they are
     * let go. Throws `conflict`, which names whose it is.
     */
    async holdAddress(before: Staff | undefined, { id, email }: Staff): Promise<readonly Write[]> {
      const { writes, takenBy } = await holdValue(table, staffAddressItem, {
        ...{ holder: id, before: before && hashOfParts(before.email), after: hashOfParts(email) },
      });
      if (takenBy !== undefined) throw addressTaken(takenBy, await staff.find(takenBy));
      return writes;
    },

    list: ({ active, ...page }: PageRequest & { readonly active?: boolean | undefined }) =>
      table.listSummaries(staffByName, {}, active === undefined ? page : { ...page, filter: { active } }),

    async listActive(): Promise<readonly Staff[]> {
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page = { limit: 100, cursor, filter: { active: true } };
        const { items, cursor: after } = await table.listSummaries(staffByName, {}, page);
        ids.push(...items.map(({ id }) => id));
        cursor = after ?? undefined;
      } while (cursor !== undefined);
      return staff.findMany(ids);
    },

    /** For whom this person stands in, and when; what is over may still be among it. */
    async listDeputizing(staffId: string): Promise<readonly StandIn[]> {
      const page = { limit: 100, consistent: true };
      return (await table.listItems(deputizing, { owner: staffId }, page)).items;
    },

    /**
     * The next version, with the rows beside those who stand in.
     *
     * @param deputy who stands in from now on, as read: the change waits until they have not changed in between
     */
    change(before: Staff, after: Staff, origin: EventContext, deputy?: Staff): readonly Write[] {
      const [were, are] = [deputiesOf(before), deputiesOf(after)];
      const placeOf = ({ deputy: who, absenceId }: StandIn) => JSON.stringify([who, absenceId]);
      const kept = new Set(are.map(placeOf));
      return [
        ...staff.change(before, after, origin),
        ...were.filter((one) => !kept.has(placeOf(one))).map((one) => remove(deputyItem, one)),
        ...are
          .filter((one) => !were.some((other) => isDeepStrictEqual(one, other)))
          .map((one) => put(deputyItem, one)),
        ...(deputy === undefined ? [] : [unchanged(deputy)]),
      ];
    },
  };
}

/** Counts what a person holds of each kind. The indexes lag by a second or so. */
export function createHoldingsReader(table: Pick<Table, 'count'>) {
  return async (owner: string): Promise<Readonly<Record<string, number>>> => {
    const counts = await Promise.all(
      Object.entries(holdings).map(async ([kind, pattern]) => [kind, await table.count(pattern, { owner })]),
    );
    return Object.fromEntries(counts);
  };
}
