/** What other domains may ask the improvements domain. */
import type { Moves } from '../../../shared/table/moves.ts';
import type { Table } from '../../../shared/table/table.ts';
import { createImprovementsStore } from './improvements.store.ts';
import { movesOfImprovements } from './operations/move-improvement.ts';

/** The improvements that somebody sees to, to be handed over. */
export function createImprovementMoves(table: Table): Moves {
  return movesOfImprovements(createImprovementsStore(table));
}
