import type { Principal } from '../../../../shared/identity/principal.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import type { CallSettingsReader } from '../../calling/index.ts';
import { isOpen } from '../callbacks.rules.ts';
import type { Callback } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { accessibleCallback, mayRelease } from './callback-access.ts';
import { scriptOf } from './take-answers.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find'>;
  readonly staff: Pick<StaffReader, 'find'>;
  readonly settings: CallSettingsReader;
  readonly principal: Principal;
}

/** A callback, with what is asked in it, the name of whoever is working on it, and whether the caller may end that. */
export async function readCallback(callbackId: string, context: Context): Promise<Callback> {
  const found = await accessibleCallback(callbackId, 'callbacks.read', context);
  const surveyId = isOpen(found) ? scriptOf(found, await context.settings.get()) : undefined;
  const callback = surveyId === undefined ? found : { ...found, script: { surveyId } };
  const { claim } = callback;
  if (claim === null) return callback;
  const name = (await context.staff.find(claim.by))?.name;
  const shown = { ...claim, mayRelease: mayRelease(claim.by, context.principal) };
  return { ...callback, claim: name === undefined ? shown : { ...shown, name } };
}
