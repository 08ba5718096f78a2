/** What the quality domain keeps of a person: what is wrong with what is kept of them. */
import type { PersonalData } from '../../../shared/table/personal-data.ts';
import { qualityItem, worklist } from './quality.items.ts';
import { createQualityStore } from './quality.store.ts';

export const personalQuality: PersonalData = {
  items: [{ item: qualityItem }, ...worklist.rowItems.map((item) => ({ item }))],
  async withdraw(customerId, { table }) {
    const quality = createQualityStore(table);
    const found = await quality.find(customerId);
    return found === undefined ? [] : quality.remove(found);
  },
};
