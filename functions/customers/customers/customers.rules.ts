/** Decisions about customers that need nothing but the customers. */
import { isDeepStrictEqual } from 'node:util';
import type * as z from 'zod';
import { AppError, type Violation } from '../../../shared/errors/app-error.ts';
import {
  type AddressField,
  addressFields,
  type Customer,
  type CustomerPatch,
  CustomerSummary,
  type CustomerUpsert,
  type ExternalId,
  type InvalidAddress,
  type MaskedCustomer,
  maximumEntries,
  type NewCustomer,
} from './customers.schema.ts';

/** A value that only one customer may have. `pointer` says where the client put it. */
export interface UniqueValue {
  readonly kind: 'email' | 'phone' | 'external' | 'custom';
  /** What it consists of: an address, a number, a system and the number there, or a field that was defined and its value. */
  readonly value: readonly string[];
  readonly pointer: string;
}

/** A customer, with the records that were merged into theirs. */
export interface Identity {
  readonly id: string;
  readonly mergedFrom?: readonly string[] | undefined;
}

/** Every record of the customer, their own first: what belongs to one of them belongs to the customer. */
export function idsOf({ id, mergedFrom = [] }: Identity): readonly string[] {
  return [id, ...mergedFrom];
}

/** Where the file of an attachment lies in the bucket of personal files. */
export function attachmentFile({
  customerId,
  interactionId,
  id,
}: {
  readonly customerId: string;
  readonly interactionId: string;
  readonly id: string;
}): string {
  return `attachments/${customerId}/${interactionId}/${id}`;
}

/** What no list is kept for is found by a filter of as many conditions as one likes, page by page and not at once. */
export function noSuchList(violations: readonly Violation[]): AppError {
  return new AppError(
    'invalid-request',
    'No list is kept for these filters. POST /customer-lists/{listId}/fill puts whoever a filter of many conditions means into a list, and POST /customer-extracts into a file.',
    { violations },
  );
}

/** What tells unique values apart. */
export function nameOf({ kind, value }: Pick<UniqueValue, 'kind' | 'value'>): string {
  return JSON.stringify([kind, ...value]);
}

/** The number in another system, as a unique value. */
export function uniqueExternalId({ source, id }: ExternalId) {
  return { kind: 'external' as const, value: [source, id] };
}

/**
 * The unique values of a customer: every address and number by which somebody is found or reached.
 *
 * @param uniqueFields of the fields that were defined, those whose values are unique
 */
export function uniqueValues(
  customer: Pick<Customer, 'email' | 'otherEmails' | 'phone' | 'otherPhones' | 'externalIds' | 'custom'>,
  uniqueFields: ReadonlySet<string>,
): readonly UniqueValue[] {
  const { email, otherEmails = [], phone, otherPhones = [], custom = {} } = customer;
  // External ids stand first: of two who create the same customer at once, the slower one is told of these.
  return [
    ...customer.externalIds.map((externalId, index) => ({
      ...uniqueExternalId(externalId),
      pointer: `/body/externalIds/${index}`,
    })),
    ...unique('email', email, '/body/email'),
    ...otherEmails.flatMap((other, index) =>
      unique('email', other.email, `/body/otherEmails/${index}/email`),
    ),
    ...unique('phone', phone, '/body/phone'),
    ...otherPhones.flatMap((other, index) =>
      unique('phone', other.phone, `/body/otherPhones/${index}/phone`),
    ),
    ...Object.entries(custom).flatMap(([name, value]) =>
      uniqueFields.has(name)
        ? [{ kind: 'custom' as const, value: [name, String(value)], pointer: `/body/custom/${name}` }]
        : [],
    ),
  ];
}

function unique(kind: AddressField, address: string | undefined, pointer: string): readonly UniqueValue[] {
  return address === undefined ? [] : [{ kind, value: [address], pointer }];
}

/** A unique value, and with which record of a customer it stands. */
export interface StandingValue {
  readonly unique: UniqueValue;
  readonly customerId: string;
}

/**
 * The unique values of a customer's records, each with the record that brought it: of those that have it, the one into
 * which no other of them is merged. What came with a merge and has been taken away from the customer since is not
 * theirs any more, unless it is the value of a field of which only one could stay.
 */
export function standingValues(
  root: Customer,
  merged: readonly Customer[],
  uniqueFields: ReadonlySet<string>,
): { readonly own: readonly StandingValue[]; readonly beside: readonly StandingValue[] } {
  const records = [root, ...merged].map((record) => ({
    record,
    values: new Map(uniqueValues(record, uniqueFields).map((unique) => [nameOf(unique), unique])),
  }));
  const standing = (unique: UniqueValue): StandingValue => {
    const having = records.filter(({ values }) => values.has(nameOf(unique))).map(({ record }) => record);
    const first = having.find(({ mergedFrom = [] }) => !having.some(({ id }) => mergedFrom.includes(id)));
    // Nobody has sent it, so it is told of the customer.
    const pointer = unique.pointer.replace(/^\/body/, '/customer');
    return { unique: { ...unique, pointer }, customerId: (first ?? root).id };
  };
  const [own, ...others] = records.map(({ values }) => values);
  const beside = new Map(
    others
      .flatMap((values) => [...values])
      .filter(([name, { kind }]) => kind === 'custom' && !own?.has(name)),
  );
  return { own: [...(own?.values() ?? [])].map(standing), beside: [...beside.values()].map(standing) };
}

/** Unique values that a change gives up and takes. */
export function uniqueChanges(before: Customer, after: Customer, uniqueFields: ReadonlySet<string>) {
  const old = uniqueValues(before, uniqueFields);
  const wanted = uniqueValues(after, uniqueFields);
  const oldNames = new Set(old.map(nameOf));
  const wantedNames = new Set(wanted.map(nameOf));
  return {
    given: old.filter((unique) => !wantedNames.has(nameOf(unique))),
    taken: wanted.filter((unique) => !oldNames.has(nameOf(unique))),
  };
}

/** What the fields that differ were before; null for one that was not there, and for an owner who was nobody. */
export function fieldsBefore(before: Customer, after: Customer): Readonly<Record<string, unknown>> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].filter(
    (name) =>
      name !== 'version' &&
      name !== 'updatedAt' &&
      !isDeepStrictEqual(Reflect.get(before, name), Reflect.get(after, name)),
  );
  return Object.fromEntries(changed.map((name) => [name, Reflect.get(before, name) ?? null]));
}

/** Throws `invalid-request` where a list that was added to has become too long. */
export function assertRoom(customer: Customer): void {
  const violations = Object.entries(maximumEntries).flatMap(([name, most]): Violation[] => {
    const entries: unknown = Reflect.get(customer, name);
    const isFull = Array.isArray(entries) && entries.length > most;
    return isFull ? [{ pointer: `/body/${name}`, reason: `must have at most ${most} entries` }] : [];
  });
  if (violations.length > 0)
    throw new AppError('invalid-request', 'A customer has no room for so many.', { violations });
}

/** A new customer, complete. Throws what `inOrder` throws. */
export function newCustomer(id: string, input: NewCustomer, at: string): Customer {
  return inOrder({ ...input, id, version: 1, createdAt: at, updatedAt: at });
}

/**
 * The customer after a merge patch: null removes a field, except the owner, for whom null means nobody. Throws what
 * `inOrder` throws.
 */
export function patched(customer: Customer, patch: CustomerPatch | CustomerUpsert, at: string): Customer {
  const { owner, ...optional } = patch;
  const next: Record<string, unknown> = { ...customer };
  for (const [name, value] of Object.entries(optional)) {
    if (value === null) delete next[name];
    else if (value !== undefined) next[name] = value;
  }
  for (const field of addressNames) Object.assign(next, changedPlaces(field, customer, patch));
  const after = {
    ...(next as Customer),
    owner: owner === undefined ? customer.owner : owner,
    version: customer.version + 1,
    updatedAt: at,
  };
  return inOrder(after, customer);
}

const addressNames = Object.keys(addressFields) as readonly AddressField[];

/** An address of a customer, and what stands beside it. */
type Place = Partial<Record<AddressField, string>> & {
  readonly label?: string | undefined;
  readonly invalid?: InvalidAddress | undefined;
};

function othersOf(
  field: AddressField,
  customer: Customer | CustomerPatch,
): readonly Place[] | null | undefined {
  return customer[addressFields[field].others];
}

/** Who makes one of the others the primary one, and says nothing of them, has the two change places: none is lost. */
function changedPlaces(field: AddressField, customer: Customer, patch: CustomerPatch) {
  const [before, after] = [customer[field], patch[field]];
  const others = othersOf(field, customer) ?? [];
  const isOther = others.some((other) => other[field] === after);
  if (after == null || before === undefined || !isOther || othersOf(field, patch) !== undefined) return {};
  const placed = others.map((other) => (other[field] === after ? { [field]: before } : other));
  return { [addressFields[field].others]: placed };
}

/**
 * The customer without empty lists, and with what is known of each address beside it, wherever it now stands.
 *
 * @param before the same customer, of whose addresses it may be known that nothing arrives there
 * @throws AppError `invalid-request` where others stand beside no primary address, or one stands twice
 */
function inOrder(customer: Customer, before?: Customer): Customer {
  const violations = [...addressNames, 'address' as const].flatMap((field) => misplaced(field, customer));
  if (violations.length > 0)
    throw new AppError('invalid-request', 'A customer has one primary address of a kind, and none twice.', {
      violations,
    });
  const next: Record<string, unknown> = { ...customer };
  for (const field of addressNames) {
    const { invalid, others } = addressFields[field];
    const marks = before === undefined ? new Map() : marksOf(field, before);
    next[invalid] = marks.get(customer[field]);
    next[others] = othersOf(field, customer)?.map(({ invalid: _, ...other }) => {
      const mark = marks.get(other[field]);
      return mark === undefined ? other : { ...other, invalid: mark };
    });
  }
  const stated = Object.entries(next).filter(
    ([name, value]) => value !== undefined && !(optionalLists.has(name) && isEmpty(value)),
  );
  return Object.fromEntries(stated) as Customer;
}

const optionalLists: ReadonlySet<string> = new Set(['otherEmails', 'otherPhones', 'otherAddresses']);

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function misplaced(field: AddressField | 'address', customer: Customer): readonly Violation[] {
  const others = field === 'address' ? 'otherAddresses' : addressFields[field].others;
  const count = customer[others]?.length ?? 0;
  if (count > 0 && customer[field] === undefined)
    return [{ pointer: `/body/${field}`, reason: `Required beside ${others}: it is the primary one.` }];
  if (field === 'address') return [];
  return (othersOf(field, customer) ?? []).flatMap((other, index) =>
    other[field] === customer[field]
      ? [{ pointer: `/body/${others}/${index}/${field}`, reason: `Is the primary one already, ${field}.` }]
      : [],
  );
}

/** Why nothing arrives at which addresses. */
function marksOf(field: AddressField, customer: Customer): ReadonlyMap<string | undefined, InvalidAddress> {
  const places = [
    { [field]: customer[field], invalid: customer[addressFields[field].invalid] },
    ...(othersOf(field, customer) ?? []),
  ];
  return new Map(
    places.flatMap((place) => (place.invalid === undefined ? [] : [[place[field], place.invalid] as const])),
  );
}

/**
 * The customer after it has become known that nothing arrives at an address, or that it works: undefined when nobody
 * reaches them there any more, or it is known already.
 */
export function markedAddress(
  customer: Customer,
  {
    field,
    isIt,
    invalid,
  }: {
    readonly field: AddressField;
    readonly isIt: (address: string) => boolean;
    readonly invalid: InvalidAddress | undefined;
  },
): Partial<Customer> | undefined {
  const names = addressFields[field];
  const primary = customer[field];
  if (primary !== undefined && isIt(primary))
    return isNews(customer[names.invalid], invalid) ? { [names.invalid]: invalid } : undefined;
  const others = othersOf(field, customer) ?? [];
  const at = others.findIndex((other) => isIt(other[field] ?? ''));
  const found = others[at];
  if (found === undefined || !isNews(found.invalid, invalid)) return undefined;
  const { invalid: _, ...place } = found;
  return { [names.others]: others.with(at, invalid === undefined ? place : { ...place, invalid }) };
}

/** That it works is no news twice; that something came back is told with each new reason. */
function isNews(known: InvalidAddress | undefined, told: InvalidAddress | undefined): boolean {
  return known !== undefined || told !== undefined;
}

/** The customer as far as anybody of the staff may learn of them. */
export function masked(
  { id, name, email, phone }: Pick<Customer, 'id' | 'name' | 'email' | 'phone'>,
  owner: MaskedCustomer['owner'],
): MaskedCustomer & { readonly masked: true } {
  return {
    ...{ id, masked: true, name: `${firstOf(name)}**`, owner },
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
export function hasInvalidAddress(customer: Customer): boolean {
  return addressNames.some((field) => marksOf(field, customer).size > 0);
}

/** Made once: zod compiles what it parses with, which takes longer than to parse. */
const RowOfCustomer = CustomerSummary.strip();

/** The row of a customer as lists keep it. */
export function keptRow(customer: Customer): z.input<typeof CustomerSummary> {
  const isInvalid = hasInvalidAddress(customer);
  const { externalIds, stage, ...row } = RowOfCustomer.parse({
    ...customer,
    ...(isInvalid ? { addressInvalid: true } : {}),
  });
  return {
    ...row,
    ...(externalIds.length === 0 ? {} : { externalIds }),
    ...(stage === 'potential' ? {} : { stage }),
  };
}

/** The same of a deleted customer: only their place is kept, and says nothing of them. */
export function goneRow({ id, kind, language, timeZone, version, updatedAt }: Customer): CustomerSummary {
  const nothing = { name: '', owner: null, externalIds: [], stage: 'potential' as const, tags: [] };
  return { id, kind, language, timeZone, version, updatedAt, ...nothing };
}
