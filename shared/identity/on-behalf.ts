/** Work that is done later, on behalf of whoever has asked for it. */
import * as z from 'zod';
import type { Principal } from './principal.ts';

/** What whoever asks may do with customers, kept with the work. */
export const AskedAccess = z.strictObject({
  roles: z.array(z.string()),
  read: z.enum(['all', 'own']).optional(),
  write: z.enum(['all', 'own']),
});
export type AskedAccess = z.infer<typeof AskedAccess>;

export function accessOf({ roles, rowAccess }: Principal): AskedAccess {
  const read = rowAccess['customers.read'];
  return {
    roles: [...roles],
    ...(read === undefined ? {} : { read }),
    write: rowAccess['customers.write'] ?? 'own',
  };
}

/** What is asked about people: whose rows they reach, and whether they work here no longer. */
export interface Callers {
  readonly reachOf: (staffId: string) => Promise<ReadonlySet<string>>;
  readonly hasLeft: (staffId: string) => Promise<boolean>;
}

/** Whoever has asked, with the rights they had then and the rows they reach now; undefined when they have left. */
export async function askerLater(
  { kind: asKind, id }: { readonly kind: string; readonly id: string },
  { roles, read, write }: AskedAccess,
  callers: Callers,
): Promise<Principal | undefined> {
  const kind = asKind === 'machine' ? ('machine' as const) : ('person' as const);
  if (kind === 'person' && (await callers.hasLeft(id))) return undefined;
  const isOwn = kind === 'person' && write === 'own';
  return {
    ...{ kind, id, roles: roles as Principal['roles'] },
    rowAccess: { 'customers.write': write, ...(read === undefined ? {} : { 'customers.read': read }) },
    reach: isOwn ? await callers.reachOf(id) : new Set([id]),
  };
}
