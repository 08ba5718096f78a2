import type { Principal } from '../../../../shared/identity/principal.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import type { Callback } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { accessibleCallback, mayRelease } from './callback-access.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find'>;
  readonly staff: Pick<StaffReader, 'find'>;
  readonly principal: Principal;
}

/** A callback, with the name of whoever is working on it, and whether the caller may end that. */
export async function readCallback(callbackId: string, context: Context): Promise<Callback> {
  const callback = await accessibleCallback(callbackId, 'callbacks.read', context);
  const { claim } = callback;
  if (claim === null) return callback;
  const name = (await context.staff.find(claim.by))?.name;
  const shown = { ...claim, mayRelease: mayRelease(claim.by, context.principal) };
  return { ...callback, claim: name === undefined ? shown : { ...shown, name } };
}
