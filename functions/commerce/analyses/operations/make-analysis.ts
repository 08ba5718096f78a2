import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { type CustomerReader, idsOf } from '../../../customers/customers/index.ts';
import type { ValueReader } from '../../insights/index.ts';
import type { PurchaseReader } from '../../orders/index.ts';
import { isPurchase } from '../../orders/orders.schema.ts';
import { createAnalysis } from '../analyses.rules.ts';
import type { Analysis, AnalysisResult } from '../analyses.schema.ts';
import type { AnalysesStore } from '../analyses.store.ts';

interface Context {
  readonly analyses: Pick<AnalysesStore, 'find' | 'finish'>;
  readonly values: Pick<ValueReader, 'listBuyers'>;
  readonly customers: Pick<CustomerReader, 'findContacts'>;
  readonly purchases: PurchaseReader;
  readonly origin: EventContext;
}

/** Reads of one page of the walk, and how many customers are read at the same time. */
const buyersOfPage = 100;
const readersAtOnce = 16;

/**
 * Makes an analysis, unless it is done or another attempt has changed it: what it comes to is written at once in the end, so that
 * an attempt that dies has done nothing.
 */
export async function makeAnalysis(
  { analysisId, version }: { readonly analysisId: string; readonly version: number },
  context: Context,
): Promise<Change<Analysis | undefined>> {
  const { analyses, origin } = context;
  const before = await analyses.find(analysisId);
  if (before === undefined || before.status === 'done' || before.version !== version)
    return { result: undefined, writes: [] };
  const result = await readAll(before.through, context);
  const after: Analysis = {
    ...{ ...before, ...result, status: 'done', version: before.version + 1, updatedAt: origin.at },
  };
  return { result: after, writes: analyses.finish(before, after, origin) };
}

/**
 * What everybody has bought, customer by customer: one query of the collection of each, a read unit for each 4 KB of orders. Who
 * buys meanwhile may come twice in the walk, and counts once.
 */
async function readAll(
  through: string,
  { values, customers, purchases }: Omit<Context, 'analyses' | 'origin'>,
): Promise<AnalysisResult> {
  const analysis = createAnalysis(through);
  const seen = new Set<string>();
  let after: string | undefined;
  do {
    const page = await values.listBuyers({ limit: buyersOfPage, after });
    const ids = page.buyers.map(({ customerId }) => customerId).filter((id) => !seen.has(id));
    for (const id of ids) seen.add(id);
    const contacts = await customers.findContacts(ids, { consistent: false });
    const waiting = contacts.values();
    const read = async () => {
      for (const contact of waiting) {
        const found = await purchases.allOf(idsOf(contact));
        analysis.add(found.filter(isPurchase));
      }
    };
    await Promise.all(Array.from({ length: readersAtOnce }, read));
    after = page.after ?? undefined;
  } while (after !== undefined);
  return analysis.conclude();
}
