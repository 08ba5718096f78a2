/** The contact policy and what customers were sent, in the one table. */
import { changedNames, changeEvent, fieldChanges } from '../../../shared/events/change-event.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { valuesBefore } from '../../../shared/events/restore.ts';
import { keyOf } from '../../../shared/table/item.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, replace, type Write } from '../../../shared/table/write.ts';
import { contactPolicyChanged } from './budgets.events.ts';
import { contactsItem, policyItem, policyRestorable } from './budgets.items.ts';
import { defaultPolicy } from './budgets.rules.ts';
import type { ContactPolicy, Contacts } from './budgets.schema.ts';

export type BudgetsStore = ReturnType<typeof createBudgetsStore>;

export function createBudgetsStore(table: Pick<Table, 'find' | 'listRecords'>) {
  return {
    /** What its fields were before a change. Throws what `valuesBefore` of shared/events throws. */
    valuesBefore: (present: ContactPolicy, changeId: string) =>
      valuesBefore(
        {
          ...policyRestorable,
          ...{ changeId, present, subject: {} },
          collection: keyOf(policyItem, present).pk,
        },
        table,
      ),

    /** The policy, or the default one while nobody has set any. */
    getPolicy: async (): Promise<ContactPolicy> => (await table.find(policyItem, {})) ?? defaultPolicy,

    /** What was sent to a customer lately; version 0 while nothing was. */
    async getContacts(customerId: string): Promise<Contacts> {
      return (
        (await table.find(contactsItem, { customerId })) ?? { customerId, version: 0, sent: [], held: [] }
      );
    },

    /** The same of all records of a customer, the first of them their own. */
    async getAllContacts(ids: readonly string[]): Promise<Contacts> {
      const [own, ...others] = await Promise.all(ids.map((id) => this.getContacts(id)));
      if (own === undefined) throw new Error('A customer has an id');
      const all = [own, ...others];
      return {
        ...own,
        sent: all.flatMap(({ sent }) => sent).toSorted((one, other) => (one.at < other.at ? 1 : -1)),
        held: all.flatMap(({ held }) => held),
      };
    },

    /** Writes the policy with the event that keeps what it was; nothing when nothing has changed. */
    changePolicy(before: ContactPolicy, after: ContactPolicy, context: EventContext): readonly Write[] {
      const changes = fieldChanges(before, after);
      const changed = changedNames(changes);
      if (changed.length === 0) return [];
      const data = { version: after.version, changed };
      return [
        before.version === defaultPolicy.version
          ? insert(policyItem, after, { onConflict: 'retry' })
          : replace(policyItem, after, { ifVersion: before.version, onConflict: 'retry' }),
        changeEvent(keyOf(policyItem, after).pk, contactPolicyChanged, data, context, changes),
      ];
    },

    /** Writes what was sent and what waits. Of two who take the last place at the same time one loses. */
    changeContacts(before: Contacts, after: Contacts): readonly Write[] {
      if (before === after) return [];
      const next = { ...after, version: before.version + 1 };
      return [
        before.version === 0
          ? insert(contactsItem, next, { onConflict: 'retry' })
          : replace(contactsItem, next, { ifVersion: before.version, onConflict: 'retry' }),
      ];
    },
  };
}

export function createContactsReader(table: Pick<Table, 'findMany'>) {
  return {
    /** What these records of customers were sent lately, as of a second ago; nothing of those that were sent nothing. */
    readContacts: (ids: readonly string[]): Promise<readonly Contacts[]> =>
      table.findMany(
        contactsItem,
        ids.map((customerId) => ({ customerId })),
        { consistent: false },
      ),
  };
}
