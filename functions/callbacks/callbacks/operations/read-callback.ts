import type { Principal } from '../../../../shared/identity/principal.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import type { CallSettingsReader } from '../../calling/index.ts';
import { isCorrectable, isOpen } from '../callbacks.rules.ts';
import type { Callback } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { accessibleCallback, mayCorrect, mayRelease } from './callback-access.ts';
import { scriptOf } from './take-answers.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find'>;
  readonly staff: Pick<StaffReader, 'find'>;
  readonly settings: CallSettingsReader;
  readonly principal: Principal;
}

/** A callback, with what is asked in it, who is working on it, and what the caller may do about that and about what was recorded. */
export async function readCallback(callbackId: string, context: Context): Promise<Callback> {
  const found = await accessibleCallback(callbackId, 'callbacks.read', context);
  const surveyId = isOpen(found) ? scriptOf(found, await context.settings.get()) : undefined;
  const { principal } = context;
  const callback = {
    ...found,
    ...(surveyId === undefined ? {} : { script: { surveyId } }),
    ...(isCorrectable(found) ? { mayCorrect: mayCorrect(found, principal) } : {}),
  };
  const { claim } = callback;
  if (claim === null) return callback;
  const name = (await context.staff.find(claim.by))?.name;
  const shown = { ...claim, mayRelease: mayRelease(claim.by, principal) };
  return { ...callback, claim: name === undefined ? shown : { ...shown, name } };
}
