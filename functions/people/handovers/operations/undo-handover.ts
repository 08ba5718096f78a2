import { AppError } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { StaffReader } from '../../staff/index.ts';
import { shown, undoing } from '../handovers.rules.ts';
import type { Handover } from '../handovers.schema.ts';
import type { HandoversStore } from '../handovers.store.ts';

interface Context {
  readonly handovers: Pick<HandoversStore, 'get' | 'undo'>;
  readonly staff: Pick<StaffReader, 'find'>;
  readonly origin: EventContext;
}

/** Begins to put back what a hand-over has moved: to somebody who works here. */
export async function undoHandover(
  handoverId: string,
  { handovers, staff, origin }: Context,
): Promise<Change<Handover>> {
  const before = await handovers.get(handoverId);
  const after = undoing(before, origin);
  if ((await staff.find(before.from))?.active !== true)
    throw new AppError(
      'not-allowed-now',
      'Whoever handed this over does not work here any more. Register them with "active": true first, or hand it over to somebody else.',
    );
  return { result: shown(after), writes: handovers.undo(before, after, origin) };
}
