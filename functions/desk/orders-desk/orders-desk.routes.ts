/** Orders at the desk. */
import { ApiError } from '../../../shared/contract/client.ts';
import { deskPages, type Visit } from '../desk/index.ts';
import { ordersDeskContract } from './orders-desk.contract.ts';
import { customerOrdersPage, orderPage } from './orders-desk.page.ts';
import { texts } from './orders-desk.texts.ts';

export const ordersDeskPages = deskPages(ordersDeskContract, () => ({
  showCustomerOrders: async ({ params, query, api, reader, show }) => {
    const [{ body: customer }, { body: page }] = await Promise.all([
      api.customers.getCustomer({ params }),
      api.orders.listCustomerOrders({ params, query: { ...query, limit: 50 } }),
    ]);
    const title = texts[reader.language].ordersOf(customer.name);
    return show({ title, part: 'customers', main: customerOrdersPage({ customer, ...page }, reader) });
  },

  showOrder: async ({ params, api, reader, show }) => {
    const { body: order } = await api.orders.getOrder({ params });
    const { customerId } = order;
    const customer = customerId === undefined ? undefined : await findCustomer(api, customerId);
    const title = texts[reader.language].order(order.source, order.externalId);
    return show({ title, part: 'customers', main: orderPage({ order, customer }, reader) });
  },
}));

/** Undefined when the customer was deleted: the order is still there. */
async function findCustomer(api: Visit['api'], customerId: string) {
  try {
    return (await api.customers.getCustomer({ params: { customerId } })).body;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}
