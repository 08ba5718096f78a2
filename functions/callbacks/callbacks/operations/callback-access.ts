import { AppError, notFound, notYours } from '../../../../shared/errors/app-error.ts';
import type { Permission } from '../../../../shared/identity/permissions.ts';
import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import { absenceAt, type Staff, type StaffReader, takesWork } from '../../../people/staff/index.ts';
import { assertFree } from '../callbacks.rules.ts';
import type { Callback, OwnerAway } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';

/** The callback, if the caller may reach it; "not yours" reads like "not there". */
export async function accessibleCallback(
  callbackId: string,
  permission: Permission,
  { callbacks, principal }: { callbacks: Pick<CallbacksStore, 'find'>; principal: Principal },
): Promise<Callback> {
  const callback = await callbacks.find(callbackId);
  if (callback === undefined) throw notFound('callback');
  if (!mayReach(callback, permission, principal)) throw notYours('callback');
  return callback;
}

/**
 * Whether the caller may reach a callback: their own, one of nobody, and one that they are working on or have closed,
 * though it may have got another owner meanwhile.
 */
export function mayReach(
  {
    owner,
    claim,
    closedBy,
  }: Pick<Callback, 'owner' | 'closedBy'> & { readonly claim?: Callback['claim'] | undefined },
  permission: Permission,
  principal: Principal,
): boolean {
  const isAtWork = claim?.by === principal.id;
  const hasClosed = closedBy?.kind === principal.kind && closedBy.id === principal.id;
  return isAtWork || hasClosed || hasRowAccess(principal, permission, owner);
}

/** Whether the caller may end the claim of `holder`: their own, or that of somebody whose rows they may change. */
export function mayRelease(holder: string, principal: Principal): boolean {
  return mayActFor(holder, principal);
}

function mayActFor(who: string, principal: Principal): boolean {
  const { 'callbacks.write': rowAccess } = principal.rowAccess;
  return rowAccess !== undefined && (who === principal.id || hasRowAccess(principal, 'callbacks.write', who));
}

/** Whether the caller may correct what was recorded of the last call: their own, or that of somebody whose rows they may change. */
export function mayCorrect({ attempts }: Pick<Callback, 'attempts'>, principal: Principal): boolean {
  const last = attempts.at(-1);
  return last !== undefined && mayActFor(last.by, principal);
}

/** The zone of the customer of a callback; of a deleted one that in which the call was promised. */
export async function zoneOfCustomer(
  { customerId, due }: Callback,
  { customers }: { customers: Pick<CustomerReader, 'findContact'> },
): Promise<string> {
  return (await customers.findContact(customerId))?.timeZone ?? due.timeZone;
}

/**
 * Checks to whom a caller wants to give a callback. Who reaches only own rows can take it, leave it to the department or
 * give it to somebody whose rows they reach; others can give it to anybody who takes on work. Nobody takes on what they
 * could not be told of.
 *
 * @returns who gets it; undefined for nobody in particular
 */
export async function assertMayOwn(
  owner: string | null,
  { staff, principal }: { staff: StaffReader; principal: Principal },
): Promise<Staff | undefined> {
  if (owner === null) return undefined;
  if (owner !== principal.id && !hasRowAccess(principal, 'callbacks.write', owner)) {
    throw new AppError(
      'forbidden',
      'Your role can take callbacks on, leave them to the department or give them to those whose rows your teams open to you.',
    );
  }
  const member = await staff.find(owner);
  if (member !== undefined && takesWork(member)) return member;
  throw new AppError('invalid-request', 'The callback cannot be given to this person.', {
    violations: [
      {
        pointer: '/body/owner',
        reason: member?.active
          ? 'Takes on no work. Name one of GET /staff who does, or null for nobody.'
          : 'Nobody of this id works here. Register people with PUT /staff/{staffId}.',
      },
    ],
  });
}

/** Refuses to act on a closed callback, and on one that somebody else is working on, whom the refusal names. */
export async function assertMayWorkOn(
  callback: Callback,
  { staff, principal, at }: { staff: Pick<StaffReader, 'find'>; principal: Principal; at: string },
): Promise<void> {
  const { claim } = callback;
  const isOthers = claim !== null && claim.by !== principal.id;
  const holder = isOthers ? await staff.find(claim.by) : undefined;
  assertFree(callback, principal.id, at, holder?.name);
}

/** How whoever is to call is away on the day of the call, or now when that time has passed; undefined when they are there. */
export function ownerAwayFor(member: Staff | undefined, due: string, at: string): OwnerAway | undefined {
  const absence = member && absenceAt(member, due > at ? due : at);
  return absence && { from: absence.from, until: absence.until, deputy: absence.deputy };
}
