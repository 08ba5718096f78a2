/** Decisions about customers that need nothing but the customers. */
import type * as z from 'zod';
import {
  type Customer,
  type CustomerPatch,
  CustomerSummary,
  type CustomerUpsert,
  type ExternalId,
  invalidFields,
  type MaskedCustomer,
  type NewCustomer,
} from './customers.schema.ts';

/** A value that only one customer may have. `pointer` says where the client put it. */
export interface UniqueValue {
  readonly kind: 'email' | 'phone' | 'external';
  /** What it consists of: an address, a number, or a system and the number there. */
  readonly value: readonly string[];
  readonly pointer: string;
}

/** The number in another system, as a unique value. */
export function uniqueExternalId({ source, id }: ExternalId) {
  return { kind: 'external' as const, value: [source, id] };
}

/** The unique values of a customer. */
export function uniqueValues(
  customer: Pick<Customer, 'email' | 'phone' | 'externalIds'>,
): readonly UniqueValue[] {
  // External ids stand first: of two who create the same customer at once, the slower one is told of these.
  return [
    ...customer.externalIds.map((externalId, index) => ({
      ...uniqueExternalId(externalId),
      pointer: `/body/externalIds/${index}`,
    })),
    ...(customer.email === undefined
      ? []
      : [{ kind: 'email' as const, value: [customer.email], pointer: '/body/email' }]),
    ...(customer.phone === undefined
      ? []
      : [{ kind: 'phone' as const, value: [customer.phone], pointer: '/body/phone' }]),
  ];
}

/** Unique values that a change gives up and takes. */
export function uniqueChanges(before: Customer, after: Customer) {
  const named = ({ kind, value }: UniqueValue) => JSON.stringify([kind, ...value]);
  const old = uniqueValues(before);
  const wanted = uniqueValues(after);
  const oldNames = new Set(old.map(named));
  const wantedNames = new Set(wanted.map(named));
  return {
    given: old.filter((unique) => !wantedNames.has(named(unique))),
    taken: wanted.filter((unique) => !oldNames.has(named(unique))),
  };
}

/** A new customer, complete. */
export function newCustomer(id: string, input: NewCustomer, at: string): Customer {
  return { ...input, id, version: 1, createdAt: at, updatedAt: at };
}

/** The customer after a merge patch: null removes a field, except the owner, for whom null means nobody. */
export function patched(customer: Customer, patch: CustomerPatch | CustomerUpsert, at: string): Customer {
  const { owner, ...optional } = patch;
  const next: Record<string, unknown> = { ...customer };
  for (const [name, value] of Object.entries(optional)) {
    if (value === null) delete next[name];
    else if (value !== undefined) next[name] = value;
  }
  for (const [address, invalid] of Object.entries(invalidFields))
    if (next[address] !== Reflect.get(customer, address)) delete next[invalid];
  return {
    ...(next as Customer),
    owner: owner === undefined ? customer.owner : owner,
    version: customer.version + 1,
    updatedAt: at,
  };
}

/** The customer as far as anybody of the staff may learn of them. */
export function masked(
  { id, name, email, phone }: Pick<Customer, 'id' | 'name' | 'email' | 'phone'>,
  owner: MaskedCustomer['owner'],
): MaskedCustomer {
  return {
    ...{ id, name: `${firstOf(name)}**`, owner },
    ...(email === undefined ? {} : { email: maskedEmail(email) }),
    ...(phone === undefined ? {} : { phone: `***${phone.slice(-4)}` }),
  };
}

/** `w***@e***.com` */
function maskedEmail(email: string): string {
  const [domain = '', ...local] = email.split('@').reverse();
  return `${firstOf(local.join('@'))}***@${firstOf(domain)}***${domain.slice(domain.lastIndexOf('.'))}`;
}

/** A character may take two code units. */
function firstOf(text: string): string {
  return [...text][0] ?? '';
}

/** Whether one of the addresses is to be corrected. */
export function hasInvalidAddress({ emailInvalid, phoneInvalid }: Customer): boolean {
  return emailInvalid !== undefined || phoneInvalid !== undefined;
}

/** The row of a customer as lists keep it. */
export function keptRow(customer: Customer): z.input<typeof CustomerSummary> {
  const isInvalid = hasInvalidAddress(customer);
  const { externalIds, ...row } = CustomerSummary.strip().parse({
    ...customer,
    ...(isInvalid ? { addressInvalid: true } : {}),
  });
  return externalIds.length === 0 ? row : { ...row, externalIds };
}

/** The same of a deleted customer: only their place is kept, and says nothing of them. */
export function goneRow({ id, kind, language, timeZone, version, updatedAt }: Customer): CustomerSummary {
  const nothing = { name: '', owner: null, externalIds: [], tags: [] };
  return { id, kind, language, timeZone, version, updatedAt, ...nothing };
}
