/** What other domains may ask the customers domain. */

import { randomUUID } from 'node:crypto';
import { notFound, notYours } from '../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import type { Permission } from '../../../shared/identity/permissions.ts';
import type { Principal } from '../../../shared/identity/principal.ts';
import { keyOf } from '../../../shared/table/item.ts';
import type { Moves } from '../../../shared/table/moves.ts';
import { shardOf, shards } from '../../../shared/table/pattern.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { ManyOptions } from '../../../shared/table/read-many.ts';
import type { Table } from '../../../shared/table/table.ts';
import { check, put, type Write } from '../../../shared/table/write.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createFieldReader } from '../fields/index.ts';
import { createSourceReader } from '../sources/index.ts';
import {
  allCustomers,
  customerItem,
  directoryEntryItem,
  kindMarkItem,
  sampledCustomers,
  shareBelow,
} from './customers.items.ts';
import { markedAddress, uniqueExternalId } from './customers.rules.ts';
import type {
  AddressField,
  Contact,
  Customer,
  CustomerRecord,
  CustomerReference,
  InvalidAddress,
} from './customers.schema.ts';
import { type CustomerFilters, createCustomersStore, hasOpenWork, type Ids } from './customers.store.ts';
import { assertMayChange, reaches } from './operations/customer-access.ts';
import { findRelated } from './operations/find-related.ts';
import { movesOfCustomers } from './operations/move-customer.ts';
import { type CustomerIntake, createIntake } from './operations/take-in.ts';

export { idsOf, masked, nameOf, type UniqueValue, uniqueValues } from './customers.rules.ts';
export type { Contact, CustomerRecord, MergeEdge } from './customers.schema.ts';
export { customersSentences } from './customers.sentences.ts';
export {
  type CustomerFilters,
  type CustomersStore,
  createCustomersStore,
  type Family,
  type Ids,
  type RecordChange,
  shownRecord,
} from './customers.store.ts';
export { assertMayChange } from './operations/customer-access.ts';
export { ownersOf as ownersAsked } from './operations/list-customers.ts';
export { type Storing, storeMany } from './operations/store-many.ts';
export type { By, CustomerIntake, Intake } from './operations/take-in.ts';
export { assertReachesThing, namedRows } from './operations/things-of-customers.ts';

export type CustomerReader = ReturnType<typeof createCustomerReader>;

export function createCustomerReader(table: Table) {
  const customers = {
    hasOpenWork: (customerId: Ids, staffId: string) => hasOpenWork(table, { customerId, staffId }),
  };
  const findContact = async (customerId: string): Promise<Contact | undefined> => {
    const customer = await createCustomersStore(table).find(customerId);
    return customer && contactOf(customer);
  };
  const findContacts = async (
    customerIds: readonly string[],
    options?: ManyOptions,
  ): Promise<readonly Contact[]> => {
    const keys = customerIds.map((id) => ({ id }));
    const found = await table.findMany(customerItem, keys, options);
    const contacts = found.map(async (record) => {
      if (record.merge === undefined) return contactOf(record);
      const contact = await findContact(record.id);
      return contact && { ...contact, id: record.id };
    });
    return (await Promise.all(contacts)).filter((contact) => contact !== undefined);
  };
  const findRecordContact = async (customerId: string): Promise<Contact | undefined> => {
    const record = await table.find(customerItem, { id: customerId });
    if (record === undefined) return undefined;
    if (record.merge === undefined) return contactOf(record);
    const contact = await findContact(customerId);
    return contact && { ...contact, id: record.id, name: record.name };
  };
  const getContact = async (customerId: string): Promise<Contact> => {
    const contact = await findContact(customerId);
    if (contact === undefined) throw notFound('customer');
    return contact;
  };
  return {
    /** All that is known of a customer; undefined when there is none (any more). */
    find: (customerId: string): Promise<Customer | undefined> =>
      createCustomersStore(table).findOwn(customerId),

    /** How to reach the customer who is named; of a record that was merged into another one that one. Undefined for nobody. */
    async findNamed({
      customerId,
      externalId,
      email,
      phone,
    }: CustomerReference): Promise<Contact | undefined> {
      if (customerId !== undefined) return findContact(customerId);
      const unique =
        externalId === undefined
          ? email === undefined
            ? { kind: 'phone' as const, value: [phone ?? ''] }
            : { kind: 'email' as const, value: [email] }
          : uniqueExternalId(externalId);
      const customer = await createCustomersStore(table).findByUnique(unique);
      return customer && contactOf(customer);
    },

    /** The same of those of the customers who are there, in no order. */
    findMany: (customerIds: readonly string[]): Promise<readonly Customer[]> =>
      createCustomersStore(table).findMany(customerIds),

    /**
     * How to reach a customer; undefined when there is none (any more). By the id of a record that was merged into another
     * one it is the customer of that, whose `id` it then has.
     */
    findContact,

    /**
     * The same by the id and the name of the record that was asked for: for what belongs to it, and goes along with it when a
     * merge is taken back.
     */
    findRecordContact,

    /**
     * How to reach those of the customers who are (still) there, in no order, each by the id that was asked for; see
     * `ManyOptions` for what it costs, and a read more for each record that was merged into another one.
     */
    findContacts,

    /** How to reach a customer of whom the caller may read or write this; throws `not-found` for others. */
    async getReachable(customerId: string, permission: Permission, principal: Principal): Promise<Contact> {
      const contact = await getContact(customerId);
      if (!(await reaches(contact, permission, { customers, principal }))) throw notYours('customer');
      return contact;
    },

    /** The same for who wants to change what is kept of the customer, which open work does not allow. */
    async getChangeable(customerId: string, permission: Permission, principal: Principal): Promise<Contact> {
      const contact = await getContact(customerId);
      await assertMayChange(contact, permission, { customers, principal });
      return contact;
    },

    /** Those of these customers who are there, as the caller may learn of them at the other end of a relation. */
    findRelated: (customerIds: readonly string[], principal: Principal) =>
      findRelated(customerIds, { customers: createCustomersStore(table), principal }),

    /** A customer with every record that is merged there; see `Family`. Undefined when there is none (any more). */
    findFamily: (customerId: string) => createCustomersStore(table).findFamily(customerId),

    /** Of all customers so many who were drawn by lot, and how large a share of all they were drawn from. */
    async drawSample(limit: number) {
      const { items, cursor } = await table.listSummaries(sampledCustomers, {}, { limit });
      const customerIds = items.map(({ id }) => id);
      if (cursor === null) return { customerIds, share: shareBelow(undefined) };
      // The share is that below the last one, who is not of it.
      return { customerIds: customerIds.slice(0, -1), share: shareBelow(customerIds.at(-1)) };
    },

    /** Everybody, shard by shard: for where `drawSample` has told that they are few. */
    async listEverybody(): Promise<readonly string[]> {
      const found = shards.map(async (shard) => {
        const ids: string[] = [];
        for (let after: string | undefined; ; ) {
          const page = await table.listItems(allCustomers, { shard }, { limit: 500, cursor: after });
          ids.push(...page.items.map(({ customerId }) => customerId));
          if (page.cursor === null) return ids;
          after = page.cursor;
        }
      });
      return (await Promise.all(found)).flat();
    },

    /** A page of one of the lists that are kept of customers, as the index has it; see `customersList`. */
    list: (filters: CustomerFilters, page: PageRequest) => createCustomersStore(table).list(filters, page),

    /**
     * When those of the customers who are there, each by their own id, were last contacted, as lists tell it a second or so
     * late; undefined of who never was. Half a read unit each.
     */
    async lastContacts(customerIds: readonly string[]): Promise<ReadonlyMap<string, string | undefined>> {
      const keys = customerIds.map((customerId) => ({ customerId, shard: String(shardOf(customerId)) }));
      const found = await table.findMany(directoryEntryItem, keys, { consistent: false });
      return new Map(found.map(({ customerId, summary }) => [customerId, summary.lastContactAt]));
    },

    /** The customers of one shard of the list of all, page by page; `after` is the cursor of the page before. */
    async listAudience(page: { shard: number; after?: string | undefined; limit: number }) {
      const request = { limit: page.limit, cursor: page.after };
      const { items, cursor } = await table.listItems(allCustomers, { shard: page.shard }, request);
      return { customerIds: items.map((member) => member.customerId), after: cursor };
    },
  };
}

/** What stores many customers at once, such as an import. Reads each member of staff once: open one for some hundred rows. */
export function createCustomerIntake(table: Table): CustomerIntake {
  const staff = createStaffReader(table);
  const known = new Map<string, ReturnType<typeof staff.find>>();
  const find = (staffId: string) => {
    const member = known.get(staffId) ?? staff.find(staffId);
    known.set(staffId, member);
    return member;
  };
  const fields = createFieldReader(table);
  const sources = createSourceReader(table);
  return createIntake({ customers: createCustomersStore(table), staff: { find }, sources, fields });
}

/** The customers that somebody looks after, to be handed over. */
export function createCustomerMoves(table: Table): Moves {
  return movesOfCustomers({ customers: createCustomersStore(table) });
}

/** Beside a relation that the customer has only as what they are: it happens only while they are. Two write units. */
export function customerStaysOf(kind: Contact['kind'], customerId: string): readonly Write[] {
  const stays = customerStays(customerId);
  return [
    {
      ...stays,
      condition: `${stays.condition} AND #kind = :kind`,
      names: { '#kind': 'kind' },
      values: { ':kind': kind },
    },
    put(kindMarkItem, { customerId, mark: randomUUID() }),
  ];
}

/** Beside other writes: they happen only while the customer is there. Costs what a write does. */
export function customerStays(customerId: string): Write {
  return {
    action: 'Check',
    key: keyOf(customerItem, { id: customerId }),
    condition: 'attribute_exists(pk) AND attribute_not_exists(deletedAt)',
    onConflict: 'retry',
  };
}

/** The same while nothing is merged into another record, so that what is written stands with the one that is asked for. */
export function customerStandsForItself(customerId: string): Write {
  const stays = customerStays(customerId);
  return {
    ...stays,
    condition: `${stays.condition} AND attribute_not_exists(#merge)`,
    names: { '#merge': 'merge' },
  };
}

/** Beside other writes: they happen only while the record is as it was read. */
export function customerIsAt({ id, version }: CustomerRecord): Write {
  return check(customerItem, { id }, { ifVersion: version, onConflict: 'retry' });
}

function contactOf(customer: Customer & Pick<CustomerRecord, 'deletedAt'>): Contact | undefined {
  if (customer.deletedAt !== undefined) return undefined;
  const { id, kind, name, email, phone, language, timeZone, owner, tags, address, mergedFrom } = customer;
  return { id, kind, name, email, phone, language, timeZone, owner, tags, address, mergedFrom };
}

export type PhoneReader = ReturnType<typeof createPhoneReader>;

export function createPhoneReader(table: Table) {
  const customers = createCustomersStore(table);
  return {
    /** The customer who has this number (E.164): two read units. */
    async findByPhone(phone: string): Promise<Contact | undefined> {
      const customer = await customers.findByUnique({ kind: 'phone', value: [phone] });
      return customer && contactOf(customer);
    },
  };
}

export type AddressMarks = ReturnType<typeof createAddressMarks>;

/** Notes beside customers that nothing arrives at an address, for whoever sends there. */
export function createAddressMarks(table: Table) {
  const customers = createCustomersStore(table);

  async function changed(
    customerId: string,
    next: (customer: Customer) => Partial<Customer> | undefined,
    context: EventContext,
  ): Promise<readonly Write[]> {
    const before = await customers.find(customerId);
    const fields = before && next(before);
    if (before === undefined || fields === undefined) return [];
    const after = { ...before, ...fields, version: before.version + 1, updatedAt: context.at };
    const whenTaken = async () => new Error('No unique value has changed');
    return customers.change(before, after, context, { whenTaken, uniqueFields: new Set() });
  }

  return {
    /** The writes by which an address is to be corrected; none when the customer has it no more. */
    mark: (
      customerId: string,
      { reason, ...address }: AddressOf & Pick<InvalidAddress, 'reason'>,
      context: EventContext,
    ): Promise<readonly Write[]> =>
      changed(
        customerId,
        (customer) => markedAddress(customer, { ...address, invalid: { reason, since: context.at } }),
        context,
      ),

    /** The writes by which it is not to be corrected any more, since it works; none when that is so already. */
    clear: (customerId: string, address: AddressOf, context: EventContext): Promise<readonly Write[]> =>
      changed(customerId, (customer) => markedAddress(customer, { ...address, invalid: undefined }), context),
  };
}

/** Which address of a customer is meant: whoever sends there knows it by its hash. */
interface AddressOf {
  readonly field: AddressField;
  readonly isIt: (address: string) => boolean;
}
