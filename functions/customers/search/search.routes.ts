/** Binds the route of the search domain. */
import { answer, routes } from '../../../shared/runtime/http.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { nameOwnersWith } from './operations/name-owners.ts';
import { searchCustomers } from './operations/search-customers.ts';
import { searchContract } from './search.contract.ts';
import { searchSentences } from './search.sentences.ts';
import { createSearchStore } from './search.store.ts';

export const searchRoutes = routes(searchContract, { sentences: searchSentences }, ({ table }) => {
  const search = createSearchStore(table);
  const nameOwners = nameOwnersWith(createStaffReader(table));
  return {
    searchCustomers: async ({ query, principal }) =>
      answer(200, await searchCustomers(query, { search, nameOwners, principal })),
  };
});
