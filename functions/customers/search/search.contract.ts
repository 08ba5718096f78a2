/** The route of the search domain. */
import { contract } from '../../../shared/contract/route.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { SearchPage, searchText } from './search.schema.ts';

export const searchContract = contract('search', 'Finding customers as people type.', {
  searchCustomers: {
    method: 'GET',
    path: '/customers/search',
    permission: 'customers.read',
    summary: 'Find customers by what is known of them',
    description:
      'Every word has to match. What matches exactly stands first, then what begins so, then what begins within a word; among the same the newest customer first. Four digits find whose phone number ends so before numbers that begin so. A change is found within some seconds. A customer who is not the caller’s to see is shown masked, with whom to ask, and found only by what the caller knows as a whole: words of the name, a phone number or its last four digits, an e-mail address, an external id; who may not see how to reach customers finds nobody by phone number or e-mail address. Where several frequent words narrow each other, or customers who are not the caller’s are left out, a page may be short although the list goes on.',
    query: pageQuery.extend({ q: searchText }),
    replies: { 200: SearchPage },
    errors: [],
    example: { query: { q: 'wang fang' } },
  },
});
