/** What the orders domain keeps of a person: what they have bought. */
import { fromRecord, keyOf, toRecord } from '../../../shared/table/item.ts';
import { cleaned, erasedText, type PersonalData } from '../../../shared/table/personal-data.ts';
import { orderItem, purchaseItem } from './orders.items.ts';

/** An order goes on to stand for what was sold, as that of nobody: without its number elsewhere, which leads to whoever bought it. */
export const personalOrders: PersonalData = {
  items: [
    {
      item: orderItem,
      erase(record) {
        const before = fromRecord(orderItem, record);
        if (before.customerId === undefined) return { result: 'kept' };
        const { customerId: _, ...order } = before;
        const refunds = order.refunds.map(({ reason: _reason, ...refund }) => refund);
        const version = order.version + 1;
        const after = { ...order, refunds, version, externalId: erasedText, erased: true as const };
        return cleaned(record, toRecord(orderItem, after));
      },
    },
    { item: purchaseItem },
  ],
  elsewhere: ({ found }) =>
    found
      .filter(({ type }) => type === purchaseItem.name)
      .map((record) => keyOf(orderItem, { id: fromRecord(purchaseItem, record).orderId })),
};
