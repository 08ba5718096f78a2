import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Permission } from '../../../../shared/identity/permissions.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import { askedTogether } from '../../../../shared/table/list-choice.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import { hashOfAddress } from '../messaging.rules.ts';
import type { Lift, ShownLift, ShownSuppression, Suppression, SuppressionPage } from '../messaging.schema.ts';
import type { MessagesStore, SuppressionFilters } from '../messaging.store.ts';

interface Asked extends PageRequest, SuppressionFilters {
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
}

/** Suppressed addresses, newest first, or the one of an address and when that was last lifted. */
export async function listSuppressions(
  { email, phone, reason, channel, ...page }: Asked,
  context: {
    readonly messages: Pick<MessagesStore, 'findSuppression' | 'findLift' | 'listSuppressions'>;
    readonly principal: Principal;
  },
): Promise<SuppressionPage> {
  assertReachesAll(context.principal, 'contact.read');
  const [one, ...others] = Object.entries({ email, phone, reason, channel }).filter(
    ([, value]) => value !== undefined,
  );
  const address = email ?? phone;
  if (address === undefined) {
    const { items, cursor } = await context.messages.listSuppressions({ reason, channel }, page);
    return { items: items.map(shownSuppression), cursor, lifted: null };
  }
  const [other] = others;
  if (one !== undefined && other !== undefined) throw askedTogether(other[0], one[0]);
  const addressHash = hashOfAddress(email === undefined ? 'sms' : 'email', address);
  const [found, lift] = await Promise.all([
    context.messages.findSuppression(addressHash),
    context.messages.findLift(addressHash),
  ]);
  const items = found === undefined ? [] : [shownSuppression(found)];
  return { items, cursor: null, lifted: lift === undefined ? null : shownLift(lift) };
}

function shownLift({ addressHash: _, ...lift }: Lift): ShownLift {
  return lift;
}

/** The suppression as the API shows it. */
export function shownSuppression({ addressHash: id, ...suppression }: Suppression): ShownSuppression {
  return { id, ...suppression };
}

/** An address is nobody's row: throws `forbidden` for whoever reaches only own ones. */
export function assertReachesAll(principal: Principal, permission: Permission): void {
  if (principal.rowAccess[permission] === 'all') return;
  throw new AppError(
    'forbidden',
    'Suppressed addresses are for managers. What is sent to a customer of yours tells whether theirs is among them.',
  );
}
