/** The calls to one customer: those to come, those that are closed, and one more to be promised. */
import { randomUUID } from 'node:crypto';
import { callbacksContract } from '../../callbacks/callbacks/callbacks.contract.ts';
import { readGivable, wantedHoursIn } from '../callback-desk/index.ts';
import {
  type DeskForm,
  deskPages,
  type Filled,
  filledIn,
  filledPage,
  goTo,
  listStaff,
  mayCall,
  untouched,
  type Visit,
  valueIn,
} from '../desk/index.ts';
import { customerCallsDeskContract } from './customer-calls-desk.contract.ts';
import { customerCallsPage, ownerChoices } from './customer-calls-desk.page.ts';
import { texts } from './customer-calls-desk.texts.ts';

/** What the API takes of a form is for it to say: what was typed goes there as it is. */
type Typed = never;

export const customerCallsDeskPages = deskPages(customerCallsDeskContract, () => ({
  showCustomerCalls: ({ params, query, ...visit }) =>
    showCalls(visit, params.customerId, { cursor: query.cursor }),

  sendCustomerCall: async ({ params, body, ...visit }) => {
    try {
      const sent = { customerId: params.customerId, ...promiseIn(body, visit) };
      const { body: made } = await visit.api.callbacks.createCallback(
        { body: sent as Typed },
        { idempotencyKey: valueIn(body, 'key') },
      );
      return goTo(`/desk/callbacks/${made.id}?promised=1`);
    } catch (error) {
      return showCalls(visit, params.customerId, { filled: filledIn(body, error, visit) });
    }
  },
}));

/** What was filled in; a time is by the clock of whoever fills it in. */
function promiseIn(form: DeskForm, { reader }: Visit) {
  const [wallTime, owner] = [valueIn(form, 'due'), valueIn(form, 'owner')];
  const note = valueIn(form, 'note').trim();
  const [priority, wantedHours] = [valueIn(form, 'priority'), wantedHoursIn(form)];
  return {
    why: valueIn(form, 'why'),
    ...(note === '' ? {} : { note }),
    ...(wallTime === '' ? {} : { due: { wallTime, timeZone: reader.timeZone } }),
    ...(owner === ownerChoices.byRules ? {} : { owner: owner === ownerChoices.nobody ? null : owner }),
    ...(priority === '' ? {} : { priority }),
    ...(wantedHours === undefined ? {} : { wantedHours }),
  };
}

async function showCalls(
  visit: Visit,
  customerId: string,
  { cursor, filled = untouched }: { readonly cursor?: string | undefined; readonly filled?: Filled },
) {
  const { api, at, show } = visit;
  const params = { customerId };
  const [{ body: customer }, { body: open }, closed, { body: settings }, everybody, givable] =
    await Promise.all([
      api.customers.getCustomer({ params }),
      api.callbacks.listCustomerCallbacks({ params, query: { limit: 50 } }),
      filledPage(async (from, limit = 20) => {
        const query = { status: 'closed', limit, cursor: from } as const;
        return (await api.callbacks.listCustomerCallbacks({ params, query })).body;
      }, cursor),
      api.calling.getCallSettings({}),
      listStaff(api),
      readGivable(visit),
    ]);
  const reader = {
    ...visit.reader,
    mayPromise: mayCall(visit.reader, callbacksContract.routes.createCallback),
  };
  const view = {
    ...{ customer, open: open.items, closed, outcomes: settings.outcomes, everybody, givable, filled },
    ...{ key: randomUUID(), at },
  };
  const title = texts[reader.language].title(customer.name);
  return show({ title, part: 'customers', main: customerCallsPage(view, reader) }, filled.status);
}
