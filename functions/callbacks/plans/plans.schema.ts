/** Plans of periodic callbacks: which customers are called every so many days, counted from the last real contact. */
import * as z from 'zod';
import { eventId } from '../../../shared/events/event.ts';
import { daySchema, instantSchema } from '../../../shared/values/instant.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { text } from '../../../shared/values/text.ts';
import { customerIdSchema, RelatedCustomer } from '../../customers/customers/customers.schema.ts';
import { CustomerFilterSchema } from '../../customers/filters/filters.schema.ts';
import { listId } from '../../customers/lists/lists.schema.ts';
import { surveyId } from '../../surveys/surveys/surveys.schema.ts';
import { callbackIdSchema, planId, prioritySchema } from '../callbacks/callbacks.schema.ts';

/** A walk through the customers of a plan bears the id of the event that began it. */
export const walkId = eventId.schema;

/** So many plans go on at once: each customer is compared with each of them. */
export const maximumPlans = 100;

/** A callback, and with it its schedule, is there so many days ahead and no longer. */
export const leadDays = 7;

/** So many a day where neither the plan nor what people take says it. */
export const usualPerDay = 50;

/** Whom a plan means. Tiers of customers join here when there are any. */
export const PlanAudience = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('all').describe('Every customer.') }),
    z.strictObject({ kind: z.literal('list').describe('Who is in a list.'), listId: listId.schema }),
    z.strictObject({
      kind: z.literal('filter').describe('Whom a filter means.'),
      filter: CustomerFilterSchema,
    }),
  ])
  .meta({ id: 'PlanAudience', description: 'Whom a plan of periodic callbacks means.' });
export type PlanAudience = z.infer<typeof PlanAudience>;

const fields = {
  name: text(120),
  everyDays: z
    .int()
    .min(1)
    .max(1830)
    .describe(
      'A customer is called so many days after the last real contact: a contact that was recorded (notes and what is internal are none), a callback that reached them, or an answer to a survey. Mails and texts that we send are none. Without any it is counted from when the customer was created, and from the last callback of a plan where that reached nobody.',
    ),
  audience: PlanAudience,
  order: z
    .int()
    .min(1)
    .max(1000)
    .describe(
      'A customer stands in the first plan that means them, by this number and then by age of the plan. Put “gold every 30 days” before “all every 90 days”.',
    ),
  why: text(300).describe('Why we call, as it stands in the callback.'),
  note: text(1000, { multiline: true }).optional().describe('What to say or to ask on the phone.'),
  surveyId: surveyId.schema.optional().describe('A survey whose questions are the script of the call.'),
  priority: prioritySchema,
  perDay: z
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe(
      `At most so many callbacks of this plan on a day. No more than what people take at most (\`capacity\`) are put on a day in any case, where everybody who works on it says so; where nobody does, ${usualPerDay} if left out.`,
    ),
};

const statusSchema = z
  .enum(['active', 'held', 'paused', 'ended'])
  .describe(
    '`active`: callbacks are promised; `held`: they would be, but for `holdReason`; `paused`: a person has paused it; `ended`: for good, and its customers fall to the plans behind it.',
  );

const holdReason = z
  .enum(['list-deleted'])
  .optional()
  .describe('Why no callbacks are promised: its list was deleted. Give it another audience.');

export const Plan = z
  .strictObject({
    id: planId.schema,
    version: z.int().min(1).describe('Rises with each change; the ETag.'),
    ...fields,
    status: statusSchema,
    holdReason,
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'CallbackPlan', description: 'Customers who are called every so many days.' });
export type Plan = z.infer<typeof Plan>;

/** Why a customer who should be called is not: it is looked at again later. */
export const skipReasons = ['no-phone', 'phone-consent', 'open-callback', 'no-room'] as const;
export const skipReasonSchema = z
  .enum(skipReasons)
  .describe(
    '`no-phone`: no number is known; `phone-consent`: does not want to be called; `open-callback`: somebody is to call them already; `no-room`: all days within a week are full, or nobody works on them.',
  );
export type SkipReason = z.infer<typeof skipReasonSchema>;

const count = z.int().min(0);
const skippedCounts = z
  .strictObject(
    Object.fromEntries(skipReasons.map((reason) => [reason, count])) as Record<SkipReason, typeof count>,
  )
  .describe('How many should be called and are not for now, by the reason.');

export const PlanDetails = Plan.extend({
  customers: count.describe('How many customers stand in it.'),
  planning: z
    .enum(['running', 'done'])
    .describe('`running` while all customers are looked at, after the plan was created or changed.'),
  nextDays: z
    .array(z.strictObject({ day: daySchema, callbacks: count }))
    .max(leadDays + 1)
    .describe('Callbacks of this plan on each of the next days, today first.'),
  skipped: skippedCounts,
}).meta({ id: 'CallbackPlanDetails', description: 'A plan, and how it goes.' });
export type PlanDetails = z.infer<typeof PlanDetails>;

export const NewPlan = z
  .strictObject({
    ...fields,
    order: fields.order.optional().describe('Behind all others if left out.'),
    priority: prioritySchema.default('normal'),
  })
  .meta({ id: 'NewCallbackPlan' });
export type NewPlan = z.infer<typeof NewPlan>;

/** JSON merge patch (RFC 7396): what is left out stays, null removes an optional field. */
export const PlanPatch = z
  .strictObject({
    name: fields.name,
    everyDays: fields.everyDays,
    audience: fields.audience,
    order: fields.order,
    why: fields.why,
    note: text(1000, { multiline: true }).nullable(),
    surveyId: surveyId.schema.nullable(),
    priority: fields.priority,
    perDay: fields.perDay.unwrap().nullable(),
    status: statusSchema
      .exclude(['held'])
      .describe('`paused` promises no more callbacks, `active` goes on, `ended` is for good.'),
  })
  .partial()
  .meta({
    id: 'CallbackPlanPatch',
    description:
      'JSON merge patch: what is left out stays, null removes an optional field; the audience is replaced as a whole. Callbacks that are there stay as they are.',
  });
export type PlanPatch = z.infer<typeof PlanPatch>;

/** The row that lists show. */
export const PlanSummary = z
  .strictObject({
    id: planId.schema,
    version: z.int().min(1).describe('For If-Match; the list may lag, then the answer is 412.'),
    name: z.string(),
    order: z.int(),
    everyDays: z.int(),
    audience: z.enum(['all', 'list', 'filter']),
    status: statusSchema,
    holdReason,
    updatedAt: instantSchema,
  })
  .meta({ id: 'CallbackPlanSummary', description: 'A plan as lists show it.' });
export type PlanSummary = z.infer<typeof PlanSummary>;
export const PlanPage = pageOf(PlanSummary).meta({ id: 'CallbackPlanPage' });

/** From what the days are counted. */
const countedFrom = z
  .strictObject({
    at: instantSchema,
    what: z
      .enum(['contact', 'callback', 'created'])
      .describe('A real contact; the last callback of a plan; or that the customer was created.'),
  })
  .describe('From what the days are counted.');

/** A customer in a plan, as it is kept. */
export const StoredEntry = z.strictObject({
  customerId: customerIdSchema,
  planId: planId.schema,
  version: z.int().min(1),
  /** When it is looked at next. */
  dueAt: instantSchema,
  countedFrom,
  /** For when the last callback was promised, and which it is. */
  calledFor: instantSchema.optional(),
  callbackId: callbackIdSchema.optional(),
  skipped: z.strictObject({ because: skipReasonSchema, since: instantSchema }).optional(),
  /** How often in a row there was no room. */
  postponed: z.int().min(1).optional(),
});
export type StoredEntry = z.infer<typeof StoredEntry>;

/** What lists keep of it. */
export const EntrySummary = StoredEntry.omit({ version: true, postponed: true });

const entry = {
  planId: planId.schema,
  countedFrom,
  wantedAt: instantSchema.describe('When the customer should be called, if nobody is in touch before.'),
  lookedAt: instantSchema.describe(
    'When it is looked at next: who was in touch, and whether a callback is to be promised.',
  ),
  callback: z
    .strictObject({ id: callbackIdSchema, dueAt: instantSchema })
    .optional()
    .describe('The last callback that was promised by a plan.'),
  skipped: z
    .strictObject({ because: skipReasonSchema, since: instantSchema })
    .optional()
    .describe('Why they should be called and are not for now.'),
};

export const PlanOfCustomer = z
  .strictObject({
    customerId: customerIdSchema,
    entry: z
      .strictObject({ planName: z.string(), ...entry })
      .nullable()
      .describe('null = the customer stands in no plan.'),
  })
  .meta({
    id: 'CallbackPlanOfCustomer',
    description: 'In which plan of periodic callbacks a customer stands.',
  });
export type PlanOfCustomer = z.infer<typeof PlanOfCustomer>;

export const PlanEntryRow = z
  .strictObject({ customer: RelatedCustomer, ...entry })
  .meta({ id: 'CallbackPlanEntryRow', description: 'A customer in a plan, as lists show them.' });
export type PlanEntryRow = z.infer<typeof PlanEntryRow>;
export const PlanEntryPage = pageOf(PlanEntryRow).meta({ id: 'CallbackPlanEntryPage' });

export const PreviewRequest = z
  .strictObject(NewPlan.partial().shape)
  .extend({ audience: PlanAudience, everyDays: fields.everyDays })
  .meta({
    id: 'CallbackPlanPreviewRequest',
    description: 'A plan as it is created; only whom it means, and how often, has to be said.',
  });
export type PreviewRequest = z.infer<typeof PreviewRequest>;

export const Preview = z
  .strictObject({
    customers: count.describe('How many customers are meant.'),
    isExact: z.boolean().describe('False: an estimate, from a sample that was drawn by lot.'),
    perWeek: z.number().min(0).describe('How many callbacks that is a week, if nobody else is in touch.'),
    roomPerWeek: count
      .nullable()
      .describe('How many the next seven days have room for, over all plans; null = as many as come.'),
    lookedAt: count.describe('At how many of them was looked for what follows: at most a hundred.'),
    dueNow: count.describe('How many of these nobody was in touch with for so many days.'),
    skipped: skippedCounts.describe('How many of these would not be called for now, by the reason.'),
  })
  .meta({ id: 'CallbackPlanPreview', description: 'What a plan would come to.' });
export type Preview = z.infer<typeof Preview>;
