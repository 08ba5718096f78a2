import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { asPatch, restoring } from '../../../../shared/events/restore.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import type { CallSettingsReader } from '../../calling/index.ts';
import { callbackChanged, callbackRescheduled } from '../callbacks.events.ts';
import { applyPatch } from '../callbacks.rules.ts';
import { type Callback, CallbackPatch, type DueTime } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { withAlarms } from './alarms.ts';
import { hoursOfCustomer, requestedDue } from './call-times.ts';
import {
  accessibleCallback,
  assertMayOwn,
  assertMayWorkOn,
  ownerAwayFor,
  zoneOfCustomer,
} from './callback-access.ts';
import { freeCustomer } from './one-caller.ts';

interface Context {
  readonly callbacks: Pick<
    CallbacksStore,
    'find' | 'change' | 'valuesBefore' | 'findCall' | 'takeCall' | 'endCall'
  >;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly staff: StaffReader;
  readonly settings: CallSettingsReader;
  readonly principal: Principal;
  readonly origin: EventContext;
}

interface Patch {
  readonly callbackId: string;
  readonly version: IfMatch;
  readonly patch: CallbackPatch;
  /** How the owner of the patch was found; undefined when they were named. */
  readonly assigned?: Callback['assigned'];
}

/** Changes an open callback of which the caller has read this version. A patch that changes nothing is free. */
export async function patchCallback(
  { callbackId, version, patch, assigned }: Patch,
  context: Context,
): Promise<Change<Callback>> {
  const { callbacks, staff, origin } = context;
  const before = await accessibleCallback(callbackId, 'callbacks.write', context);
  assertVersion(before, version);
  await assertMayWorkOn(before, { ...context, at: origin.at });
  const given = patch.owner === before.owner ? undefined : patch.owner;
  const receiver = given === undefined ? undefined : await assertMayOwn(given, context);
  const due = patch.due && (await dueOf(patch.due, patch.wantedHours, before, context));
  const owner = given === undefined && due !== undefined ? await ownerOf(before, staff) : receiver;
  const ownerAway = ownerAwayFor(owner, (due ?? before.due).instant, origin.at);
  const patched = applyPatch(before, patch, due, { assigned, ownerAway });
  const isMoved = patched.scheduleVersion !== before.scheduleVersion;
  const after =
    isMoved || given !== undefined
      ? withAlarms(patched, { settings: await context.settings.get(), member: owner, at: origin.at })
      : patched;
  const declaration = isMoved ? callbackRescheduled : callbackChanged;
  const writes = callbacks.change(before, after, origin, { declaration });
  if (writes.length === 0) return { result: before, writes };
  const freed = after.claim === null ? await freeCustomer(before, context) : [];
  return { result: after, writes: [...writes, ...freed] };
}

async function dueOf(
  wanted: NonNullable<CallbackPatch['due']>,
  hours: CallbackPatch['wantedHours'],
  before: Callback,
  context: Context,
): Promise<DueTime> {
  const zone = await zoneOfCustomer(before, context);
  const wantedHours = hours === undefined ? before.wantedHours : (hours ?? undefined);
  const customer = hoursOfCustomer(zone, await context.settings.get(), wantedHours);
  return requestedDue(wanted, { customer, at: context.origin.at });
}

function ownerOf({ owner }: Callback, staff: StaffReader) {
  return owner === null ? undefined : staff.find(owner);
}

/** Gives a callback back what it was before a change, with how its owner was found. Throws what `valuesBefore` throws. */
export async function restoreCallback(
  { callbackId, changeId }: { callbackId: string; changeId: string },
  context: Context,
): Promise<Change<Callback>> {
  const present = await accessibleCallback(callbackId, 'callbacks.write', context);
  const { due, assigned, ...before } = await context.callbacks.valuesBefore(present, changeId);
  const promised = due === undefined ? {} : { due: asRequested(due as DueTime) };
  const patch = asPatch(CallbackPatch, { ...before, ...promised });
  const found = assigned as Callback['assigned'];
  const input = { callbackId, version: [present.version], patch, assigned: found };
  return restoring(context.origin, changeId, (origin) => patchCallback(input, { ...context, origin }));
}

function asRequested({ instant, timeZone }: DueTime): CallbackPatch['due'] {
  return { instant, timeZone };
}
