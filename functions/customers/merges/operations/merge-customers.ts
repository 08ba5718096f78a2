import { AppError, notFound, type Violation } from '../../../../shared/errors/app-error.ts';
import { assertVersion } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import { maximumWrites } from '../../../../shared/table/commit.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { Customer } from '../../customers/customers.schema.ts';
import {
  type CustomerRecord,
  type Family,
  idsOf,
  type MergeEdge,
  nameOf,
  type RecordChange,
  shownRecord,
  uniqueValues,
} from '../../customers/index.ts';
import { fieldsSeenBy, uniqueFieldsOf } from '../../fields/index.ts';
import type { ChainReader } from '../../relations/index.ts';
import { differencesOf, mergedInto } from '../merges.rules.ts';
import type { MergePreview, MergeRequest } from '../merges.schema.ts';
import { assertMayChangeRecord, type MergeAccess } from './merge-access.ts';

interface Context extends MergeAccess {
  readonly chains: ChainReader;
  readonly principal: Principal;
  readonly origin: EventContext;
}

interface Wanted {
  readonly customerId: string;
  readonly request: MergeRequest;
}

/** Makes another record of a customer answer as this one does. */
export async function mergeCustomers(wanted: Wanted, context: Context): Promise<Change<Customer>> {
  const { survivor, loser } = await decided(wanted, context);
  return {
    result: shownRecord(survivor.after),
    writes: context.customers.merge(survivor, loser, context.origin),
  };
}

/** What that would make of the two, after the same checks. */
export async function previewMerge(wanted: Wanted, context: Context): Promise<MergePreview> {
  const { survivor, loser } = await decided(wanted, context);
  const sees = fieldsSeenBy(context.principal);
  const unseen = (await context.fields.list()).filter((field) => !sees(field));
  const hidden = new Set(unseen.map(({ name }) => `custom.${name}`));
  return {
    customer: shownRecord(survivor.after),
    loser: shownRecord(loser.before),
    versions: { survivor: survivor.before.version, loser: loser.before.version },
    differences: differencesOf(survivor.before, loser.before, survivor.after).filter(
      ({ field }) => !hidden.has(field),
    ),
  };
}

async function decided({ customerId, request }: Wanted, context: Context) {
  const { customerId: loserId, fields: choices, versions } = request;
  const { principal, origin } = context;
  const own = await context.customers.findFamily(customerId);
  await assertSees(choices, context);
  const survivor = own?.path.at(-1);
  if (own === undefined || survivor === undefined) throw notFound('customer');
  await assertMayChangeRecord(survivor, context);
  const others = await context.customers.findFamily(loserId);
  const loser = others?.path.at(-1);
  if (others === undefined || loser === undefined) throw cannotMerge('There is no such customer.');
  await assertMayMerge(loser, context);
  if (survivor.id === loser.id) throw cannotMerge('Both are one record already, or were merged before.');
  if (survivor.kind !== loser.kind) throw cannotMerge('A person and a company are not merged.');
  if (versions !== undefined) {
    assertVersion(survivor, [versions.survivor]);
    assertVersion(loser, [versions.loser]);
  }
  await assertNoCircle([survivor, loser], context);
  const { after, edge } = mergedInto(survivor, loser, { choices, at: origin.at });
  assertFits(after);
  assertCanGo([own, others], uniqueFieldsOf(await context.fields.list()));
  const merge: MergeEdge = {
    into: survivor.id,
    version: after.version,
    at: origin.at,
    by: principal.id,
    ...edge,
  };
  return {
    survivor: { before: survivor, after } satisfies RecordChange,
    loser: {
      before: loser,
      after: { ...loser, merge, version: loser.version + 1, updatedAt: origin.at },
    } satisfies RecordChange,
  };
}

/** Who is not the caller's to see is not told from who is not there. */
async function assertMayMerge(loser: CustomerRecord, context: Context): Promise<void> {
  try {
    await assertMayChangeRecord(loser, context);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found')
      throw cannotMerge('There is no such customer.', { hidden: error.isRefusal });
    throw error;
  }
}

/** As one customer they would stand above themselves. */
async function assertNoCircle(
  [one, other]: readonly [CustomerRecord, CustomerRecord],
  { chains }: Pick<Context, 'chains'>,
): Promise<void> {
  const ways = [
    { from: idsOf(one), target: idsOf(other) },
    { from: idsOf(other), target: idsOf(one) },
  ];
  const kinds = one.kind === 'company' ? (['parent', 'referred-by'] as const) : (['referred-by'] as const);
  for (const kind of kinds)
    for (const way of ways)
      if (await chains.leadsTo(kind, way))
        throw cannotMerge(
          `One leads to the other by ${kind}, with somebody between them: take one of these relations away first.`,
        );
}

/** Nobody decides on what they are not shown. */
async function assertSees(choices: MergeRequest['fields'], { fields, principal }: Context): Promise<void> {
  const made = Object.keys(choices).filter((name) => name.startsWith('custom.'));
  if (made.length === 0) return;
  const sees = fieldsSeenBy(principal);
  const shown = new Set((await fields.listNow()).filter(sees).map(({ name }) => `custom.${name}`));
  const violations = made
    .filter((name) => !shown.has(name))
    .map((name) => ({
      pointer: `/body/fields/${name}`,
      reason: 'There is no such field for you. GET /customer-fields lists those that are defined.',
    }));
  if (violations.length > 0)
    throw new AppError('invalid-request', 'Some values of the request are missing or not valid.', {
      violations,
    });
}

function cannotMerge(reason: string, details: { readonly hidden?: boolean } = {}): AppError {
  return new AppError('not-allowed-now', 'These records cannot be merged.', {
    ...details,
    violations: [{ pointer: '/body/customerId', reason }],
  });
}

/** Nothing is cut off: what does not fit is taken off first, by whoever knows what is old. */
function assertFits(after: CustomerRecord): void {
  const issues = Customer.safeParse(shownRecord(after)).error?.issues ?? [];
  const violations: Violation[] = issues.flatMap((issue) =>
    issue.code === 'too_big'
      ? [
          {
            pointer: '/body/customerId',
            reason: `Both have more ${String(issue.path[0])} together than one customer can, ${issue.maximum}: take some off first.`,
          },
        ]
      : [],
  );
  if (violations.length > 0)
    throw new AppError('not-allowed-now', 'These records cannot be merged.', { violations });
}

/** Rows of lists and the like, which go with a customer beside their records and unique values. */
const otherWrites = 10;

/** Whoever is merged can be deleted at once: with each record go two items, and each of their unique values. */
function assertCanGo(families: readonly Family[], uniqueFields: ReadonlySet<string>): void {
  const records = families.flatMap(({ path, others }) => [...path, ...others]);
  const values = new Set(records.flatMap((each) => uniqueValues(each, uniqueFields)).map(nameOf));
  if (2 * records.length + values.size + otherWrites > maximumWrites)
    throw cannotMerge(
      'Together they have more records, addresses and other unique values than can be deleted at once: take some off first.',
    );
}
