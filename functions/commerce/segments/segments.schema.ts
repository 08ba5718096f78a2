/** Segments: lists of customers that a rule keeps. */
import * as z from 'zod';
import { Actor, eventId } from '../../../shared/events/event.ts';
import { withDefinedValues } from '../../../shared/identity/fields.ts';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { text } from '../../../shared/values/text.ts';
import { customerIdSchema, RelatedCustomer } from '../../customers/customers/customers.schema.ts';
import { checkedBy, type Fault, operators } from '../../customers/filters/filters.schema.ts';
import { CustomerCount, listId } from '../../customers/lists/lists.schema.ts';

export const segmentId = idKind('segment');

/** Each change of a customer is held against the rules that ask for it. */
export const maximumSegments = 100;

/** How many of whom a rule means are shown before it is saved. */
export const shownSample = 20;

/** The same of a rule, whose facts are known to whoever asks it alone. */
function faultsOfRuleCondition(node: object, path: Fault['path']): readonly Fault[] {
  const { field, op, where } = node as Partial<Record<string, unknown>>;
  if (typeof field !== 'string') return [{ path: [...path, 'field'], reason: 'must name what is asked for' }];
  if (!operators.some((each) => each === op))
    return [{ path: [...path, 'op'], reason: `must be one of ${operators.join(', ')}` }];
  const isObject = typeof where === 'object' && where !== null && !Array.isArray(where);
  if (where !== undefined && !isObject)
    return [{ path: [...path, 'where'], reason: 'must be an object such as {"lastDays": 90}' }];
  return 'value' in node ? [] : [{ path: [...path, 'value'], reason: 'Required.' }];
}

const ruleExample = {
  and: [
    { field: 'tags', op: 'contains', value: 'vip' },
    { field: 'orders.count', op: 'gt', value: 2, where: { lastDays: 90, category: 'Tea' } },
    { not: { field: 'consents.marketing.email', op: 'eq', value: 'withdrawn' } },
  ],
};

/** A rule holds rules. */
const ownRule = { $ref: '#/components/schemas/CustomerRule' };

/** What a filter asks, and facts beside the profile; which there are, is checked by whoever asks it, see `filterViolations`. */
const CustomerRuleSchema = checkedBy({
  names: ['field', 'op', 'value', 'where'],
  faultsOfCondition: faultsOfRuleCondition,
}).meta({
  id: 'CustomerRule',
  override: {
    type: 'object',
    properties: {
      field: { type: 'string' },
      op: { type: 'string', enum: [...operators] },
      value: {},
      where: {
        type: 'object',
        properties: {
          lastDays: { type: 'integer', minimum: 1, maximum: 3660 },
          from: { type: 'string', format: 'date' },
          to: { type: 'string', format: 'date' },
          product: { type: 'string' },
          category: { type: 'string' },
          currency: { type: 'string' },
        },
        additionalProperties: false,
      },
      and: { type: 'array', items: ownRule },
      or: { type: 'array', items: ownRule },
      not: ownRule,
    },
    additionalProperties: false,
  },
  description:
    'Which customers are meant: a `CustomerFilter` that also asks for facts beside the profile, which `where` narrows down: `orders.count` (of orders that count), `orders.sum` and `orders.average` (in the smallest unit of the `currency`, which they need; of a product or category what its lines come to before refunds), `orders.first` and `orders.last` (days), `orders.products` and `orders.categories`, each narrowed by `lastDays`, or `from` and `to`, and by `product`, `category` and `currency`; `consents.<purpose>.<channel>` (`granted` or `withdrawn`, which also holds while nothing was said); `segments` (ids of others that the customer is in). An amount of nothing is 0. Days are those of UTC.',
  examples: [ruleExample],
});

const fields = {
  name: text(80),
  description: text(300).optional(),
  filter: CustomerRuleSchema.describe('Whom it means.'),
};

const words = z
  .strictObject({ 'zh-CN': z.string(), en: z.string() })
  .describe('The rule in words, with what fields and segments were called when it was saved.');

export const NewSegment = z.strictObject(fields).meta({ id: 'NewSegment' });
export type NewSegment = z.infer<typeof NewSegment>;

/** JSON merge patch (RFC 7396): what is left out stays, null removes the description; the rule is replaced as a whole. */
export const SegmentPatch = z
  .strictObject({
    name: fields.name,
    description: fields.description.unwrap().nullable(),
    filter: fields.filter,
  })
  .partial()
  .meta({
    id: 'SegmentPatch',
    description:
      'JSON merge patch: what is left out stays, null removes the description; the rule is replaced as a whole.',
  });
export type SegmentPatch = z.infer<typeof SegmentPatch>;

export const SegmentRecord = z.strictObject({
  id: segmentId.schema,
  version: z.int().min(1).describe('Rises with each change; the ETag.'),
  ...fields,
  text: words,
  rule: z.int().min(1).describe('Rises with each other rule; entries and exits name it.'),
  listId: listId.schema.describe(
    'The list that it keeps, with its customers: to be listed, exported, and asked by campaigns and plans.',
  ),
  state: z
    .enum(['filling', 'active'])
    .describe(
      '`filling`: all customers are held against a new rule, and the list is on its way to what it means; `active`: it means them.',
    ),
  createdBy: Actor,
  createdAt: instantSchema,
  updatedAt: instantSchema,
  deletedAt: instantSchema.optional(),
});
export type SegmentRecord = z.infer<typeof SegmentRecord>;

const Shown = SegmentRecord.omit({ deletedAt: true }).partial({ filter: true, text: true });

export const Segment = withDefinedValues(
  Shown.meta({
    id: 'Segment',
    description:
      'A list of customers that a rule keeps, which is left out for whoever is not shown what it asks for.',
  }),
);
export type Segment = z.infer<typeof Segment>;

export const SegmentDetails = withDefinedValues(
  Shown.extend({
    members: z.int().min(0).describe('How many customers are in it.'),
    read: z.int().min(0).optional().describe('While it is filled: how many customers were looked at.'),
    problems: z
      .array(z.strictObject({ pointer: z.string(), what: z.enum(['field-retired']) }))
      .describe(
        'What of the rule is not what it was. `field-retired`: customers keep their values of the field, and the rule goes on.',
      ),
  }).meta({ id: 'SegmentDetails' }),
);
export type SegmentDetails = z.infer<typeof SegmentDetails>;

/** The row that lists show. */
export const SegmentSummary = SegmentRecord.pick({
  id: true,
  version: true,
  name: true,
  listId: true,
  state: true,
  updatedAt: true,
}).meta({ id: 'SegmentSummary' });
export type SegmentSummary = z.infer<typeof SegmentSummary>;
export const SegmentPage = pageOf(SegmentSummary).meta({ id: 'SegmentPage' });

export const SegmentPreviewRequest = z
  .strictObject({ filter: fields.filter })
  .meta({ id: 'SegmentPreviewRequest' });
export const SegmentPreview = withDefinedValues(
  CustomerCount.extend({
    text: words,
    sample: z.array(RelatedCustomer).max(shownSample).describe('Some of whom it means.'),
  }).meta({ id: 'SegmentPreview', description: 'How many customers a rule means, and some of them.' }),
);
export type SegmentPreview = z.infer<typeof SegmentPreview>;

/** What a customer is to one segment. */
const Place = z.strictObject({
  /** The rule by which that was found. */
  rule: z.int(),
  /** Since when they are in it; undefined of who is not. */
  since: instantSchema.optional(),
  /** When they come in or leave by time alone, if nothing else happens. */
  next: instantSchema.optional(),
});
export type Place = z.infer<typeof Place>;

/** What a customer is to all segments: kept of whoever is in one, or will be by time alone. */
export const SegmentedCustomer = z.strictObject({
  customerId: customerIdSchema,
  version: z.int().min(1),
  places: z.record(segmentId.schema, Place),
});
export type SegmentedCustomer = z.infer<typeof SegmentedCustomer>;

/** How far all customers of a shard have been held against a new rule. */
export const SegmentWalk = z.strictObject({
  segmentId: segmentId.schema,
  shard: z.int().min(0),
  version: z.int().min(1),
  /** The event that began it: of two walks the later one goes on. */
  walkId: eventId.schema,
  page: z.int().min(0),
  after: z.string().optional(),
  read: z.int().min(0),
  isDone: z.boolean(),
});
export type SegmentWalk = z.infer<typeof SegmentWalk>;
