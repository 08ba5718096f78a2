/** What other domains may ask the customers domain. */
import type { ManyOptions } from '../../../shared/table/read-many.ts';
import type { Table } from '../../../shared/table/table.ts';
import { allCustomers, type CustomerRecord, customerItem } from './customers.items.ts';
import type { Contact } from './customers.schema.ts';
import { hasOpenWork } from './customers.store.ts';

export type { Contact } from './customers.schema.ts';

export type CustomerReader = ReturnType<typeof createCustomerReader>;

export function createCustomerReader(table: Table) {
  return {
    /** How to reach a customer; undefined when there is none (any more). */
    async findContact(customerId: string): Promise<Contact | undefined> {
      const customer = await table.find(customerItem, { id: customerId });
      return customer && contactOf(customer);
    },

    /** How to reach those of the customers who are (still) there, in no order; see `ManyOptions` for what it costs. */
    async findContacts(customerIds: readonly string[], options?: ManyOptions): Promise<readonly Contact[]> {
      const keys = customerIds.map((id) => ({ id }));
      return (await table.findMany(customerItem, keys, options)).flatMap(
        (customer) => contactOf(customer) ?? [],
      );
    },

    /** Whether this person has open work for the customer, for which they may read them. */
    hasOpenWork: (customerId: string, staffId: string) => hasOpenWork(table, { customerId, staffId }),

    /** The customers of one shard of the list of all, page by page; `after` is the cursor of the page before. */
    async listAudience(page: { shard: number; after?: string | undefined; limit: number }) {
      const request = { limit: page.limit, cursor: page.after };
      const { items, cursor } = await table.listItems(allCustomers, { shard: page.shard }, request);
      return { customerIds: items.map((member) => member.customerId), after: cursor };
    },
  };
}

function contactOf(customer: CustomerRecord): Contact | undefined {
  if (customer.deletedAt !== undefined) return undefined;
  const { id, name, email, phone, language, timeZone, owner } = customer;
  return { id, name, email, phone, language, timeZone, owner };
}
