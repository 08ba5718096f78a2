import { notYours } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import type { Change, Write } from '../../../../shared/table/write.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import { uniqueFieldsOf } from '../../fields/index.ts';
import type { SourceReader } from '../../sources/index.ts';
import {
  assertRoom,
  fieldsBefore,
  masked,
  type UniqueValue,
  uniqueChanges,
  uniqueValues,
} from '../customers.rules.ts';
import type { Customer, CustomerPatch } from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';
import { createCustomer } from './create-customer.ts';
import type { DefinedFields } from './custom-values.ts';
import { assertMayChange, holderNamed, notYoursToUpdate, reaches } from './customer-access.ts';
import { kindAllowed } from './keep-kind.ts';
import { changeFields } from './patch-customer.ts';
import { asNew, openTo } from './upsert-customer.ts';

/** Who stores customers, and because of what. */
export interface By {
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** A decision about one of many customers, with the unique values that it takes and gives up. */
export interface Intake extends Change<Customer> {
  readonly taken: readonly UniqueValue[];
  readonly given: readonly UniqueValue[];
  /** The fields that it changes as they were, see `fieldsBefore`. */
  readonly before: Readonly<Record<string, unknown>>;
  /** Names of fields that stay as they are, because the source may not write over them. */
  readonly leftAlone: readonly string[];
}

interface ToldHolder {
  readonly id: string;
  readonly name: string;
  /** The name. */
  readonly masked?: true;
  /** Name of who looks after them. */
  readonly owner: string | null;
}

export type CustomerIntake = ReturnType<typeof createIntake>;

interface Stores extends DefinedFields {
  readonly customers: Pick<
    CustomersStore,
    | 'find'
    | 'get'
    | 'findMany'
    | 'recordsAmong'
    | 'findByUnique'
    | 'holdersOf'
    | 'hasOpenWork'
    | 'historyOf'
    | 'isDeletedBecauseOf'
    | 'create'
    | 'change'
    | 'delete'
    | 'whatNeedsKind'
  >;
  readonly staff: Pick<StaffReader, 'find'>;
  readonly sources: Pick<SourceReader, 'closedTo'>;
}

/** Which source tells of a customer, where one does, and the value by which they were found. */
interface Found {
  readonly from?: string | undefined;
  readonly foundBy?: Pick<UniqueValue, 'kind'> | undefined;
}

/**
 * What stores many customers at once, such as an import: reads for all of them together, then decides on each as the
 * routes do. Whoever uses it looks for taken values among what was read, and is told of others when it commits.
 */
export function createIntake({ customers, staff, sources, fields }: Stores) {
  const contextOf = (by: By) => ({ customers, staff, fields, ...by });
  const uniqueFields = async () => uniqueFieldsOf(await fields.list());
  return {
    /** Whose each of these values is, by `nameOf`: reads in hundreds, and the holders, some of whom may be merged into others. */
    async holdersOf(
      values: readonly Pick<UniqueValue, 'kind' | 'value'>[],
    ): Promise<ReadonlyMap<string, string>> {
      const holders = await customers.holdersOf(values);
      const own = new Set((await customers.findMany([...new Set(holders.values())])).map(({ id }) => id));
      const found = [...holders].map(async ([name, id]) => {
        const root = own.has(id) ? id : (await customers.find(id))?.id;
        return [name, root ?? id] as const;
      });
      return new Map(await Promise.all(found));
    },

    /** Those of the customers that are there, in no order. */
    findMany: customers.findMany,

    /** Which of these ids were given to somebody before, whatever has become of them. */
    given: customers.recordsAmong,

    /** A new customer under this id. Throws `invalid-request`, among others where the name is missing. */
    async create(id: string, input: CustomerPatch, by: By): Promise<Intake> {
      const change = await createCustomer(asNew(input), { ...contextOf(by), id });
      return {
        ...change,
        taken: uniqueValues(change.result, await uniqueFields()),
        given: [],
        before: {},
        leftAlone: [],
      };
    },

    /**
     * A customer who is there, with other fields; no writes where nothing changes. Throws like the routes that change one.
     *
     * @param from the source that tells this, for what it may write over. @default nobody whom a rule binds
     */
    async change(
      before: Customer,
      patch: CustomerPatch,
      by: By,
      { from, foundBy }: Found = {},
    ): Promise<Intake> {
      const context = contextOf(by);
      if (!(await reaches(before, 'customers.read', context)))
        throw foundBy === undefined ? notYours('customer') : await notYoursToUpdate(before, foundBy, context);
      await assertMayChange(before, 'customers.write', context);
      const { told, leftAlone } = await openTo(from, before, patch, { sources });
      const change = await changeFields(before, told, context, { from, leftAlone });
      const { result } = change;
      assertRoom(result);
      const unique = uniqueChanges(before, result, await uniqueFields());
      return { ...change, ...unique, before: fieldsBefore(before, result), leftAlone };
    },

    /** A customer who stands in the way, as far as whoever stores others may learn of them; see `holderNamed`. */
    async told(customerId: string, { principal }: By): Promise<ToldHolder | undefined> {
      if (principal.rowAccess['customers.read'] === undefined) return undefined;
      const customer = await customers.find(customerId);
      if (customer === undefined) return undefined;
      const { id, owner } = customer;
      const member = owner === null ? undefined : await staff.find(owner);
      const told = { id, owner: owner && (member?.name ?? owner) };
      return hasRowAccess(principal, 'customers.read', owner)
        ? { ...told, name: customer.name }
        : { ...told, name: masked(customer, null).name, masked: true };
    },

    /** Whether anything has happened with a customer beside their creation and changes: one small query. */
    historyOf: customers.historyOf,

    isDeletedBecauseOf: customers.isDeletedBecauseOf,

    /** A customer with exactly these fields again, as `fieldsBefore` told them. Throws like `change`. */
    async putBack(
      before: Customer,
      kept: Readonly<Record<string, unknown>>,
      by: By,
    ): Promise<readonly Write[]> {
      const context = contextOf(by);
      await assertMayChange(before, 'customers.write', context);
      const { at } = by.origin;
      const after = { ...before, ...kept, version: before.version + 1, updatedAt: at };
      const stated = Object.entries(after).filter(([name, value]) => value !== null || name === 'owner');
      const allowed = await kindAllowed(before, after, context);
      const writes = customers.change(before, Object.fromEntries(stated) as Customer, by.origin, {
        whenTaken: holderNamed(context),
        uniqueFields: await uniqueFields(),
      });
      return [...writes, ...allowed];
    },

    /** A customer who goes. Throws like `change`. */
    async remove(customer: Customer, by: By): Promise<readonly Write[]> {
      await assertMayChange(customer, 'customers.write', contextOf(by));
      return customers.delete(customer, by.origin, { uniqueFields: await uniqueFields() });
    },
  };
}
