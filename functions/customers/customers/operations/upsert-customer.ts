import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import type { SourceReader } from '../../sources/index.ts';
import { patched, uniqueExternalId } from '../customers.rules.ts';
import {
  type Customer,
  type CustomerPatch,
  type CustomerRow,
  type CustomerUpsert,
  type ExternalId,
  NewCustomer,
} from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';
import { createCustomer } from './create-customer.ts';
import { customAfter, type DefinedFields } from './custom-values.ts';
import {
  assertMayChange,
  assertTakesCustomers,
  holderNamed,
  notYoursToUpdate,
  ownerFor,
  reaches,
} from './customer-access.ts';
import { kindAllowed } from './keep-kind.ts';

interface Context extends DefinedFields {
  readonly customers: Pick<
    CustomersStore,
    'findByUnique' | 'hasOpenWork' | 'create' | 'change' | 'againIfTaken' | 'whatNeedsKind'
  >;
  readonly sources: Pick<SourceReader, 'closedTo'>;
  readonly staff: Pick<StaffReader, 'find'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** By which value a customer is found, what is told of them, and which source tells it. */
export interface Told {
  readonly by: Identifying;
  readonly input: CustomerUpsert;
  /** Undefined: nobody in particular, whom no rule binds. */
  readonly from: string | undefined;
}

/** A value that only one customer has. */
export type Identifying =
  | { readonly kind: 'external'; readonly externalId: ExternalId }
  | { readonly kind: 'email' | 'phone'; readonly address: string };

export interface Upserted extends Change<Customer> {
  readonly created: boolean;
  /** Names of what was told and left as it is, because this source may not write over it. */
  readonly leftAlone: readonly string[];
}

/**
 * Creates the customer who has this value or brings them up to date. Telling the same again changes nothing.
 * Two callers at once: the slower one finds the value taken and tries again.
 */
export async function upsertCustomer({ by, input, from }: Told, context: Context): Promise<Upserted> {
  const { customers } = context;
  const unique = uniqueOf(by);
  const existing = await customers.findByUnique(unique);
  if (existing !== undefined) return bringUpToDate(existing, { by, input, from }, context);
  const identified = by.kind === 'external' ? { externalIds: [by.externalId] } : { [by.kind]: by.address };
  const change = await createCustomer(asNew({ ...input, ...identified }), context);
  const writes = customers.againIfTaken(change.writes, unique);
  return { ...change, writes, created: true, leftAlone: [] };
}

async function bringUpToDate(
  existing: Customer,
  { by, input, from }: Told,
  context: Context,
): Promise<Upserted> {
  const { customers, principal, origin } = context;
  const isKnown =
    hasRowAccess(principal, 'customers.write', existing.owner) ||
    (await reaches(existing, 'customers.read', context));
  if (!isKnown) throw await notYoursToUpdate(existing, uniqueOf(by), context);
  await assertMayChange(existing, 'customers.write', context);
  const { told, leftAlone } = await openTo(from, existing, withoutOwn(existing, by, input), context);
  const owner = told.owner === undefined ? existing.owner : ownerFor(principal, told.owner);
  if (owner !== existing.owner) await assertTakesCustomers(owner, context);
  const { custom, uniqueFields } = await customAfter(existing, told, context);
  const after = patched(existing, { ...told, custom, owner }, origin.at);
  const uniqueness = { whenTaken: holderNamed(context), uniqueFields };
  const allowed = await kindAllowed(existing, after, context);
  const writes = customers.change(existing, after, origin, uniqueness, { from, leftAlone });
  const result = writes.length === 0 ? existing : after;
  return { result, writes: [...writes, ...allowed], created: false, leftAlone };
}

function uniqueOf(by: Identifying) {
  if (by.kind === 'external') return uniqueExternalId(by.externalId);
  return { kind: by.kind, value: [by.address] };
}

/** Who is found by one of several addresses keeps it where it stands. */
function withoutOwn(existing: Customer, by: Identifying, input: CustomerUpsert): CustomerUpsert {
  if (by.kind === 'external' || input[by.kind] !== by.address || existing[by.kind] === by.address)
    return input;
  const { [by.kind]: _, ...rest } = input;
  return rest;
}

/** What of this the source may write: what nobody has told yet, and whatever no rule keeps for others. */
export async function openTo<Input extends CustomerPatch>(
  from: string | undefined,
  existing: Customer,
  input: Input,
  { sources }: Pick<Context, 'sources'>,
): Promise<{ readonly told: Input; readonly leftAlone: readonly string[] }> {
  if (from === undefined) return { told: input, leftAlone: [] };
  const closed = await sources.closedTo(from);
  const isClosed = (name: string, value: unknown) =>
    value !== undefined && closed.has(name) && isTold(Reflect.get(existing, name));
  const fields = Object.entries(input);
  const leftAlone = fields.flatMap(([name, value]) =>
    isClosed(name, value) && !isDeepStrictEqual(value, Reflect.get(existing, name)) ? [name] : [],
  );
  const told = fields.filter(([name, value]) => !isClosed(name, value));
  return { told: Object.fromEntries(told) as Input, leftAlone };
}

function isTold(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

/** Carries out a row of a batch: an upsert where it says by what, else a new customer. */
export async function storeRow(
  { key, externalId, externalIds, match, from, ...input }: CustomerRow,
  context: Context,
): Promise<Upserted> {
  const told = { input, from: from ?? externalId?.source };
  if (externalId !== undefined)
    return upsertCustomer({ ...told, by: { kind: 'external', externalId } }, context);
  const address = match === undefined ? undefined : input[match];
  if (match !== undefined && typeof address === 'string')
    return upsertCustomer({ ...told, by: { kind: match, address } }, context);
  const change = await createCustomer(asNew({ ...input, externalIds }), context);
  return { ...change, created: true, leftAlone: [] };
}

/** For a new customer there is nothing that null could clear, and no name that could stay as it is. */
export function asNew(input: CustomerPatch): NewCustomer {
  if (input.name === undefined) {
    throw new AppError('invalid-request', 'A new customer needs a name.', {
      violations: [{ pointer: '/body/name', reason: 'Required: there is no such customer yet.' }],
    });
  }
  return NewCustomer.parse({
    ...withoutNull(input),
    custom: input.custom ? withoutNull(input.custom) : undefined,
  });
}

function withoutNull(values: object): Readonly<Record<string, unknown>> {
  const stated = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(stated);
}
