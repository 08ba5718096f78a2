/** A hand-over on a real engine: started, and moved page by page as the function does it. */
import * as movesOf from '../../../functions/moves.ts';
import * as outbox from '../../../functions/outbox.ts';
import type { NewHandover, StoredHandover } from '../../../functions/people/handovers/handovers.schema.ts';
import { createHandoversStore } from '../../../functions/people/handovers/handovers.store.ts';
import { movePage } from '../../../functions/people/handovers/operations/move-page.ts';
import { startHandover } from '../../../functions/people/handovers/operations/start-handover.ts';
import { tellHandover } from '../../../functions/people/handovers/operations/tell-handover.ts';
import { undoHandover } from '../../../functions/people/handovers/operations/undo-handover.ts';
import { createHoldingsReader, createStaffReader } from '../../../functions/people/staff/index.ts';
import { commitOnce, commitWithRetry } from '../../../shared/table/retry.ts';
import type { Table } from '../../../shared/table/table.ts';
import { at } from '../../support/callback-samples.ts';
import { origin } from '../callbacks/department.ts';

export function openHandovers(table: Table, when = at) {
  const handovers = createHandoversStore(table);
  const staff = createStaffReader(table);
  const countHeld = createHoldingsReader(table);
  const now = { ...origin, at: when };
  const page = (handoverId: string, step: number, through: Table = table) =>
    movePage(
      { handoverId, step },
      {
        handovers: createHandoversStore(through),
        staff,
        moves: {
          customers: movesOf.customers(through),
          callbacks: movesOf.callbacks(through),
          teams: movesOf.teams(through),
          standIns: movesOf.standIns(through),
          territories: movesOf.territories(through),
          improvements: movesOf.improvements(through),
        },
        at: when,
        commit: (decide) => commitWithRetry(through, decide),
        commitOnce: (decide) => commitOnce(through, decide),
        tell: (handover, cause) => tellHandover(handover, cause, { staff, outbox }),
      },
    );
  /** Moves on to the end; `deliver` says how a step is delivered. */
  const run = async (
    { id, step: first }: Pick<StoredHandover, 'id' | 'step'>,
    deliver: (step: number) => Promise<number | undefined> = (step) => page(id, step),
  ) => {
    let step: number | undefined = first;
    while (step !== undefined) step = await deliver(step);
    return handovers.get(id);
  };
  const start = async (input: Omit<NewHandover, 'reason'>) => {
    const context = { staff, countHeld, handovers, origin: now };
    const { result, writes } = await startHandover({ reason: 'Leaves', ...input }, context);
    await table.commit(writes);
    return handovers.get(result.id);
  };
  const undo = async (id: string) => {
    const { writes } = await undoHandover(id, { handovers, staff, origin: now });
    await table.commit(writes);
    return handovers.get(id);
  };
  return { handovers, page, run, start, undo };
}
