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

/** Throws `conflict`, which names the candidates, where the customer is probably there already. */
export async function assertNobodyAlike(
  customer: Customer,
  { findAlike, staff, principal }: Context,
): Promise<void> {
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
