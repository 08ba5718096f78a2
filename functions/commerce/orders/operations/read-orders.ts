import { AppError, notYours } from '../../../../shared/errors/app-error.ts';
import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import { anyOf } from '../../../../shared/table/pattern.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import type { Page } from '../../../../shared/values/page.ts';
import {
  assertReachesThing,
  type CustomerReader,
  idsOf,
  namedRows,
} from '../../../customers/customers/index.ts';
import type { ProductReader } from '../../products/index.ts';
import { idOfOrder, rowOf, shownOrder, withProductNames } from '../orders.rules.ts';
import type { Order, OrderRow, OrderStatus, OrderSummary } from '../orders.schema.ts';
import type { OrdersStore } from '../orders.store.ts';

interface Access {
  readonly customers: Pick<CustomerReader, 'findContacts' | 'getReachable'>;
  readonly principal: Principal;
}

/** An order of a customer whom the caller reaches; one of whom nobody knows whose it is, of whoever reaches all. */
export async function getOrder(
  id: string,
  {
    orders,
    products,
    customers,
    principal,
  }: Access & { readonly orders: Pick<OrdersStore, 'get'>; readonly products: ProductReader },
): Promise<Order> {
  const order = await orders.get(id);
  if (principal.rowAccess['commerce.read'] !== 'all') {
    if (order.customerId === undefined) throw notYours('order');
    await assertReachesThing('order', order.customerId, {
      ...{ customers, permission: 'commerce.read', principal },
    });
  }
  const unnamed = order.contents?.lines.filter(({ name }) => name === undefined) ?? [];
  return withProductNames(shownOrder(order), await products.namesOf(unnamed.map(({ sku }) => sku)));
}

interface Asked extends PageRequest {
  readonly status?: OrderStatus | undefined;
  readonly source?: string | undefined;
  readonly externalId?: string | undefined;
  readonly span: NonNullable<PageRequest['span']>;
}

/** A page of the orders of all customers; of a page those of own customers where the caller reaches no others. */
export async function listOrders(
  { status, source, externalId, ...page }: Asked,
  { orders, customers, principal }: Access & { readonly orders: Pick<OrdersStore, 'list' | 'find'> },
): Promise<Page<OrderRow>> {
  const { items, cursor } =
    externalId === undefined
      ? await orders.list({ status, source }, page)
      : await lookUp({ source, externalId, status }, orders);
  const seesAll = principal.rowAccess['commerce.read'] === 'all';
  const rows = await namedRows(items, {
    ...{ customers, seesAll, seesNobodys: seesAll },
    sees: ({ owner }) => hasRowAccess(principal, 'commerce.read', owner),
  });
  return { items: rows, cursor };
}

/** The order with this number, as a list of one or none. */
async function lookUp(
  { source, externalId, status }: Pick<Asked, 'source' | 'status'> & { readonly externalId: string },
  orders: Pick<OrdersStore, 'find'>,
): Promise<Page<OrderSummary>> {
  if (source === undefined)
    throw new AppError('invalid-request', 'A number means an order together with its system.', {
      violations: [{ pointer: '/query/source', reason: 'Required: which system has this number?' }],
    });
  const order = await orders.find(idOfOrder({ source, externalId }));
  const row = order && rowOf(order);
  return { items: row && (status ?? row.status) === row.status ? [row] : [], cursor: null };
}

/** A page of what a customer has ordered, consistently. */
export async function listCustomerOrders(
  { customerId, ...page }: PageRequest & { readonly customerId: string },
  { orders, customers, principal }: Access & { readonly orders: Pick<OrdersStore, 'listOf'> },
): Promise<Page<OrderRow>> {
  const customer = await customers.getReachable(customerId, 'commerce.read', principal);
  const { items, cursor } = await orders.listOf(anyOf(idsOf(customer)), page);
  return { items: items.map((row) => ({ ...row, customerName: customer.name })), cursor };
}
