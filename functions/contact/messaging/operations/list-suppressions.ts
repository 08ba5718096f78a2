import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Permission } from '../../../../shared/identity/permissions.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import { askedTogether } from '../../../../shared/table/list-choice.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import { hashOfEmail } from '../../../../shared/values/email-hash.ts';
import type { Lift, ShownLift, ShownSuppression, Suppression, SuppressionPage } from '../messaging.schema.ts';
import type { MessagesStore, SuppressionFilters } from '../messaging.store.ts';

/** Suppressed addresses, newest first, or the one of an address and when that was last lifted. */
export async function listSuppressions(
  {
    email,
    reason,
    channel,
    ...page
  }: PageRequest & SuppressionFilters & { readonly email?: string | undefined },
  context: {
    readonly messages: Pick<MessagesStore, 'findSuppression' | 'findLift' | 'listSuppressions'>;
    readonly principal: Principal;
  },
): Promise<SuppressionPage> {
  assertReachesAll(context.principal, 'contact.read');
  if (email === undefined) {
    const { items, cursor } = await context.messages.listSuppressions({ reason, channel }, page);
    return { items: items.map(shownSuppression), cursor, lifted: null };
  }
  const alone = Object.entries({ reason, channel }).find(([, value]) => value !== undefined);
  if (alone !== undefined) throw askedTogether(alone[0], 'email');
  const addressHash = hashOfEmail(email);
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
