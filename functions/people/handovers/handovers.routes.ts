/** Binds the routes of hand-overs. */
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { createHoldingsReader, createStaffReader } from '../staff/index.ts';
import { handoversContract } from './handovers.contract.ts';
import { shown } from './handovers.rules.ts';
import { handoversSentences } from './handovers.sentences.ts';
import { createHandoversStore } from './handovers.store.ts';
import { getHoldings, startHandover } from './operations/start-handover.ts';
import { undoHandover } from './operations/undo-handover.ts';

export const handoversRoutes = routes(handoversContract, { sentences: handoversSentences }, ({ table }) => {
  const handovers = createHandoversStore(table);
  const staff = createStaffReader(table);
  const countHeld = createHoldingsReader(table);
  return {
    getHoldings: async ({ params, origin }) =>
      answer(200, await getHoldings(params.staffId, { staff, countHeld, origin })),

    createHandover: async ({ body, origin }) =>
      answerAfter(201, await startHandover(body, { staff, countHeld, handovers, origin })),

    listHandovers: async ({ query }) => answer(200, await handovers.list(query)),

    getHandover: async ({ params }) => answer(200, shown(await handovers.get(params.handoverId))),

    undoHandover: async ({ params, origin }) =>
      answerAfter(200, await undoHandover(params.handoverId, { handovers, staff, origin })),
  };
});
