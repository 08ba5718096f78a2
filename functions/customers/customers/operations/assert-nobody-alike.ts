import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import type { Customer } from '../customers.schema.ts';
import { shownTo } from './customer-access.ts';

interface Context {
  /** Who may be this customer, the most probable first. */
  readonly findAlike: (
    customer: Customer,
  ) => Promise<readonly Pick<Customer, 'id' | 'name' | 'email' | 'phone' | 'owner'>[]>;
  readonly staff: Pick<StaffReader, 'findMany'>;
  readonly principal: Principal;
}

/**
 * Throws `conflict`, which names the candidates, where the customer is probably there already. People are asked unless they
 * want the customer all the same; a program that does not know of the question could only fail, so it has to want it.
 */
export async function assertNobodyAlike(
  { customer, createAnyway }: { readonly customer: Customer; readonly createAnyway: boolean | undefined },
  { findAlike, staff, principal }: Context,
): Promise<void> {
  if (createAnyway ?? principal.kind === 'machine') return;
  const alike = await findAlike(customer);
  if (alike.length === 0) return;
  const detail = 'This customer is probably there already. If not, send createAnyway: true.';
  // A machine that only writes has no use for it.
  if (principal.rowAccess['customers.read'] === undefined) throw new AppError('conflict', detail);
  const members = await staff.findMany([...new Set(alike.flatMap(({ owner }) => owner ?? []))]);
  const candidates = alike.map((each) =>
    shownTo(principal, each, members.find(({ id }) => id === each.owner)?.name),
  );
  throw new AppError('conflict', detail, { members: { candidates } });
}
