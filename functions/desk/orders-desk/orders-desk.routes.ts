/** Orders at the desk. */
import { deskPages, unlessRefused } from '../desk/index.ts';
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
    // The order of a customer who was deleted is still there.
    const customer =
      customerId === undefined
        ? undefined
        : await unlessRefused(api.customers.getCustomer({ params: { customerId } }), [404]);
    const title = texts[reader.language].order(order.source, order.externalId);
    return show({ title, part: 'customers', main: orderPage({ order, customer }, reader) });
  },
}));
