/** Finding customers. */
import { customersContract } from '../../customers/customers/customers.contract.ts';
import {
  type DeskForm,
  deskPages,
  filledIn,
  listStaff,
  mayCall,
  namesOf,
  untouched,
  type Visit,
} from '../desk/index.ts';
import { customersDeskContract } from './customers-desk.contract.ts';
import { type CustomersView, customersPage, type Whose } from './customers-desk.page.ts';
import { texts } from './customers-desk.texts.ts';

const limit = 50;

export const customersDeskPages = deskPages(customersDeskContract, () => ({
  showCustomers: async ({ query: { q = '', owner, cursor }, ...visit }) => {
    const { reader, show } = visit;
    const seesAll = reader.permissions['customers.read'] === 'all';
    const found = await read(visit, { q: q.trim(), owner: owner ?? (seesAll ? 'all' : 'me'), cursor });
    const mayWrite = mayCall(reader, customersContract.routes.createCustomer);
    const main = customersPage(found, { ...reader, mayWrite, seesAll });
    return show({ title: texts[reader.language].customers, part: 'customers', main }, found.filled.status);
  },
}));

interface Asked {
  readonly q: string;
  readonly owner: Whose;
  readonly cursor: string | undefined;
}

async function read(visit: Visit, { q, owner, cursor }: Asked): Promise<CustomersView> {
  const { api } = visit;
  const nothing = {
    query: q,
    owner,
    hits: undefined,
    listed: [],
    names: namesOf([]),
    cursor: null,
    filled: untouched,
  };
  if (q === '') {
    const whose = owner === 'all' ? {} : { owner };
    const [{ body }, everybody] = await Promise.all([
      api.customers.listCustomers({ query: { ...whose, limit, cursor } }),
      listStaff(api),
    ]);
    return { ...nothing, listed: body.items, names: namesOf(everybody), cursor: body.cursor };
  }
  try {
    const { body } = await api.search.searchCustomers({ query: { q, limit: 20, cursor } });
    return { ...nothing, hits: body.items, cursor: body.cursor };
  } catch (error) {
    const typed: DeskForm = { q };
    return { ...nothing, hits: [], filled: filledIn(typed, error, visit) };
  }
}
