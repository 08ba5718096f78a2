import { AppError } from '../../../../shared/errors/app-error.ts';
import { sees } from '../../../../shared/identity/fields.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import { uniqueExternalId } from '../customers.rules.ts';
import { type CustomerPage, CustomerSummary, type ExternalId } from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';
import { reaches } from './customer-access.ts';

/** Values that at most one customer has. */
export interface LookUp {
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly externalId?: ExternalId | undefined;
}

interface Context {
  readonly customers: Pick<CustomersStore, 'findByUnique' | 'hasOpenWork'>;
  readonly principal: Principal;
}

/**
 * The customer who has this value, as a list of one or none; undefined when no such value was asked for.
 *
 * @param filters what else was asked for; throws `invalid-request` for it, because the value alone decides
 */
export async function lookUpCustomer(
  lookUp: LookUp,
  filters: Readonly<Record<string, unknown>>,
  context: Context,
): Promise<CustomerPage | undefined> {
  const [unique, ...more] = uniquesAskedFor(lookUp);
  if (unique === undefined) return undefined;
  const others = Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  assertAlone(unique.name, [...more.map(({ name }) => name), ...others]);
  // Whoever may not see an address must not find out whose it is, either.
  if (!sees(context.principal, 'contact') && unique.kind !== 'external')
    throw new AppError('forbidden', 'Your role does not show you how to reach customers.');
  const customer = await context.customers.findByUnique(unique);
  if (!(customer && (await reaches(customer, 'customers.read', context)))) return { items: [], cursor: null };
  return { items: [CustomerSummary.strip().parse(customer)], cursor: null };
}

function uniquesAskedFor({ email, phone, externalId }: LookUp) {
  return [
    ...(email === undefined ? [] : [{ name: 'email', kind: 'email' as const, value: [email] }]),
    ...(phone === undefined ? [] : [{ name: 'phone', kind: 'phone' as const, value: [phone] }]),
    ...(externalId === undefined ? [] : [{ name: 'externalId', ...uniqueExternalId(externalId) }]),
  ];
}

function assertAlone(name: string, others: readonly string[]): void {
  if (others.length === 0) return;
  throw new AppError('invalid-request', 'One value finds one customer; nothing narrows that further.', {
    violations: others.map((other) => ({
      pointer: `/query/${other}`,
      reason: `Cannot be asked for together with \`${name}\`. Ask for either alone.`,
    })),
  });
}
