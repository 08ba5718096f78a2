/** Binds the routes of orders. */
import { AppError } from '../../../shared/errors/app-error.ts';
import { assertVersion } from '../../../shared/events/entity.ts';
import { answer, answerAfter, emptyAfter, routes } from '../../../shared/runtime/http.ts';
import { recentMonths } from '../../../shared/table/periods.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createProductReader } from '../products/index.ts';
import { getOrder, listCustomerOrders, listOrders } from './operations/read-orders.ts';
import { takeOrder } from './operations/take-order.ts';
import { ordersContract } from './orders.contract.ts';
import { ordersSentences } from './orders.sentences.ts';
import { createOrdersStore } from './orders.store.ts';

export const ordersRoutes = routes(ordersContract, { sentences: ordersSentences }, ({ table }) => {
  const services = { orders: createOrdersStore(table), customers: createCustomerReader(table) };
  const products = createProductReader(table);
  return {
    tellOrder: async ({ query, body, origin }) => {
      const { created, ...change } = await takeOrder({ ...query, input: body }, { ...services, origin });
      return answerAfter(created ? 201 : 200, change);
    },

    batchOrders: async ({ body, origin }) => {
      const { key: _, source, externalId, ...input } = body;
      const taken = await takeOrder({ source, externalId, input }, { ...services, origin });
      return { status: taken.created ? 201 : 200, body: { id: taken.result.id }, writes: taken.writes };
    },

    listOrders: async ({ query: { from, to, ...query }, principal, origin: { at } }) => {
      const recent = recentMonths(at);
      const span = { from: from ?? recent.from, to: to ?? recent.to };
      if (span.from > span.to)
        throw new AppError('invalid-request', 'Nothing lies between these instants.', {
          violations: [{ pointer: '/query/from', reason: 'Must not lie after `to`.' }],
        });
      return answer(200, await listOrders({ ...query, span }, { ...services, principal }));
    },

    getOrder: async ({ params, principal }) =>
      answer(200, await getOrder(params.orderId, { ...services, products, principal })),

    deleteOrder: async ({ params, ifMatch, origin }) => {
      const order = await services.orders.get(params.orderId);
      assertVersion(order, ifMatch);
      return emptyAfter(204, { result: undefined, writes: services.orders.delete(order, origin) });
    },

    listCustomerOrders: async ({ params, query, principal }) =>
      answer(200, await listCustomerOrders({ ...params, ...query }, { ...services, principal })),
  };
});
