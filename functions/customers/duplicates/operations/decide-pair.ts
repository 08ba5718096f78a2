import { AppError, notFound, notYours } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { asEntry, restoring } from '../../../../shared/events/restore.ts';
import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { TeamReader } from '../../../people/teams/index.ts';
import { type CustomerReader, masked, ownersAsked } from '../../customers/index.ts';
import { foundCustomer } from '../../search/index.ts';
import type { FoundCustomer } from '../../search/search.schema.ts';
import {
  type DuplicatePage,
  type DuplicatePair,
  type DuplicateSettings,
  DuplicateSettingsEntry,
  type PairedCustomer,
  type PairSide,
  type Reason,
} from '../duplicates.schema.ts';
import type { DuplicatesStore } from '../duplicates.store.ts';

interface Context {
  readonly duplicates: DuplicatesStore;
  readonly customers: Pick<CustomerReader, 'find' | 'getReachable' | 'getChangeable'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

type Reading = Omit<Context, 'origin'>;

/** Open pairs, the most probable first: of the caller's customers where they do not see all. */
export async function listDuplicates(
  {
    owner,
    team,
    ...page
  }: PageRequest & { readonly owner?: string | undefined; readonly team?: string | undefined },
  context: Pick<Context, 'duplicates' | 'principal'> & { readonly teams: TeamReader },
): Promise<DuplicatePage> {
  const { items, cursor } = await context.duplicates.listOpen(
    await ownersAsked({ owner, team }, context),
    page,
  );
  return { items: items.map((side) => shownPair(side, context.principal)), cursor };
}

/** The pairs of a customer, open and dismissed, the most probable first. */
export async function listDuplicatesOf(
  customerId: string,
  { duplicates, customers, principal }: Reading,
): Promise<DuplicatePage> {
  await customers.getReachable(customerId, 'customers.read', principal);
  const sides = await duplicates.listSides(customerId);
  const inOrder = sides.toSorted((one, other) => other.score - one.score);
  return { items: inOrder.map((side) => shownPair(side, principal)), cursor: null };
}

/**
 * Says that two customers are not one, for good, or that it is to be looked at again. They need not have been found alike: who
 * knows of two that they are two says so beforehand. The same again changes nothing.
 *
 * @throws AppError `not-found` for a pair to be reopened that there is not
 */
export async function putDuplicate(
  { customerId, otherId, status }: Pick<PairSide, 'customerId' | 'otherId' | 'status'>,
  { duplicates, customers, principal, origin }: Context,
): Promise<Change<DuplicatePair>> {
  await customers.getChangeable(customerId, 'customers.write', principal);
  if (customerId === otherId)
    throw new AppError('invalid-request', 'A customer makes no pair with themselves.', {
      violations: [{ pointer: '/params/otherId', reason: 'must be another customer' }],
    });
  const before = await duplicates.findSide(customerId, otherId);
  if (before?.status === status) return { result: shownPair(before, principal), writes: [] };
  if (before !== undefined) {
    const after = { ...before, status, version: before.version + 1, updatedAt: origin.at };
    const writes = [...duplicates.change(before, after), duplicates.tell(before, after, origin)];
    return { result: shownPair(after, principal), writes };
  }
  const [customer, other] = await Promise.all([customers.find(customerId), customers.find(otherId)]);
  if (customer === undefined || other === undefined || status === 'open') throw notFound('pair of customers');
  // Who was not found alike is not told from who is not there.
  if (!hasRowAccess(principal, 'customers.write', other.owner)) throw notYours('pair of customers');
  const side: PairSide = {
    ...{ customerId, otherId, customer: kept(customer), other: kept(other) },
    ...{ score: 0, reasons: [], status, version: 1, updatedAt: origin.at },
  };
  return {
    result: shownPair(side, principal),
    writes: [...duplicates.pair(side), duplicates.tell(undefined, side, origin)],
  };
}

/** Stored without the fields that have no value. */
const kept = (customer: Parameters<typeof foundCustomer>[0]): FoundCustomer =>
  Object.fromEntries(
    Object.entries(foundCustomer(customer)).filter(([, value]) => value !== undefined),
  ) as FoundCustomer;

function shownPair(
  { customerId, otherId, customer, other, ...pair }: PairSide,
  principal: Principal,
): DuplicatePair {
  const [one, two] = [
    shownCustomer(customerId, customer, principal),
    shownCustomer(otherId, other, principal),
  ];
  const isMasked = one.masked || two.masked;
  const reasons = isMasked ? pair.reasons.filter(({ field }) => toldOfMasked.has(field)) : pair.reasons;
  return { ...pair, reasons, customer: one, other: two };
}

/** What else two have in common would tell of somebody who is not the caller's to see what is not shown of them. */
const toldOfMasked: ReadonlySet<Reason['field']> = new Set(['name', 'phone']);

function shownCustomer(id: string, customer: FoundCustomer, principal: Principal): PairedCustomer {
  if (hasRowAccess(principal, 'customers.read', customer.owner)) return { ...customer, id, masked: false };
  const { name, email, phone } = masked({ ...customer, id }, null);
  return { id, masked: true, name, email, phone, owner: customer.owner };
}

type SettingsContext = Pick<Context, 'principal' | 'origin'> & {
  readonly duplicates: Pick<DuplicatesStore, 'getSettings' | 'changeSettings' | 'settingsBefore'>;
};

/** Replaces the settings. The same again changes nothing; pairs follow with the next change of their customers, or a reindexing. */
export async function putDuplicateSettings(
  { entry, version }: { readonly entry: DuplicateSettingsEntry; readonly version: IfMatch },
  { duplicates, principal, origin }: SettingsContext,
): Promise<Change<DuplicateSettings>> {
  assertManages(principal);
  const before = await duplicates.getSettings();
  assertVersion(before, version);
  const after = { ...entry, version: before.version + 1, updatedAt: origin.at };
  const writes = duplicates.changeSettings(before, after, origin);
  return { result: writes.length === 0 ? before : after, writes };
}

/** Gives the settings back what they were before a change. Throws what `valuesBefore` throws. */
export async function restoreDuplicateSettings(
  changeId: string,
  context: SettingsContext,
): Promise<Change<DuplicateSettings>> {
  assertManages(context.principal);
  const present = await context.duplicates.getSettings();
  const before = await context.duplicates.settingsBefore(present, changeId);
  const entry = asEntry(DuplicateSettingsEntry, present, before);
  return restoring(context.origin, changeId, (origin) =>
    putDuplicateSettings({ entry, version: [present.version] }, { ...context, origin }),
  );
}

function assertManages(principal: Principal): void {
  if (principal.rowAccess['customers.write'] !== 'all')
    throw new AppError('forbidden', 'Managers say from which score on customers are taken for one.');
}
