/** What customers have said about being written to, and the texts that they have agreed to. */
import * as z from 'zod';
import { rowKeySchema } from '../../../shared/contract/batch.ts';
import { Actor } from '../../../shared/events/event.ts';
import { daySchema, instantSchema } from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { text } from '../../../shared/values/text.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';

/** What a customer is asked about; what holds until they have said something stands in consents.rules.ts. */
export const purposeSchema = z
  .enum(['surveys', 'marketing', 'care'])
  .describe(
    'What the customer is written to about. `surveys`: until they refuse; `marketing` (offers and news) and `care` (greetings and advice): only once they have agreed.',
  );
export type ConsentPurpose = z.infer<typeof purposeSchema>;

export const channelSchema = z
  .enum(['email', 'sms'])
  .describe('How the customer is written to: by e-mail, or by text to their phone.');
export type Channel = z.infer<typeof channelSchema>;

/** Customers also say whether they may be called; nothing is sent there. */
export const consentChannelSchema = z
  .enum([...channelSchema.options, 'phone'])
  .describe(
    'How the customer is approached: by e-mail, by text to their phone, or by a call (`phone`): who has withdrawn `surveys` by `phone` is called by no plan.',
  );

/** How we hear of it from people: what staff may name. */
const staffSourceSchema = z.enum(['phone', 'letter', 'in-person', 'email']);

/** How we heard of it: from staff, on a page behind a link, or from the customer's mail provider. */
export const sourceSchema = z
  .enum([
    ...staffSourceSchema.options,
    'import',
    'confirmation',
    'preferences',
    'unsubscribe',
    'resubscribe',
    'complaint',
    'opt-out',
    'opt-in',
  ])
  .describe(
    '`import`: from another system; `confirmation`: by the link in a mail that asks for it; `preferences`: on the page with all of them; `unsubscribe`: by the link in a mail; `resubscribe`: that was taken back on its page; `complaint`: took our mail for junk; `opt-out`: answered STOP or its like to a text; `opt-in`: took that back by START; else what staff have noted.',
  );

const statusSchema = z
  .enum(['granted', 'withdrawn'])
  .describe('`withdrawn`: the customer is not written to; `granted`: may be again.');

/** Why it is lawful to write to them. */
const legalBasisSchema = z.enum(['consent', 'contract', 'legitimate-interest']);

/** Which text they had before them. */
const versionSchema = z.int().min(1).max(9999);

/** What one statement of a customer consists of. */
const statement = {
  purpose: purposeSchema,
  channel: consentChannelSchema,
  status: statusSchema,
  source: sourceSchema,
  note: text(500, { multiline: true }).optional(),
  evidence: text(500, { multiline: true }).optional(),
  legalBasis: legalBasisSchema.optional().describe('Of what is granted: why it is lawful to write to them.'),
  wording: versionSchema
    .optional()
    .describe('The version of the text that they had before them, see `GET /consent-texts/{purpose}`.'),
  since: instantSchema.describe('When they said it.'),
};

export const Consent = z
  .strictObject({
    customerId: customerIdSchema,
    version: z.int().min(1),
    ...statement,
    actor: Actor.optional().describe('Who has noted it; missing for what was noted long ago.'),
  })
  .meta({ id: 'Consent', description: 'What a customer has said about being written to.' });
export type Consent = z.infer<typeof Consent>;

/** A consent as it is kept. */
export const ConsentRecord = Consent.extend({
  /** How often on that day, in UTC, a link has taken a withdrawal back. */
  undone: z.strictObject({ day: daySchema, times: z.int().min(1) }).optional(),
  /** What the customer had agreed to when STOP took it, so that START gives back just that. */
  taken: z
    .strictObject({
      note: statement.note,
      evidence: statement.evidence,
      legalBasis: statement.legalBasis,
      wording: statement.wording,
    })
    .optional(),
});
export type ConsentRecord = z.infer<typeof ConsentRecord>;

export const ConsentEntry = z
  .strictObject({
    status: statusSchema,
    source: staffSourceSchema.describe('How the customer has said it.'),
    note: statement.note.describe('Their words. Of what is granted, this or `evidence` is needed.'),
    evidence: statement.evidence.describe(
      'What proves it, or where that is kept: a form, a recording, a letter.',
    ),
    legalBasis: statement.legalBasis.describe(
      'Of what is granted: why it is lawful to write to them. `consent` if left out.',
    ),
    wording: statement.wording,
    since: instantSchema
      .optional()
      .describe('When they said it; now if left out. What they have said since then is not undone.'),
  })
  .meta({ id: 'ConsentEntry' });
export type ConsentEntry = z.infer<typeof ConsentEntry>;

/** One consent of a batch, from wherever it was kept before. */
export const ConsentRow = ConsentEntry.extend({
  key: rowKeySchema,
  customerId: customerIdSchema,
  purpose: purposeSchema,
  channel: consentChannelSchema,
  source: z
    .enum([...staffSourceSchema.options, 'import'])
    .default('import')
    .describe('How the customer has said it; `import` if that is not known.'),
  evidence: ConsentEntry.shape.evidence.unwrap(),
  since: instantSchema.describe('When they said it. What they have said since then is not undone.'),
}).meta({ id: 'ConsentRow', description: 'One consent of a batch, with what proves it.' });
export type ConsentRow = z.infer<typeof ConsentRow>;

/** What stands beside the customer, without what was noted in words. */
export const ConsentSummary = Consent.pick({
  purpose: true,
  channel: true,
  status: true,
  source: true,
  since: true,
}).meta({ id: 'ConsentSummary' });

export const ConsentList = z.strictObject({ items: z.array(Consent) }).meta({ id: 'ConsentList' });

/** One line of the ledger. It never changes. */
export const ConsentStatement = z
  .strictObject({
    id: z.string(),
    recordedAt: instantSchema,
    actor: Actor.describe('Who has noted it.'),
    ...statement,
  })
  .meta({ id: 'ConsentStatement', description: 'What a customer has said once about being written to.' });
export type ConsentStatement = z.infer<typeof ConsentStatement>;

export const ConsentHistory = pageOf(ConsentStatement).meta({ id: 'ConsentHistory' });

/** What customers read before they agree: the same in every language. */
export const ConsentWords = z
  .strictObject({ text: z.record(languageSchema, text(2000, { multiline: true })) })
  .meta({ id: 'ConsentWords' });
export type ConsentWords = z.infer<typeof ConsentWords>;

export const ConsentText = z
  .strictObject({
    purpose: purposeSchema,
    version: versionSchema,
    text: ConsentWords.shape.text,
    publishedAt: instantSchema,
    by: z
      .string()
      .describe(
        'Who has put it; `rapport` of the words of the product, which become the first version when they are first agreed to.',
      ),
  })
  .meta({
    id: 'ConsentText',
    description: 'What customers read before they agree. A version never changes.',
  });
export type ConsentText = z.infer<typeof ConsentText>;

export const ConsentTextPage = pageOf(ConsentText).meta({ id: 'ConsentTextPage' });
