import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { asPatch, restoring } from '../../../../shared/events/restore.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import { callbackChanged, callbackRescheduled } from '../callbacks.events.ts';
import { applyPatch, assertFree } from '../callbacks.rules.ts';
import { type Callback, CallbackPatch, type DueTime } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { requestedDue } from './call-times.ts';
import { accessibleCallback, assertMayOwn, zoneOfCustomer } from './callback-access.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find' | 'change' | 'valuesBefore'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly staff: StaffReader;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Changes an open callback of which the caller has read this version. A patch that changes nothing is free. */
export async function patchCallback(
  { callbackId, version, patch }: { callbackId: string; version: IfMatch; patch: CallbackPatch },
  context: Context,
): Promise<Change<Callback>> {
  const { callbacks, principal, origin } = context;
  const before = await accessibleCallback(callbackId, 'callbacks.write', context);
  assertVersion(before, version);
  assertFree(before, principal.id, origin.at);
  if (patch.owner !== undefined && patch.owner !== before.owner) await assertMayOwn(patch.owner, context);
  const due =
    patch.due && requestedDue(patch.due, { timeZone: await zoneOfCustomer(before, context), at: origin.at });
  const after = applyPatch(before, patch, due);
  const isMoved = after.scheduleVersion !== before.scheduleVersion;
  const declaration = isMoved ? callbackRescheduled : callbackChanged;
  const writes = callbacks.change(before, after, origin, { declaration });
  return { result: writes.length === 0 ? before : after, writes };
}

/** Gives a callback back what it was before a change. Throws what `valuesBefore` throws. */
export async function restoreCallback(
  { callbackId, changeId }: { callbackId: string; changeId: string },
  context: Context,
): Promise<Change<Callback>> {
  const present = await accessibleCallback(callbackId, 'callbacks.write', context);
  const { due, ...before } = await context.callbacks.valuesBefore(present, changeId);
  const promised = due === undefined ? {} : { due: asRequested(due as DueTime) };
  const patch = asPatch(CallbackPatch, { ...before, ...promised });
  const origin = restoring(context.origin, changeId);
  return patchCallback({ callbackId, version: [present.version], patch }, { ...context, origin });
}

function asRequested({ instant, timeZone }: DueTime): CallbackPatch['due'] {
  return { instant, timeZone };
}
