/** What the quality domain keeps of a person: what is wrong with what is kept of them. */
import { keyOf } from '../../../shared/table/item.ts';
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
  elsewhere: ({ customerId }) =>
    worklist.rowItems.map((item) => {
      const row = { id: customerId, value: true };
      return keyOf(item, { ...row, ...item.parts?.(row) });
    }),
};
