import { AppError, notFound } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Permission } from '../../../../shared/identity/permissions.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { mergePatch } from '../../../../shared/values/merge-patch.ts';
import type { Interaction, InteractionPatch } from '../customers.schema.ts';
import type { CustomersStore, RecordedInteraction } from '../customers.store.ts';
import { accessibleCustomer } from './customer-access.ts';

interface Place {
  readonly customerId: string;
  readonly interactionId: string;
}

type Stored = Pick<CustomersStore, 'get' | 'hasOpenWork' | 'findInteraction' | 'correct' | 'withdraw'>;

interface ReadContext {
  readonly customers: Pick<Stored, 'get' | 'hasOpenWork' | 'findInteraction'>;
  readonly principal: Principal;
}

export interface CorrectContext {
  readonly customers: Stored;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** A contact with a customer whom the caller may see. */
export async function getInteraction(place: Place, context: ReadContext): Promise<Interaction> {
  return (await foundInteraction(place, 'customers.read', context)).interaction;
}

/** Corrects what was written of a contact. A patch that changes nothing is free. */
export async function correctInteraction(
  { version, patch, ...place }: Place & { version: IfMatch; patch: InteractionPatch },
  context: CorrectContext,
): Promise<Change<Interaction>> {
  const found = await interactionToCorrect(place, context);
  const before = found.interaction;
  assertVersion(before, version);
  assertStays(before.at, patch.at);
  const after = { ...mergePatch(before, patch), version: before.version + 1 };
  const writes = context.customers.correct(found, after, context.origin);
  return { result: writes.length === 0 ? before : after, writes };
}

/** Takes a contact out of the timeline, where a trace of it stays. */
export async function withdrawInteraction(
  { version, ...place }: Place & { version: IfMatch },
  context: CorrectContext,
): Promise<Change<undefined>> {
  const found = await interactionToCorrect(place, context);
  assertVersion(found.interaction, version);
  return { result: undefined, writes: context.customers.withdraw(found, context.origin) };
}

/**
 * A contact with a customer that the caller may correct.
 *
 * @param whyMissing what to throw when the customer has no such contact
 */
export async function interactionToCorrect(
  place: Place,
  context: ReadContext,
  whyMissing?: () => Promise<AppError>,
): Promise<RecordedInteraction> {
  const found = await foundInteraction(place, 'customers.write', context, whyMissing);
  assertMayCorrect(found.interaction, context.principal);
  return found;
}

async function foundInteraction(
  { customerId, interactionId }: Place,
  permission: Permission,
  context: ReadContext,
  whyMissing: () => Promise<AppError> = async () => notFound('interaction'),
): Promise<RecordedInteraction> {
  const customer = await accessibleCustomer(customerId, permission, context);
  const found = await context.customers.findInteraction(customer, interactionId);
  if (found === undefined) throw await whyMissing();
  return found;
}

/** What others have written is theirs, even on the same customer; no machine stands above people. */
function assertMayCorrect({ by }: Interaction, principal: Principal): void {
  const isManager = principal.kind === 'person' && principal.rowAccess['customers.write'] === 'all';
  if (by === principal.id || isManager) return;
  throw new AppError('forbidden', `Only ${by}, who recorded this contact, or a manager can change it.`);
}

/** The instant is the entry's place in the timeline and part of its id. */
function assertStays(at: string, wanted: string | undefined): void {
  if (wanted === undefined || wanted === at) return;
  throw new AppError('invalid-request', 'A contact keeps its place in the timeline.', {
    violations: [
      {
        pointer: '/body/at',
        reason: `stays ${at}. Delete the contact and record it again with the right instant.`,
      },
    ],
  });
}
