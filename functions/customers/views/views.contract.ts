/** The routes of views of customers. */
import * as z from 'zod';
import { contract, empty } from '../../../shared/contract/route.ts';
import { eventId } from '../../../shared/events/event.ts';
import { halfPageQuery, pageQuery } from '../../../shared/values/page.ts';
import { CustomersShown, NewView, View, ViewInWords, ViewPage, ViewPatch, viewId } from './views.schema.ts';

const oneView = z.strictObject({ viewId: viewId.schema });

export const viewsContract = contract('views', 'Views of customers that were given a name.', {
  createView: {
    method: 'POST',
    path: '/customer-views',
    permission: 'customers.read',
    summary: 'Save a view of customers under a name',
    description:
      'For whoever makes it, for a team of theirs, or for everybody. Each sees by it the customers that are theirs to see.',
    body: NewView,
    replies: { 201: View },
    errors: [],
    example: {
      body: {
        name: 'Active, without a contact',
        filter: { field: 'stage', op: 'eq', value: 'active' },
        columns: ['name', 'company', 'owner'],
        sort: { by: 'name', direction: 'ascending' },
        sharedWith: 'everybody',
      },
    },
  },
  listViews: {
    method: 'GET',
    path: '/customer-views',
    permission: 'customers.read',
    summary: 'List the views that the caller sees, as a whole and by name',
    description:
      'Their own, those of their teams and those of everybody; of others not those that ask for a field that the caller is not shown. What was changed appears within a second or two.',
    query: pageQuery,
    replies: { 200: ViewPage },
    errors: [],
  },
  getView: {
    method: 'GET',
    path: '/customer-views/{viewId}',
    permission: 'customers.read',
    summary: 'Read a view of customers',
    description: 'One that stands in the list of views.',
    params: oneView,
    replies: { 200: ViewInWords },
    errors: ['not-found'],
  },
  listViewed: {
    method: 'GET',
    path: '/customer-views/{viewId}/customers',
    permission: 'customers.read',
    summary: 'List the customers that a view shows, newest first',
    description:
      'Those of them who are the caller’s to see, as they are now; a new one appears within a few seconds. For filters that mean few among many a page may be short, or empty, although the list goes on: go on while there is a cursor. What the view says of order is for whoever shows the customers. A view that asks for a field that the caller is not shown is refused.',
    params: oneView,
    query: halfPageQuery,
    replies: { 200: CustomersShown },
    errors: ['not-found'],
  },
  patchView: {
    method: 'PATCH',
    path: '/customer-views/{viewId}',
    permission: 'customers.read',
    summary: 'Change a view of customers',
    description: 'For whoever made it; a shared one also for managers.',
    params: oneView,
    body: ViewPatch,
    ifMatch: true,
    replies: { 200: View },
    errors: ['not-found'],
    example: { body: { name: 'Active', sharedWith: 'everybody' } },
  },
  restoreView: {
    method: 'POST',
    path: '/customer-views/{viewId}/changes/{eventId}/restore',
    permission: 'customers.read',
    summary: 'Give a view of customers back what it was before a change',
    description:
      'For whoever made it; a shared one also for managers. The change is a `view.changed` of the trail, named by its id. Where one of its fields has changed again since, nothing is restored: `changedSince` names them, and `newer` the change.',
    params: oneView.extend({ eventId: eventId.schema }),
    replies: { 200: View },
    errors: ['not-found', 'conflict', 'not-allowed-now'],
  },
  deleteView: {
    method: 'DELETE',
    path: '/customer-views/{viewId}',
    permission: 'customers.read',
    summary: 'Delete a view of customers',
    description: 'For whoever made it; a shared one also for managers.',
    params: oneView,
    ifMatch: true,
    replies: { 204: empty },
    errors: ['not-found'],
  },
});
