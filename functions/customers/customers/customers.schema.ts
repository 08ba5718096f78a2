/** Who our customers are, as the API shows them. */
import * as z from 'zod';
import { rowKeySchema } from '../../../shared/contract/batch.ts';
import { Problem, problemTitle, problemType } from '../../../shared/errors/problem.ts';
import { definedValues, ofClass, withDefinedValues } from '../../../shared/identity/fields.ts';
import { distinct } from '../../../shared/values/distinct.ts';
import { emailSchema } from '../../../shared/values/email.ts';
import { exactlyOneOf } from '../../../shared/values/exactly-one-of.ts';
import { idKind } from '../../../shared/values/ids.ts';
import { begunBirthdaySchema, birthdaySchema, instantSchema } from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { changesPageOf, cursorSchema, pageOf } from '../../../shared/values/page.ts';
import { phoneSchema } from '../../../shared/values/phone.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { nameText, text } from '../../../shared/values/text.ts';
import { timeZoneSchema } from '../../../shared/values/time-zone.ts';
import { CustomPatch, CustomValues } from '../fields/fields.schema.ts';
import { sourceName } from '../sources/sources.schema.ts';

export const customerId = idKind('customer');
export const customerIdSchema = customerId.schema;
export const interactionId = idKind('interaction');

/** A customer's number in another system. `source` names the system, e.g. `erp`. */
export const ExternalId = z
  .strictObject({
    source: text(40).describe('Name of the other system, e.g. `erp`.'),
    id: text(128).describe('The number there, as that system writes it.'),
  })
  .meta({ id: 'ExternalId', description: 'The number of a customer in another system.' });
export type ExternalId = z.infer<typeof ExternalId>;

/** Whoever tells something of a customer from another system may not know our id. */
export const CustomerReference = exactlyOneOf(
  z.strictObject({
    customerId: customerIdSchema.optional(),
    externalId: ExternalId.optional(),
    email: emailSchema.optional(),
    phone: phoneSchema.optional(),
  }),
  ['customerId', 'externalId', 'email', 'phone'],
).meta({ id: 'CustomerReference', description: 'A customer, by what only one customer has.' });
export type CustomerReference = z.infer<typeof CustomerReference>;

/**
 * What can stand in a path: API Gateway decodes a path before it looks for the route, so that `%2F` divides it, `%3F`
 * ends it, and what is decoded twice means something else.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
const inPath = (part: z.ZodString) =>
  part.regex(
    /^[^/?#%]*$/,
    'a path carries no / ? # %; use PUT /customers/by-external-id?source=…&externalId=…',
  );
export const externalIdInPath = z.strictObject({
  source: inPath(ExternalId.shape.source),
  externalId: inPath(ExternalId.shape.id),
});

/** A percent-encoded colon or percent sign. */
const encodedSign = /%(3a|25)/gi;

/**
 * `erp:4711`: what stands before the first colon names the system, in whose name a colon is written as `%3A` and a
 * percent sign as `%25`.
 */
export const externalIdFilter = z
  .string()
  .max(300)
  .transform((text, context): ExternalId => {
    const [source = '', ...rest] = text.split(':');
    const read = ExternalId.safeParse({
      source: source.replaceAll(encodedSign, decodeURIComponent),
      id: rest.join(':'),
    });
    if (read.success) return read.data;
    context.addIssue({
      code: 'custom',
      message: 'must be the system and the number there, such as erp:4711',
    });
    return z.NEVER;
  })
  .meta({
    description: 'Only the customer with this number in another system, `source:id`.',
    examples: ['erp:4711'],
  });

export const Address = z
  .strictObject({
    street: text(160).optional(),
    district: text(80).optional(),
    city: text(80).optional(),
    region: text(80).optional(),
    postcode: text(20).optional(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'two capital letters, ISO 3166-1')
      .optional()
      .describe('Two capital letters, ISO 3166-1, such as CN.'),
  })
  .meta({ id: 'Address' });

/** That nothing arrives at an address of a customer, until it is corrected or said to work. */
export const InvalidAddress = z
  .strictObject({
    reason: z
      .enum(['bounce', 'withheld'])
      .describe(
        '`bounce`: what was sent there came back for good; `withheld`: the service that sends for us has it on a list of its own.',
      ),
    since: instantSchema,
  })
  .meta({ id: 'InvalidAddress', description: 'Nothing arrives at an address: it is to be corrected.' });
export type InvalidAddress = z.infer<typeof InvalidAddress>;

const invalid = InvalidAddress.optional();

/** How many addresses of a kind a customer has beside the primary one. */
const maximumOthers = 10;
export const maximumTags = 20;
const maximumExternalIds = 10;

/** How many entries a list of a customer has at most. */
export const maximumEntries = {
  otherEmails: maximumOthers,
  otherPhones: maximumOthers,
  otherAddresses: maximumOthers,
  externalIds: maximumExternalIds,
  tags: maximumTags,
} as const;

const beside = {
  label: text(40).optional().describe('What it is for, e.g. `work` or `家里`.'),
  invalid: invalid.describe('Nothing arrives there. Stays with the address; what a client sends is ignored.'),
};

export const OtherEmail = z
  .strictObject({ email: emailSchema, ...beside })
  .meta({ id: 'OtherEmail', description: 'An e-mail address beside the primary one.' });
export const OtherPhone = z
  .strictObject({ phone: phoneSchema, ...beside })
  .meta({ id: 'OtherPhone', description: 'A phone number beside the primary one.' });
export const OtherAddress = Address.extend({ label: beside.label }).meta({
  id: 'OtherAddress',
  description: 'A postal address beside the primary one.',
});

/** A day of birth in the Chinese calendar, which has months of 29 and 30 days and leap months. */
export const LunarBirthday = z
  .strictObject({
    month: z.int().min(1).max(12),
    day: z.int().min(1).max(30),
    leapMonth: z.literal(true).optional().describe('Born in the leap month that follows the month.'),
  })
  .meta({ id: 'LunarBirthday', description: 'A day of birth in the Chinese calendar.' });

const interests = z.array(text(40)).max(10);
export const preferredChannels = ['call', 'sms', 'email', 'chat', 'social', 'visit'] as const;

const preferenceFields = {
  channel: z.enum(preferredChannels).optional().describe('How the customer likes to be reached.'),
  time: text(60).optional().describe('When, in words: `weekdays after 18:00`.'),
  interests: interests.optional(),
  note: text(500, { multiline: true }).optional(),
};

/** What the customer likes, as staff know it; what they agree to is a consent. */
export const CustomerPreferences = z.strictObject(preferenceFields).meta({
  id: 'CustomerPreferences',
  description: 'What the customer likes, as staff know it. What they agree to is a consent.',
});

/** Where a customer stands in their life with us. */
export const stages = ['potential', 'new', 'active', 'high-value', 'at-risk', 'lost'] as const;

const fields = {
  kind: z.enum(['person', 'company']),
  /** As the customer writes it: 王芳, David Brown, 上海远洋贸易有限公司. */
  name: nameText(120),
  givenName: nameText(60).optional(),
  familyName: nameText(60).optional(),
  company: nameText(120).optional(),
  email: ofClass('contact', emailSchema.optional()),
  otherEmails: ofClass('contact', z.array(OtherEmail).max(maximumOthers).optional()),
  phone: ofClass('contact', phoneSchema.optional()),
  otherPhones: ofClass('contact', z.array(OtherPhone).max(maximumOthers).optional()),
  externalIds: z.array(ExternalId).max(maximumExternalIds),
  gender: z.enum(['female', 'male', 'other']).optional(),
  birthday: birthdaySchema.optional(),
  lunarBirthday: LunarBirthday.optional(),
  language: languageSchema.describe('Language in which the customer is addressed.'),
  timeZone: timeZoneSchema,
  address: ofClass('contact', Address.optional()),
  otherAddresses: ofClass('contact', z.array(OtherAddress).max(maximumOthers).optional()),
  preferences: CustomerPreferences.optional(),
  source: text(40).optional().describe('Where we know them from, e.g. `fair-2026` or `官网`.'),
  stage: z.enum(stages).describe('Where the customer stands with us.'),
  custom: definedValues(CustomValues.optional()),
  tags: z.array(text(40)).max(maximumTags),
  owner: staffIdSchema.nullable().describe('Who looks after this customer; null = nobody.'),
};

/** What a client sends; the number of another system, like a tag or an address, is told once. */
const sent = {
  ...fields,
  otherEmails: distinct(fields.otherEmails.unwrap(), ({ email }) => email).optional(),
  otherPhones: distinct(fields.otherPhones.unwrap(), ({ phone }) => phone).optional(),
  otherAddresses: distinct(fields.otherAddresses.unwrap(), sameAddress).optional(),
  preferences: z.strictObject({ ...preferenceFields, interests: distinct(interests).optional() }).optional(),
  // Only what is told is compared with the clock: what is kept stays readable.
  birthday: begunBirthdaySchema.optional(),
  externalIds: distinct(fields.externalIds, ({ source, id }) => JSON.stringify([source, id])),
  tags: distinct(fields.tags),
};

/** One spelling for what is the same place. */
function sameAddress({
  street,
  district,
  city,
  region,
  postcode,
  country,
}: z.infer<typeof OtherAddress>): string {
  return JSON.stringify([street, district, city, region, postcode, country]);
}

/** Where what is said of a primary address and of the others stands. */
export const addressFields = {
  email: { invalid: 'emailInvalid', others: 'otherEmails' },
  phone: { invalid: 'phoneInvalid', others: 'otherPhones' },
} as const;
export type AddressField = keyof typeof addressFields;

/** Each of them is a query more for the profile. */
export const mostMerged = 20;

export const Customer = z
  .strictObject({
    id: customerIdSchema,
    version: z.int().min(1).describe('Rises with each change; the ETag.'),
    ...fields,
    emailInvalid: invalid.describe('The e-mail address takes no mail. Goes when it is changed or lifted.'),
    phoneInvalid: invalid.describe('The number takes no text messages. Goes when it is changed or lifted.'),
    mergedFrom: z
      .array(customerIdSchema)
      .max(mostMerged)
      .optional()
      .describe(
        'Records of the same customer that were merged into this one: their ids answer as this one does.',
      ),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'Customer', description: 'A person or a company we look after.' });
export type Customer = z.infer<typeof Customer>;

const Values = z.record(z.string(), z.unknown());

/** That a record is merged into another one, and what that put into the single fields of the other. */
const MergeEdge = z.strictObject({
  into: customerIdSchema,
  /** The version of the other one that came of it: of two merges, which one was later. */
  version: z.int(),
  at: instantSchema,
  by: z.string(),
  /** Single fields of the other one as they were; custom ones as `custom.<name>`. */
  before: Values,
  after: Values,
  /** What the lists of the other one have gained. */
  tags: Customer.shape.tags,
  addresses: z.array(OtherAddress),
});
export type MergeEdge = z.infer<typeof MergeEdge>;

/** As it is kept. */
export const StoredCustomer = Customer.extend({
  deletedAt: instantSchema.optional(),
  /** When a deleted customer's record goes, in seconds since the epoch. */
  forgetAt: z.int().optional(),
  /** While this record is merged into another one, which answers in its place. */
  merge: MergeEdge.optional(),
});
export type CustomerRecord = z.infer<typeof StoredCustomer>;

/** What a client sends to create a customer; what is left out gets its default. */
export const NewCustomer = z.strictObject({
  ...sent,
  kind: sent.kind.default('person'),
  externalIds: sent.externalIds.default([]),
  language: sent.language.default('zh-CN'),
  timeZone: sent.timeZone.default('Asia/Shanghai'),
  stage: sent.stage.default('potential'),
  tags: sent.tags.default([]),
  owner: sent.owner
    .default(null)
    .describe('Who looks after them; null = nobody. What agents create without an owner is theirs.'),
});
export type NewCustomer = z.infer<typeof NewCustomer>;

/** The same by the route that creates one, which may look whether they are there already. */
export const CustomerToCreate = NewCustomer.extend({
  createAnyway: z
    .boolean()
    .optional()
    .describe(
      'Creates the customer also where somebody is there who is probably the same. Left out, people are asked first and machines are not.',
    ),
}).meta({ id: 'NewCustomer' });

/** JSON merge patch (RFC 7396): what is left out stays, null removes an optional field. */
export const CustomerPatch = z
  .strictObject({
    kind: fields.kind,
    name: fields.name,
    givenName: fields.givenName.unwrap().nullable(),
    familyName: fields.familyName.unwrap().nullable(),
    company: fields.company.unwrap().nullable(),
    email: emailSchema.nullable(),
    otherEmails: sent.otherEmails.unwrap().nullable(),
    phone: phoneSchema.nullable(),
    otherPhones: sent.otherPhones.unwrap().nullable(),
    externalIds: sent.externalIds,
    gender: fields.gender.unwrap().nullable(),
    birthday: sent.birthday.unwrap().nullable(),
    lunarBirthday: LunarBirthday.nullable(),
    language: fields.language,
    timeZone: fields.timeZone,
    address: Address.nullable(),
    otherAddresses: sent.otherAddresses.unwrap().nullable(),
    preferences: sent.preferences.unwrap().nullable(),
    source: fields.source.unwrap().nullable(),
    stage: fields.stage,
    custom: CustomPatch.nullable(),
    tags: sent.tags,
    owner: fields.owner,
  })
  .partial()
  .meta({
    id: 'CustomerPatch',
    description:
      'JSON merge patch: what is left out stays, null removes a field; lists are replaced as a whole, and `custom` field by field.',
  });
export type CustomerPatch = z.infer<typeof CustomerPatch>;

/** What another system knows of its customer: what it leaves out stays, null removes an optional field. */
export const CustomerUpsert = CustomerPatch.omit({ externalIds: true }).meta({
  id: 'CustomerUpsert',
  description:
    'What another system knows of its customer. Of one who is known what is left out stays, and null removes a field; a new one needs `name` and gets the defaults of `NewCustomer`.',
});
export type CustomerUpsert = z.infer<typeof CustomerUpsert>;

/** The header that names what a source told in vain, because it may not write over it. */
export const leftAloneHeader = 'fields-left-alone';

/** One customer among many, created or, with `externalId`, created or brought up to date. */
export const CustomerRow = CustomerPatch.extend({
  key: rowKeySchema,
  externalId: ExternalId.optional().describe(
    'The customer with this number is created or brought up to date, as by PUT. Left out: a customer is created, unless `match` says otherwise.',
  ),
  match: z
    .enum(['email', 'phone'])
    .optional()
    .describe('The customer with the `email` or the `phone` of this row is created or brought up to date.'),
  from: sourceName
    .optional()
    .describe('The source that tells this, for what it may write over; that of `externalId` if left out.'),
})
  .refine(({ match, externalId }) => match === undefined || externalId === undefined, {
    path: ['match'],
    error: 'cannot be told together with externalId',
  })
  .refine((row) => row.match === undefined || typeof row[row.match] === 'string', {
    path: ['match'],
    error: 'needs the address or number by which the customer is found',
  })
  .refine(({ externalId, externalIds }) => externalId === undefined || externalIds === undefined, {
    path: ['externalIds'],
    error: 'cannot be told together with externalId; use PATCH',
  })
  .meta({
    id: 'CustomerRow',
    description: 'One customer of a batch. What is left out and null mean the same as in `CustomerUpsert`.',
  });
export type CustomerRow = z.infer<typeof CustomerRow>;

/** The row that lists show. */
export const CustomerSummary = z
  .strictObject({
    id: customerIdSchema,
    kind: fields.kind,
    name: z.string(),
    company: z.string().optional(),
    email: ofClass('contact', z.string().optional()),
    phone: ofClass('contact', z.string().optional()),
    owner: fields.owner,
    // Kept where there are some only: fifty rows with empty lists cost half a read unit more.
    externalIds: z.array(ExternalId).default([]),
    language: fields.language,
    timeZone: z.string(),
    // Kept where it is another one: most are potential, and each byte is read with every list.
    stage: fields.stage.default('potential'),
    source: z.string().optional(),
    tags: z.array(z.string()),
    lastContactAt: instantSchema
      .optional()
      .describe(
        'When they were last contacted: told by the list of all and by those by last contact, by no other one.',
      ),
    addressInvalid: z
      .literal(true)
      .optional()
      .describe('Nothing arrives at the e-mail address or the phone number: see the customer.'),
    version: z.int().min(1).describe('For If-Match; the list may lag, then the answer is 412.'),
    updatedAt: instantSchema,
  })
  .meta({ id: 'CustomerSummary', description: 'A customer as lists show it.' });
export type CustomerSummary = z.infer<typeof CustomerSummary>;

const maskedExample = {
  id: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq',
  masked: true,
  name: '王**',
  email: 'w***@e***.com',
  phone: '***5678',
  owner: { id: 'li.na', name: '李娜' },
};

/** What anybody of the staff may learn of a customer, so that nobody creates them a second time: masked unless they are theirs to see. */
export const MaskedCustomer = z
  .strictObject({
    id: customerIdSchema,
    masked: z.boolean().describe('Whether the customer is not the caller’s to see.'),
    name: z.string().describe('Masked, its first character.'),
    email: z
      .string()
      .optional()
      .describe('Masked, the first characters of the address, and what its domain ends with.'),
    phone: z.string().optional().describe('Masked, the last four digits of the number.'),
    owner: z
      .strictObject({ id: staffIdSchema, name: z.string() })
      .nullable()
      .describe('Whom to ask; null = nobody looks after them.'),
  })
  .meta({
    id: 'MaskedCustomer',
    description: 'A customer as far as anybody of the staff may learn of them.',
    examples: [maskedExample],
  });
export type MaskedCustomer = z.infer<typeof MaskedCustomer>;

/** What one customer is to another, as read from one side, and how the same is read from the other. */
export const counterparts = {
  'contact-of': 'contact',
  contact: 'contact-of',
  parent: 'subsidiary',
  subsidiary: 'parent',
  'referred-by': 'referral',
  referral: 'referred-by',
  family: 'family',
  colleague: 'colleague',
  other: 'other',
} as const;
export const relationKindSchema = z.enum(Object.keys(counterparts) as (keyof typeof counterparts)[]).meta({
  description:
    'What the other one is: `contact` (a person) of this company, or the company that this person is `contact-of`; `parent` or `subsidiary` of this company; whom this one was `referred-by`, or their `referral`; `family`, `colleague` or `other`.',
  examples: ['family'],
});
export type RelationKind = z.infer<typeof relationKindSchema>;

/** What a customer has to be for another one to be that to them; of the others either will do. */
export const kindNeeded: Partial<Readonly<Record<RelationKind, Customer['kind']>>> = {
  'contact-of': 'person',
  contact: 'company',
  parent: 'company',
  subsidiary: 'company',
  family: 'person',
  colleague: 'person',
};

export const relationFields = {
  kind: relationKindSchema,
  otherId: customerIdSchema,
  role: text(60).optional().describe('As what, in words: `head of purchasing`, `母亲`.'),
  primary: z.literal(true).optional().describe('The first one to talk to of the contacts of a company.'),
};

/** What stands of a relation in the head of a customer's collection. */
export const RelationSummary = z.strictObject({
  relation: relationKindSchema,
  otherId: relationFields.otherId,
  role: relationFields.role,
  primary: relationFields.primary,
});
export type RelationSummary = z.infer<typeof RelationSummary>;

/** The one at the other end of a relation. */
export const RelatedCustomer = z
  .strictObject({
    id: customerIdSchema,
    kind: fields.kind,
    name: z.string(),
    email: ofClass('contact', z.string().optional()),
    phone: ofClass('contact', z.string().optional()),
    owner: fields.owner,
    masked: z
      .literal(true)
      .optional()
      .describe('They are not the caller’s to see: only their first characters are told, and whom to ask.'),
  })
  .meta({ id: 'RelatedCustomer', description: 'The customer at the other end of a relation.' });
export type RelatedCustomer = z.infer<typeof RelatedCustomer>;

/** The conflict over a value that only one customer can have. */
export const TakenProblem = Problem.extend({
  existing: MaskedCustomer.optional().describe(
    'Who has it: told to everybody who may read customers, also where this one is not theirs to see.',
  ),
  candidates: z
    .array(MaskedCustomer)
    .optional()
    .describe('Who is probably the same, the most probable first; told to the same people.'),
}).meta({
  id: 'TakenProblem',
  description: 'Another customer has this value.',
  examples: [
    {
      type: problemType('conflict'),
      title: problemTitle('conflict'),
      status: 409,
      detail: 'Another customer has this e-mail address.',
      code: 'conflict',
      errors: [{ pointer: '/body/email', reason: `Taken by ${maskedExample.id}.` }],
      existing: maskedExample,
    },
  ],
});

/** Of a deleted customer nothing personal is told: other systems know it by their own numbers. */
export const CustomerPage = changesPageOf(CustomerSummary, {
  externalIds: z
    .array(ExternalId)
    .optional()
    .describe('The numbers of a deleted customer in other systems; not of one that has `left`.'),
}).meta({ id: 'CustomerPage' });
export type CustomerPage = z.infer<typeof CustomerPage>;

export const attachmentId = idKind('attachment');

/** What can be attached: nothing that a browser would run. */
export const attachmentTypes = [
  ...['application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'image/heic', 'text/plain', 'text/csv'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ...['audio/mpeg', 'audio/mp4', 'audio/wav', 'video/mp4', 'message/rfc822'],
] as const;

/** 20 MiB. */
export const maximumAttachmentBytes = 20 * 1024 * 1024;
export const maximumAttachments = 10;
/** An upload has to begin within so many seconds. Shorter than a message of SQS can be kept back, see `customers.files.queue`. */
export const uploadSeconds = 10 * 60;

const attachmentFields = {
  name: nameText(120).describe('As what it is handed out: `Kostenvoranschlag.pdf`.'),
  type: z.enum(attachmentTypes),
  bytes: z
    .int()
    .min(1)
    .max(maximumAttachmentBytes)
    .optional()
    .describe('How large it is, exactly; left out where nobody has said it: then it may have up to 20 MB.'),
};

export const NewAttachment = z.strictObject(attachmentFields).meta({ id: 'NewAttachment' });
export type NewAttachment = z.infer<typeof NewAttachment>;

export const Attachment = z
  .strictObject({
    id: attachmentId.schema,
    ...attachmentFields,
    addedAt: instantSchema,
    addedBy: z.string(),
  })
  .meta({ id: 'Attachment', description: 'A file that belongs to a contact.' });
export type Attachment = z.infer<typeof Attachment>;

const interactionFields = {
  channel: z.enum(['call', 'sms', 'email', 'chat', 'visit', 'social', 'note']),
  direction: z.enum(['inbound', 'outbound', 'internal']),
  service: text(40)
    .optional()
    .describe(
      'By which service it came, e.g. `wechat`, `whatsapp` or `weibo` of the channels social and chat.',
    ),
  subject: text(200),
  text: text(4000, { multiline: true }).optional(),
};

/** One contact with a customer, or a note about one. */
export const Interaction = z
  .strictObject({
    id: interactionId.schema,
    version: z.int().min(1).describe('Rises with each change; the ETag.'),
    customerId: customerIdSchema,
    at: instantSchema,
    by: z.string(),
    ...interactionFields,
    attachments: z.array(Attachment).max(maximumAttachments).optional(),
  })
  .meta({ id: 'Interaction' });
export type Interaction = z.infer<typeof Interaction>;

export const AttachmentToUpload = Attachment.extend({
  interaction: Interaction.describe('With the file, and its new version.'),
  upload: z.strictObject({
    url: z.string().meta({ examples: ['https://rapport-personal.s3.amazonaws.com/'] }),
    fields: z.record(z.string(), z.string()),
    expiresAt: instantSchema,
  }),
}).meta({
  id: 'AttachmentToUpload',
  description:
    'Where the file goes: post `fields` and then the file, as `file`, to `url` (multipart/form-data), of the type and, if it was told, the size.',
});
export type AttachmentToUpload = z.infer<typeof AttachmentToUpload>;

export const AttachmentLink = z
  .strictObject({
    attachment: Attachment,
    link: z.string().describe('Downloads the file. Whoever has it can: pass it on to nobody.'),
    expiresAt: instantSchema,
  })
  .meta({ id: 'AttachmentLink' });
export type AttachmentLink = z.infer<typeof AttachmentLink>;

export const NewInteraction = z
  .strictObject({
    ...interactionFields,
    at: instantSchema.optional().describe('When it happened; now if left out.'),
  })
  .meta({ id: 'NewInteraction' });
export type NewInteraction = z.infer<typeof NewInteraction>;

/** JSON merge patch (RFC 7396): what is left out stays, null removes text or service. */
export const InteractionPatch = z
  .strictObject({
    ...interactionFields,
    text: interactionFields.text.unwrap().nullable(),
    service: interactionFields.service.unwrap().nullable(),
    at: instantSchema.describe('Only as it is: the timeline is sorted by it.'),
  })
  .partial()
  .meta({
    id: 'InteractionPatch',
    description: 'JSON merge patch: what is left out stays, null removes text or service.',
  });
export type InteractionPatch = z.infer<typeof InteractionPatch>;

/** The values of those fields that a change has changed. */
const changedFields = withDefinedValues(z.record(z.string(), z.unknown()));

/** Whatever happened to a customer, newest first: interactions, answers, callbacks and changes. */
export const TimelineEntry = z
  .strictObject({
    id: z.string(),
    at: instantSchema,
    type: z.string().describe('Type of the event, e.g. `interaction.recorded` or `customer.changed`.'),
    actor: z.strictObject({ kind: z.string(), id: z.string() }),
    data: z.record(z.string(), z.unknown()),
    cause: z
      .string()
      .optional()
      .describe(
        'What it was part of or has led to it: the id of an import, a correction or a hand-over, or that of an event.',
      ),
    // What was there before and after may be an address.
    changes: ofClass('contact', z.strictObject({ before: changedFields, after: changedFields }).optional()),
  })
  .meta({ id: 'TimelineEntry' });
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** `interaction.recorded`, or `interaction` for all that begin so. */
export const timelineTypeFilter = z
  .string()
  .max(60)
  .regex(
    /^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)?$/,
    'must be the type of an event such as interaction.recorded, or what it begins with, such as interaction',
  )
  .meta({
    description:
      'Only entries of this type, or of all types that begin so. A page may be short although the list goes on.',
    examples: ['interaction', 'interaction.recorded'],
  });

/** Another customer whom an entry is about as well. */
export const NamedCustomer = z
  .strictObject({
    id: customerIdSchema.describe('As the entry has it: also that of a record that is merged by now.'),
    name: z.string(),
    masked: RelatedCustomer.shape.masked,
  })
  .meta({ id: 'NamedCustomer', description: 'Another customer whom an entry of a timeline names.' });
export type NamedCustomer = z.infer<typeof NamedCustomer>;

const others = z
  .array(NamedCustomer)
  .describe(
    'How the other customers are called whom these entries name by their ids, e.g. in `data.otherId`; without who is deleted, and who is merged into this one.',
  );

export const TimelinePage = pageOf(TimelineEntry).extend({ others }).meta({ id: 'TimelinePage' });
export type TimelinePage = z.infer<typeof TimelinePage>;

/** Something that is still to be done for a customer. */
export const OpenWork = z
  .strictObject({
    kind: z.string().describe('`callback`: a call that was promised, see GET /callbacks/{callbackId}.'),
    id: z.string(),
    status: z.string(),
    owner: staffIdSchema.nullable(),
    dueAt: instantSchema,
  })
  .meta({ id: 'OpenWork', description: 'Something that is still to be done for a customer.' });
export type OpenWork = z.infer<typeof OpenWork>;

/**
 * How many relations stand in the head of a customer's collection, where the profile shows them: one query reads the head
 * and the newest entries.
 */
export const maximumHeadRelations = 20;

/** The head of a customer, the newest entries of the timeline and what is open: two queries. */
export const Profile = z
  .strictObject({
    customer: Customer,
    relations: z
      .array(z.strictObject({ ...relationFields, other: RelatedCustomer }))
      .describe(
        'Who others are to the customer: of a company the primary contact, of all others see GET /customers/{customerId}/relations.',
      ),
    openWork: z.array(OpenWork).describe('What is still to be done, by time. May lag by a second or so.'),
    facts: ofClass(
      'contact',
      z
        .array(z.looseObject({ kind: z.string() }))
        .optional()
        .describe(
          'What else stands beside the customer, e.g. of the kind `consent`: what they want no mail about. For whoever may see how to reach them.',
        ),
    ),
    timeline: z.array(TimelineEntry),
    others,
    cursor: cursorSchema.nullable().describe('Continues the timeline.'),
  })
  .meta({ id: 'Profile' });
export type Profile = z.infer<typeof Profile>;

/** What other domains need to reach a customer. */
export interface Contact {
  readonly id: string;
  readonly kind: Customer['kind'];
  /** Records that were merged into theirs: what belongs to one of them belongs to the customer, see `idsOf`. */
  readonly mergedFrom?: readonly string[] | undefined;
  readonly name: string;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly language: Customer['language'];
  readonly timeZone: string;
  readonly owner: string | null;
  readonly tags: readonly string[];
  readonly address?: Customer['address'];
}
