import { notFound } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { newId } from '../../../../shared/values/ids.ts';
import { type ExportRecord, exportId, type NewExport } from '../privacy.schema.ts';
import type { PrivacyStore } from '../privacy.store.ts';

interface Context {
  readonly privacy: Pick<PrivacyStore, 'isKnown' | 'requestExport'>;
  readonly origin: EventContext;
}

/** Asks for a file of everything that is kept of a customer; it is made because of the event. */
export async function createExport(
  input: NewExport,
  { privacy, origin }: Context,
): Promise<Change<ExportRecord>> {
  if (!(await privacy.isKnown(input.customerId))) throw notFound('customer');
  const result: ExportRecord = {
    ...{ id: newId(exportId), version: 1, ...input, state: 'requested', downloads: 0 },
    ...{ requestedBy: origin.actor, requestedAt: origin.at },
  };
  return { result, writes: privacy.requestExport(result, origin) };
}
