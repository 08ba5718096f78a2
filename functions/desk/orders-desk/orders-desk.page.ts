/** What a customer has ordered, and one order with its lines, its steps and its refunds. */
import { facts } from '../../../shared/pages/facts.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { nextPage } from '../../../shared/pages/navigation.ts';
import { table } from '../../../shared/pages/table.ts';
import { formatMoney } from '../../../shared/values/money.ts';
import { type Order, type OrderRow, steps } from '../../commerce/orders/orders.schema.ts';
import type { Customer } from '../../customers/customers/customers.schema.ts';
import { customerLink, customerPath } from '../customer-form-desk/index.ts';
import { type Reader, timeOf } from '../desk/index.ts';
import { texts } from './orders-desk.texts.ts';

export type OrdersReader = Reader & { readonly timeZone: string };

type Named = Pick<Customer, 'id' | 'name'>;

export function customerOrdersPage(
  {
    customer,
    items,
    cursor,
  }: { readonly customer: Named; readonly items: readonly OrderRow[]; readonly cursor: string | null },
  reader: OrdersReader,
): Html {
  const words = texts[reader.language];
  const path = `${customerPath(customer.id)}/orders`;
  const next = cursor === null ? undefined : `${path}?${new URLSearchParams({ cursor })}`;
  return html`<h1>${words.ordersOf(customer.name)}</h1>
${ordersTable(items, reader)}
${nextPage(words.more, next)}
<p>${customerLink(customer.id, words.back(customer.name))}</p>`;
}

function ordersTable(items: readonly OrderRow[], reader: OrdersReader): Html {
  const words = texts[reader.language];
  return table({
    ...{ caption: words.lines, isCaptionHidden: true, heads: words.heads, empty: words.none },
    rows: items.map((row) => [
      html`<a href="/desk/orders/${row.id}">${words.order(row.source, row.externalId)}</a>`,
      row.placedAt !== undefined && moment(row.placedAt, reader),
      words.statuses[row.status],
      moneyOf(row.total, row.currency, reader),
      row.refunded > 0 && moneyOf(row.refunded, row.currency, reader),
    ]),
  });
}

export function orderPage(
  { order, customer }: { readonly order: Order; readonly customer: Named | undefined },
  reader: OrdersReader,
): Html {
  const words = texts[reader.language];
  const { contents, total, channel, awaits } = order;
  const money = (amount: number | undefined) => moneyOf(amount, contents?.currency, reader);
  return html`<h1>${words.order(order.source, order.externalId)}</h1>
${facts([
  [words.status, words.statuses[order.status]],
  awaits.length > 0 && [words.awaits, awaits.map((each) => words.awaited[each]).join(words.comma)],
  customer !== undefined && [words.customer, customerLink(customer.id, customer.name)],
  channel !== undefined && [words.channel, channel],
  ...steps.map((step) => {
    const at = order[step];
    return at !== undefined && ([words.steps[step], moment(at, reader)] as const);
  }),
])}
<h2>${words.lines}</h2>
${table({
  ...{ caption: words.lines, isCaptionHidden: true, heads: words.lineHeads, empty: words.noLines },
  rows: (contents?.lines ?? []).map(
    ({ sku, name, productName, category, quantity, unitPrice, discount, tax }) => [
      ...[name ?? productName ?? sku, sku, category ?? '', String(quantity), money(unitPrice)],
      ...[
        discount > 0 && money(discount),
        tax > 0 && money(tax),
        money(quantity * unitPrice - discount + tax),
      ],
    ],
  ),
})}
${facts([
  contents !== undefined && contents.shipping > 0 && [words.shipping, money(contents.shipping)],
  contents !== undefined && contents.discount > 0 && [words.discount, money(contents.discount)],
  total !== undefined && [words.total, money(total)],
])}
${
  order.refunds.length > 0 &&
  html`<h2>${words.refunds}</h2>
${table({
  ...{ caption: words.refunds, isCaptionHidden: true, heads: words.refundHeads, empty: '' },
  rows: order.refunds.map(({ id, at, amount, reason }) => [
    id,
    moment(at, reader),
    money(amount),
    reason ?? '',
  ]),
})}`
}
${customer !== undefined && html`<p><a href="${customerPath(customer.id)}/orders">${words.ordersOf(customer.name)}</a></p>`}`;
}

const moment = (at: string, reader: OrdersReader) =>
  html`<time datetime="${at}">${timeOf(at, reader)}</time>`;

/** Empty while nobody has told in which currency. */
function moneyOf(
  amount: number | undefined,
  currency: string | undefined,
  { language }: OrdersReader,
): string {
  if (amount === undefined) return '';
  return currency === undefined ? String(amount) : formatMoney({ minorUnits: amount, currency }, language);
}
