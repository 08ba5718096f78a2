/** Orders in the one table, each with the fact that stands beside its customer. */
import { notFound } from '../../../shared/errors/app-error.ts';
import { changedNames, changeEvent, fieldChanges } from '../../../shared/events/change-event.ts';
import type { EventContext, EventDeclaration } from '../../../shared/events/event.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, put, remove, replace, type Write } from '../../../shared/table/write.ts';
import { orderDeleted } from './orders.events.ts';
import { collectionOf, orderItem, ordersOfMonth, purchaseItem, purchasesOfCustomer } from './orders.items.ts';
import { purchaseOf, rowOf, statusOf } from './orders.rules.ts';
import type { OrderRecord, OrderStatus } from './orders.schema.ts';

const subjectOf = (order: OrderRecord) => ({
  ...{ orderId: order.id, customerId: order.customerId, version: order.version, status: statusOf(order) },
});

export type OrdersStore = ReturnType<typeof createOrdersStore>;

export function createOrdersStore(table: Table) {
  /** The fact beside the customer, moved when it stands elsewhere by now. */
  const facts = (before: OrderRecord | undefined, after: OrderRecord | undefined): readonly Write[] => {
    const [old, next] = [before && purchaseOf(before), after && purchaseOf(after)];
    const stays = old !== undefined && old.customerId === next?.customerId && old.sortedAt === next.sortedAt;
    return [
      ...(old === undefined || stays ? [] : [remove(purchaseItem, old)]),
      ...(next === undefined || after === undefined
        ? []
        : [put(purchaseItem, { ...next, row: rowOf(after) })]),
    ];
  };
  const find = (id: string): Promise<OrderRecord | undefined> => table.find(orderItem, { id });
  /**
   * When each thing was told is nothing that people look at. The first entry names what was told and leaves the values to
   * the order: each later one keeps those that it replaces.
   */
  const told = (
    before: OrderRecord | undefined,
    after: OrderRecord | undefined,
    declaration: EventDeclaration,
    origin: EventContext,
  ): readonly Write[] => {
    const order = after ?? before;
    const changes = fieldChanges({ ...before, told: undefined }, { ...after, told: undefined });
    const changed = changedNames(changes);
    if (order === undefined || changed.length === 0) return [];
    const former = before?.customerId;
    const moved = former === undefined || former === order.customerId ? {} : { formerCustomerId: former };
    const data = { ...subjectOf(order), changed, ...moved };
    const kept = before === undefined ? { before: {}, after: {} } : changes;
    return [changeEvent(collectionOf(order), declaration, data, origin, kept), ...facts(before, after)];
  };
  return {
    find,

    async get(id: string): Promise<OrderRecord> {
      const order = await find(id);
      if (order === undefined) throw notFound('order');
      return order;
    },

    create: (order: OrderRecord, declaration: EventDeclaration, origin: EventContext): readonly Write[] => [
      insert(orderItem, order, { onConflict: 'retry' }),
      ...told(undefined, order, declaration, origin),
    ],

    /** Without an event where the same was told again, only later. */
    change: (
      before: OrderRecord,
      after: OrderRecord,
      declaration: EventDeclaration,
      origin: EventContext,
    ): readonly Write[] => [
      replace(orderItem, after, { ifVersion: before.version, onConflict: 'retry' }),
      ...told(before, after, declaration, origin),
    ],

    delete: (order: OrderRecord, origin: EventContext): readonly Write[] => [
      remove(orderItem, order, { ifVersion: order.version, onConflict: 'retry' }),
      ...told(order, undefined, orderDeleted, origin),
    ],

    /** A page of all orders, by when they were placed; a change of the last second may be missing. */
    list(
      { status, source }: { readonly status?: OrderStatus | undefined; readonly source?: string | undefined },
      page: PageRequest,
    ) {
      const filter = {
        ...(status === undefined ? {} : { status }),
        ...(source === undefined ? {} : { source }),
      };
      const narrowed = Object.keys(filter).length === 0 ? {} : { filter };
      return table.listSummaries(ordersOfMonth, {}, { ...page, ...narrowed });
    },

    /** A page of those of a customer, with the records that are merged into theirs. */
    listOf: (customerId: string | ReadonlySet<string>, page: PageRequest) =>
      table.listSummaries(purchasesOfCustomer, { customerId }, { ...page, consistent: true }),
  };
}
