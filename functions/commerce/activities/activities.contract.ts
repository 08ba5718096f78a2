/** The routes of activities. */
import * as z from 'zod';
import { batchOfFacts } from '../../../shared/contract/batch.ts';
import { contract } from '../../../shared/contract/route.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import {
  ActivityKind,
  ActivityKindEntry,
  ActivityKindPage,
  ActivityPage,
  ActivityRow,
  ActivitySummary,
  activityKindName,
  maximumActivities,
} from './activities.schema.ts';

const ofCustomer = z.strictObject({ customerId: customerIdSchema });
const customerId = 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq';

export const activitiesContract = contract(
  'activities',
  'What customers do on websites, in apps and in shops, as these tell it.',
  {
    listActivityKinds: {
      method: 'GET',
      path: '/activity-kinds',
      permission: 'commerce.read',
      summary: 'List the kinds of activities that are defined, by name',
      query: pageQuery,
      replies: { 200: ActivityKindPage },
      errors: [],
    },
    putActivityKind: {
      method: 'PUT',
      path: '/activity-kinds/{kind}',
      permission: 'commerce.write',
      summary: 'Define a kind of activity, or change it',
      description:
        'What its activities say, for how long they are kept, and by which spans of time they are counted. Retired, it takes no more. Putting the same again changes nothing.',
      params: z.strictObject({ kind: activityKindName }),
      body: ActivityKindEntry,
      ifMatchOnceThere: true,
      replies: { 200: ActivityKind, 201: ActivityKind },
      errors: ['not-allowed-now'],
      example: {
        body: {
          name: 'Page viewed',
          fields: [
            { name: 'page', type: 'text', required: true },
            { name: 'seconds', type: 'number' },
          ],
          retentionDays: 365,
        },
      },
    },
    recordActivities: {
      method: 'POST',
      path: '/activities/batch',
      permission: 'commerce.write',
      summary: `Record up to ${maximumActivities} activities at once`,
      description:
        'Each row is answered by itself: 201 when it is recorded, 200 when it was before. An activity is the same when its kind, customer, instant and `key` are, so that a batch may be sent again as it is, without an Idempotency-Key. Refused, each with its reason: a key that stands in the batch twice, a kind that is not defined, what the kind does not define, an instant to come (by more than 5 minutes, for clocks differ) or from before what is kept, and other values under the same key. What is recorded is counted in the same moment; a row that is refused stops no other.',
      ...batchOfFacts(ActivityRow, ({ customer }) => JSON.stringify(customer), maximumActivities),
      errors: [],
      example: {
        body: {
          rows: [
            {
              ...{ key: 'visit-1', kind: 'page_viewed', customer: { customerId } },
              ...{ at: '2026-11-21T09:00:00.000Z', fields: { page: '/tea/green', seconds: 31 } },
            },
            {
              ...{ key: 'visit-2', kind: 'page_viewed', customer: { customerId } },
              ...{ at: '2026-11-21T09:00:31.000Z', fields: { page: '/cart' } },
            },
          ],
        },
      },
    },
    listCustomerActivities: {
      method: 'GET',
      path: '/customers/{customerId}/activities',
      permission: 'commerce.read',
      summary: 'List what a customer has done, the latest first',
      description:
        'With that of records which were merged into theirs. With `kind` a page may be short although the list goes on.',
      params: ofCustomer,
      opens: 'customerId',
      query: pageQuery.extend({
        kind: activityKindName.optional(),
        from: instantSchema.optional().describe('Only from then on.'),
        to: instantSchema.optional().describe('Only until then.'),
      }),
      replies: { 200: ActivityPage },
      errors: ['not-found'],
    },
    getActivitySummary: {
      method: 'GET',
      path: '/customers/{customerId}/activity-summary',
      permission: 'commerce.read',
      summary: 'Read what a customer does, and how often',
      description:
        'By kind: how often in all, when first and last, and how often in each of the latest days, weeks or months. Counted with each activity that is recorded; it stays when they are not kept any more.',
      params: ofCustomer,
      opens: 'customerId',
      replies: { 200: ActivitySummary },
      errors: ['not-found'],
    },
  },
);
