/** What the purchases of all customers come to, at the desk. */
import { randomUUID } from 'node:crypto';
import { analysesContract } from '../../commerce/analyses/analyses.contract.ts';
import { deskPages, goTo, mayCall, refuseRight, type Visit, valueIn } from '../desk/index.ts';
import { purchasesDeskContract } from './purchases-desk.contract.ts';
import { purchasesPage } from './purchases-desk.page.ts';
import { texts } from './purchases-desk.texts.ts';

const { startAnalysis, listAnalyses } = analysesContract.routes;

export const purchasesDeskPages = deskPages(
  purchasesDeskContract,
  () => ({
    showPurchases: async (visit) => {
      const { reader, show } = visit;
      const mayStart = mayCall(reader, startAnalysis);
      const view = { ...(await newest(visit)), mayStart, key: randomUUID() };
      return show({
        ...{ title: texts[reader.language].title, part: 'customers' },
        main: purchasesPage(view, reader),
      });
    },

    sendPurchases: async ({ body, ...visit }) => {
      if (!mayCall(visit.reader, startAnalysis)) return refuseRight(visit);
      await visit.api.analyses.startAnalysis({}, { idempotencyKey: valueIn(body, 'key') });
      return goTo('/desk/purchases');
    },
  }),
  { showPurchases: listAnalyses },
);

/** The last analysis that is done, and whether another one is being made. */
async function newest({ api }: Visit) {
  const { items } = (await api.analyses.listAnalyses({ query: { limit: 5 } })).body;
  const done = items.find(({ status }) => status === 'done');
  const isRunning = items[0]?.status === 'running';
  if (done === undefined) return { analysis: undefined, isRunning };
  const { body: analysis } = await api.analyses.getAnalysis({ params: { analysisId: done.id } });
  return { analysis, isRunning };
}
