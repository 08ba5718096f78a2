/** What rules about customers can ask of their orders. */
import { fact, isAskedFor } from '../../../shared/table/fact.ts';
import type { FactField, Narrowing } from '../../../shared/values/fact-field.ts';
import { createPurchaseReader } from './index.ts';
import { ordersThatChange } from './orders.events.ts';
import { isPurchase, type Purchase } from './orders.schema.ts';

const narrowedBy = {
  product: ['商品', 'product'],
  category: ['类别', 'category'],
  currency: ['币种', 'currency'],
} as const;

const asked = (
  kind: FactField['kind'],
  words: FactField['words'],
  needs: readonly string[] = [],
): FactField => ({
  ...{ kind, words, needs, narrowedBy },
  isDated: true,
});

export const orderFacts = fact<readonly Purchase[]>({
  fields: {
    'orders.count': asked('number', ['订单数', 'number of orders']),
    'orders.sum': asked('number', ['订单总额', 'sum of orders'], ['currency']),
    'orders.average': asked('number', ['平均订单额', 'average order'], ['currency']),
    'orders.first': asked('day', ['首次下单', 'first order']),
    'orders.last': asked('day', ['最近下单', 'last order']),
    'orders.products': asked('list', ['购买的商品', 'products bought']),
    'orders.categories': asked('list', ['购买的类别', 'categories bought']),
  },
  changedBy: ordersThatChange,
  alsoNamed: ['formerCustomerId'],
  read: async (customerIds, table) =>
    (await createPurchaseReader(table).allOf(customerIds)).filter(isPurchase),
  value(field, found, where, at) {
    const meant = found.filter(
      (purchase) => isMeant(purchase, where) && isAskedFor(dayOf(purchase), where, at),
    );
    const days = meant.map(dayOf).toSorted();
    switch (field) {
      case 'orders.count':
        return meant.length;
      case 'orders.sum':
        return sumOf(meant, where);
      case 'orders.average':
        return meant.length === 0 ? undefined : Math.round(sumOf(meant, where) / meant.length);
      case 'orders.first':
        return days[0];
      case 'orders.last':
        return days.at(-1);
      case 'orders.products':
        return meant.flatMap((purchase) => linesOf(purchase, where).map(({ sku }) => sku));
      case 'orders.categories':
        return meant.flatMap((purchase) =>
          linesOf(purchase, where).flatMap(({ category }) => category ?? []),
        );
      default:
        throw new Error(`Orders know no ${field}`);
    }
  },
  days: (found) => found.map(dayOf),
});

function dayOf({ sortedAt }: Purchase): string {
  return sortedAt.slice(0, 10);
}

function isMeant(purchase: Purchase, where: Narrowing): boolean {
  return (
    (where.currency === undefined || purchase.currency === where.currency) &&
    linesOf(purchase, where).length > 0
  );
}

function linesOf({ lines }: Purchase, { product, category }: Narrowing): Purchase['lines'] {
  return lines.filter(
    (line) =>
      (product === undefined || line.sku === product) &&
      (category === undefined || line.category === category),
  );
}

/** Of whole orders what was paid and not given back; of some of their lines what those come to. */
function sumOf(purchases: readonly Purchase[], where: Narrowing): number {
  const isWhole = where.product === undefined && where.category === undefined;
  const amounts = purchases.flatMap((purchase) =>
    isWhole ? [purchase.net] : linesOf(purchase, where).map(({ amount }) => amount),
  );
  return amounts.reduce((sum, amount) => sum + amount, 0);
}
