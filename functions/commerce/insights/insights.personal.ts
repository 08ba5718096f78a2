/** What the insights domain keeps of a person: what their orders come to. */
import type { PersonalData } from '../../../shared/table/personal-data.ts';
import { customersByLastOrder, valueItem } from './insights.items.ts';
import { createInsightsStore } from './insights.store.ts';

export const personalValue: PersonalData = {
  items: [{ item: valueItem }, ...customersByLastOrder.rowItems.map((item) => ({ item }))],
  async withdraw(customerId, { table }) {
    const insights = createInsightsStore(table);
    const found = await insights.find(customerId);
    return found === undefined ? [] : insights.remove(found);
  },
};
