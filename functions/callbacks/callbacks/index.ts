/** What others may ask the callbacks domain. */
import type { Moves } from '../../../shared/table/moves.ts';
import type { Table } from '../../../shared/table/table.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createAssign } from '../../people/assignments/index.ts';
import { createCallbacksStore } from './callbacks.store.ts';
import { movesOfCallbacks } from './operations/move-callback.ts';

/** The open callbacks that somebody has to make, to be handed over. */
export function createCallbackMoves(table: Table): Moves {
  const callbacks = createCallbacksStore(table);
  const customers = createCustomerReader(table);
  return movesOfCallbacks({ callbacks, customers, assign: createAssign(table) });
}
