/** The routes of plans of periodic callbacks. */
import * as z from 'zod';
import { contract, empty } from '../../../shared/contract/route.ts';
import { eventId } from '../../../shared/events/event.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { planId } from '../callbacks/callbacks.schema.ts';
import {
  leadDays,
  maximumPlans,
  NewPlan,
  Plan,
  PlanDetails,
  PlanEntryPage,
  PlanOfCustomer,
  PlanPage,
  PlanPatch,
  Preview,
  PreviewRequest,
} from './plans.schema.ts';

const onePlan = z.strictObject({ planId: planId.schema });

export const plansContract = contract('plans', 'Customers who are called every so many days.', {
  createPlan: {
    method: 'POST',
    path: '/callback-plans',
    permission: 'callbacks.write',
    summary: 'Create a plan of periodic callbacks',
    description: `For managers. A callback is promised within its last ${leadDays} days, on a day that whoever calls works on and that has room, at the earliest tomorrow; until then the plan keeps one entry for each customer, who stands in one plan only. Customers who are new or have changed join by themselves; those whom it means no more leave when their entry falls due. At most ${maximumPlans} plans go on at once.`,
    body: NewPlan,
    replies: { 201: Plan },
    errors: ['not-allowed-now'],
    example: {
      body: {
        name: 'Gold every 30 days',
        everyDays: 30,
        audience: { kind: 'filter', filter: { field: 'tags', op: 'contains', value: 'gold' } },
        why: 'How are things?',
      },
    },
  },
  listPlans: {
    method: 'GET',
    path: '/callback-plans',
    permission: 'callbacks.read',
    summary: 'List plans of periodic callbacks in the order in which they count',
    query: pageQuery.extend({
      status: Plan.shape.status
        .optional()
        .describe('Only those in this state. A page may be short although the list goes on.'),
    }),
    replies: { 200: PlanPage },
    errors: [],
  },
  getPlan: {
    method: 'GET',
    path: '/callback-plans/{planId}',
    permission: 'callbacks.read',
    summary: 'Read a plan: how many customers stand in it, and what comes on the next days',
    params: onePlan,
    replies: { 200: PlanDetails },
    errors: ['not-found'],
  },
  patchPlan: {
    method: 'PATCH',
    path: '/callback-plans/{planId}',
    permission: 'callbacks.write',
    summary: 'Change, pause, resume or end a plan',
    description: 'For managers. Callbacks that are there already stay as they are.',
    params: onePlan,
    body: PlanPatch,
    ifMatch: true,
    replies: { 200: Plan },
    errors: ['not-found', 'not-allowed-now'],
    example: { body: { everyDays: 60 } },
  },
  restorePlan: {
    method: 'POST',
    path: '/callback-plans/{planId}/changes/{eventId}/restore',
    permission: 'callbacks.write',
    summary: 'Give a plan back what it was before a change',
    description:
      'For managers. The change is a `plan.changed` of the trail, named by its id, and goes through the checks of PATCH. Where one of its fields has changed again since, nothing is restored: `changedSince` names them, and `newer` the change.',
    params: onePlan.extend({ eventId: eventId.schema }),
    replies: { 200: Plan },
    errors: ['not-found', 'conflict', 'not-allowed-now'],
  },
  deletePlan: {
    method: 'DELETE',
    path: '/callback-plans/{planId}',
    permission: 'callbacks.write',
    summary: 'Delete a plan',
    description:
      'For managers. Its customers fall to the plans behind it when their entries fall due. Callbacks that are there already stay as they are.',
    params: onePlan,
    ifMatch: true,
    replies: { 204: empty },
    errors: ['not-found'],
  },
  previewPlan: {
    method: 'POST',
    path: '/callback-plans/preview',
    permission: 'callbacks.read',
    summary: 'Estimate what a plan would come to: how many callbacks a week, and who is left out why',
    description:
      'Looks at a sample of the customers and at no more than a hundred of those whom the plan means. Whether a plan before it would mean them is not looked at.',
    body: PreviewRequest,
    idempotent: false,
    replies: { 200: Preview },
    errors: [],
    example: { body: { everyDays: 30, audience: { kind: 'all' } } },
  },
  listPlanEntries: {
    method: 'GET',
    path: '/callback-plans/{planId}/entries',
    permission: 'callbacks.read',
    summary: 'List the customers in a plan by when they are looked at next',
    description:
      'With what the days are counted from, and why somebody is not called for now. A customer who is not the caller’s to see is masked. A page may be short although the list goes on.',
    params: onePlan,
    query: pageQuery,
    replies: { 200: PlanEntryPage },
    errors: ['not-found'],
  },
  getPlanOfCustomer: {
    method: 'GET',
    path: '/customers/{customerId}/callback-plan',
    permission: 'callbacks.read',
    summary: 'Read in which plan a customer stands, and when they are called next',
    params: z.strictObject({ customerId: customerIdSchema }),
    opens: 'customerId',
    replies: { 200: PlanOfCustomer },
    errors: ['not-found'],
  },
});
