import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change, Write } from '../../../../shared/table/write.ts';
import type { Staff, StaffReader } from '../../../people/staff/index.ts';
import type { CallSettingsReader } from '../../calling/index.ts';
import { givenTo, isClaimed, isOpen } from '../callbacks.rules.ts';
import type { Callback, Reassigned, Reassignment } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { withAlarms } from './alarms.ts';
import { assertMayOwn, mayReach, ownerAwayFor } from './callback-access.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'findMany' | 'change'>;
  readonly staff: StaffReader;
  readonly settings: CallSettingsReader;
  readonly principal: Principal;
  readonly origin: EventContext;
}

type Row = Reassigned['items'][number];

/** Gives some callbacks to one person at once; what cannot be given says why, and keeps none of the others. */
export async function reassignCallbacks(
  { callbackIds, owner }: Reassignment,
  context: Context,
): Promise<Change<Reassigned>> {
  const { callbacks, settings } = context;
  const member = await assertMayOwn(owner, context);
  const [found, present] = await Promise.all([callbacks.findMany(callbackIds), settings.get()]);
  const known = new Map(found.map((callback) => [callback.id, callback]));
  const given = callbackIds.map((callbackId): { row: Row; writes: readonly Write[] } => {
    const before = known.get(callbackId);
    const because = refusalOf(before, context);
    if (before === undefined || because !== undefined)
      return { row: { callbackId, result: 'refused', because: because ?? 'not-found' }, writes: [] };
    if (before.owner === owner)
      return { row: { callbackId, result: 'unchanged', version: before.version }, writes: [] };
    const after = givenBy(before, { owner, member, settings: present }, context);
    const writes = callbacks.change(before, after, context.origin);
    return { row: { callbackId, result: 'given', version: after.version }, writes };
  });
  return { result: { items: given.map(({ row }) => row) }, writes: given.flatMap(({ writes }) => writes) };
}

function refusalOf(callback: Callback | undefined, { principal, origin }: Context): Row['because'] {
  if (callback === undefined || !mayReach(callback, 'callbacks.write', principal)) return 'not-found';
  if (!isOpen(callback)) return 'closed';
  return isClaimed(callback, origin.at) && callback.claim?.by !== principal.id ? 'claimed' : undefined;
}

function givenBy(
  before: Callback,
  about: {
    readonly owner: string | null;
    readonly member: Staff | undefined;
    readonly settings: Parameters<typeof withAlarms>[1]['settings'];
  },
  { origin: { at } }: Context,
): Callback {
  const given = givenTo(before, { owner: about.owner });
  const ownerAway = ownerAwayFor(about.member, before.due.instant, at);
  return withAlarms({ ...given, ownerAway }, { ...about, at });
}
