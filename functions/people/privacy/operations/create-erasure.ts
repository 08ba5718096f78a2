import { notFound } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { type ErasureRecord, erasureOf, type NewErasure } from '../privacy.schema.ts';
import type { PrivacyStore } from '../privacy.store.ts';

interface Context {
  readonly privacy: Pick<PrivacyStore, 'isKnown' | 'findErasure' | 'requestErasure'>;
  /** By then it has to be done. */
  readonly erasureDays: number;
  readonly origin: EventContext;
}

/** Demands that a customer is erased; it is done because of the event. Who was erased is answered the proof. */
export async function createErasure(
  input: NewErasure,
  { privacy, erasureDays, origin }: Context,
): Promise<Change<ErasureRecord>> {
  const id = erasureOf(input.customerId);
  const before = await privacy.findErasure(id);
  if (before !== undefined) return { result: before, writes: [] };
  if (!(await privacy.isKnown(input.customerId))) throw notFound('customer');
  const result: ErasureRecord = {
    ...{ id, version: 1, ...input, state: 'requested', counts: {} },
    ...{ requestedBy: origin.actor, requestedAt: origin.at },
    dueAt: instantAfter(origin.at, { days: erasureDays }),
  };
  return { result, writes: privacy.requestErasure(result, origin) };
}
