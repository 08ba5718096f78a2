/** Work that is done later, on behalf of whoever has asked for it. */
import * as z from 'zod';
import { roles } from './permissions.ts';
import type { Principal } from './principal.ts';

const rowAccess = z.enum(['all', 'own']).optional();

/** Whoever has asked, and what they may do with customers and read of answers, kept with the work. */
export const Asker = z.strictObject({
  kind: z.enum(['person', 'machine']),
  id: z.string(),
  roles: z.array(z.enum(roles)),
  read: rowAccess,
  write: rowAccess,
  answers: rowAccess,
});
export type Asker = z.infer<typeof Asker>;

export function askerOf({ kind, id, roles: held, rowAccess: access }: Principal): Asker {
  const { 'customers.read': read, 'customers.write': write, 'surveys.read': answers } = access;
  return {
    ...{ kind, id, roles: [...held] },
    ...(read === undefined ? {} : { read }),
    ...(write === undefined ? {} : { write }),
    ...(answers === undefined ? {} : { answers }),
  };
}

/** What is asked about people: whose rows they reach, and whether they work here no longer. */
export interface Callers {
  readonly reachOf: (staffId: string) => Promise<ReadonlySet<string>>;
  readonly hasLeft: (staffId: string) => Promise<boolean>;
}

/** Whoever has asked, with the rights they had then and the rows they reach now; undefined when they have left. */
export async function askerLater(
  { kind, id, roles: held, read, write, answers }: Asker,
  callers: Callers,
): Promise<Principal | undefined> {
  if (kind === 'person' && (await callers.hasLeft(id))) return undefined;
  const isOwn = kind === 'person' && [read, write, answers].includes('own');
  return {
    ...{ kind, id, roles: held },
    rowAccess: {
      ...(read === undefined ? {} : { 'customers.read': read }),
      ...(write === undefined ? {} : { 'customers.write': write }),
      ...(answers === undefined ? {} : { 'surveys.read': answers }),
    },
    reach: isOwn ? await callers.reachOf(id) : new Set([id]),
  };
}
