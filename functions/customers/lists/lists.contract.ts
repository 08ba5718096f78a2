/** The routes of the lists domain: lists of customers that stay as they are put together. */
import * as z from 'zod';
import { contract, empty } from '../../../shared/contract/route.ts';
import { eventId } from '../../../shared/events/event.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { customerIdSchema } from '../customers/customers.schema.ts';
import {
  CustomerList,
  CustomerListPage,
  CustomerListPatch,
  ListFillRequest,
  listId,
  MemberPage,
  MembersChange,
  maximumAtOnce,
  NewCustomerList,
  NewMembers,
} from './lists.schema.ts';

const oneList = z.strictObject({ listId: listId.schema });
const members = { customerIds: ['customer_01jd3x5y9hf1bvt6w0k2m4n8pq'] };

export const listsContract = contract('lists', 'Lists of customers, put together by hand or from a filter.', {
  createList: {
    method: 'POST',
    path: '/customer-lists',
    permission: 'customers.write',
    summary: 'Create a list of customers',
    description:
      'Everybody who may read customers sees what lists there are. Add customers by hand or from a filter.',
    body: NewCustomerList,
    replies: { 201: CustomerList },
    errors: [],
    example: { body: { name: 'Autumn fair 2026', description: 'Left a card at the stand' } },
  },
  listLists: {
    method: 'GET',
    path: '/customer-lists',
    permission: 'customers.read',
    summary: 'List the lists of customers by name',
    query: pageQuery,
    replies: { 200: CustomerListPage },
    errors: [],
  },
  getList: {
    method: 'GET',
    path: '/customer-lists/{listId}',
    permission: 'customers.read',
    summary: 'Read a list of customers: how many are in it, and how far it is filled',
    params: oneList,
    replies: { 200: CustomerList },
    errors: ['not-found'],
  },
  patchList: {
    method: 'PATCH',
    path: '/customer-lists/{listId}',
    permission: 'customers.write',
    summary: 'Change what a list of customers is called',
    description: 'For whoever made it, and for managers.',
    params: oneList,
    body: CustomerListPatch,
    ifMatch: true,
    replies: { 200: CustomerList },
    errors: ['not-found'],
    example: { body: { name: 'Autumn fair' } },
  },
  restoreList: {
    method: 'POST',
    path: '/customer-lists/{listId}/changes/{eventId}/restore',
    permission: 'customers.write',
    summary: 'Give a list back what it was called before a change',
    description:
      'For whoever made it, and for managers. The change is a `list.changed` of the trail, named by its id. Where one of its fields has changed again since, nothing is restored: `changedSince` names them, and `newer` the change.',
    params: oneList.extend({ eventId: eventId.schema }),
    replies: { 200: CustomerList },
    errors: ['not-found', 'conflict', 'not-allowed-now'],
  },
  deleteList: {
    method: 'DELETE',
    path: '/customer-lists/{listId}',
    permission: 'customers.write',
    summary: 'Delete a list of customers',
    description: 'For whoever made it, and for managers. Its customers stay what they are.',
    params: oneList,
    ifMatch: true,
    replies: { 204: empty },
    errors: ['not-found'],
  },
  listMembers: {
    method: 'GET',
    path: '/customer-lists/{listId}/customers',
    permission: 'customers.read',
    summary: 'List who is in a list of customers, newest first',
    description:
      'Of customers who are not the caller’s to see a masked summary is told. Who was added appears within a second or two; somebody who is deleted leaves.',
    params: oneList,
    query: pageQuery,
    replies: { 200: MemberPage },
    errors: ['not-found'],
  },
  addMembers: {
    method: 'POST',
    path: '/customer-lists/{listId}/customers',
    permission: 'customers.write',
    summary: 'Add customers to a list',
    description: `For whoever made it, and for managers. At most ${maximumAtOnce} at once: all that can be are added together, and it is told what became of each.`,
    params: oneList,
    body: NewMembers,
    replies: { 200: MembersChange },
    errors: ['not-found'],
    example: { body: members },
  },
  removeMembers: {
    method: 'POST',
    path: '/customer-lists/{listId}/customers/remove',
    permission: 'customers.write',
    summary: 'Take customers out of a list',
    description: `For whoever made it, and for managers. At most ${maximumAtOnce} at once.`,
    params: oneList,
    body: NewMembers,
    replies: { 200: MembersChange },
    errors: ['not-found'],
    example: { body: members },
  },
  fillList: {
    method: 'POST',
    path: '/customer-lists/{listId}/fill',
    permission: 'customers.write',
    summary: 'Add everybody whom a filter means to a list',
    description:
      'For whoever made it, and for managers. Done page by page among the customers that the caller sees, with the role of the request and the team of the moment; `filling` of the list says how far it is. A customer is added once, as they are when they are looked at; the list does not follow the filter afterwards. One filling at a time.',
    params: oneList,
    body: ListFillRequest,
    replies: { 202: CustomerList },
    errors: ['not-found', 'not-allowed-now'],
    example: { body: { filter: { and: [{ field: 'tags', op: 'contains', value: 'fair-2026' }] } } },
  },
  listListsOfCustomer: {
    method: 'GET',
    path: '/customers/{customerId}/lists',
    permission: 'customers.read',
    summary: 'List the lists that a customer is in',
    params: z.strictObject({ customerId: customerIdSchema }),
    query: pageQuery,
    replies: { 200: CustomerListPage },
    errors: ['not-found'],
  },
});
