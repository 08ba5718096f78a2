/** Links for anybody: where anybody can answer a survey, and what bounds that. */
import * as z from 'zod';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { nameText } from '../../../shared/values/text.ts';
import { surveyId } from '../surveys/surveys.schema.ts';

export const collectorId = idKind('collector');

export const placeSchema = nameText(120).meta({
  description: 'The place where it is answered, as it stands on each answer.',
  examples: ['Store 12'],
});

const fields = {
  name: nameText(120).describe('For us; whoever answers does not see it.'),
  channel: z
    .enum(['link', 'qr'])
    .describe('What people meet: an address to follow, or a code to scan. It stands on each answer.'),
  place: placeSchema.optional(),
  language: languageSchema
    .optional()
    .describe('Of the page, unless whoever answers chooses another; that of the browser if left out.'),
  startsAt: instantSchema.optional().describe('No answers before; at once if left out.'),
  endsAt: instantSchema.optional().describe('No answers from then on.'),
  maximum: z.int().min(1).max(1_000_000).optional().describe('So many answers in all, not one more.'),
  perHour: z
    .int()
    .min(1)
    .max(10_000)
    .describe('So many answers within an hour: who comes later is asked to come back.'),
};

export const Collector = z
  .strictObject({
    id: collectorId.schema,
    version: z.int().min(1).describe('Rises with each change; the ETag.'),
    surveyId: surveyId.schema,
    ...fields,
    status: z.enum(['open', 'closed']).describe('`closed`: a person has closed it; `open` opens it again.'),
    link: z.string().describe('Opens the survey for whoever has it.'),
    answered: z.int().min(0).describe('Answers that came by it; suspect ones are not among them.'),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'Collector', description: 'A link behind which anybody can answer a survey.' });
export type Collector = z.infer<typeof Collector>;

export const NewCollector = z
  .strictObject({ ...fields, channel: fields.channel.default('link'), perHour: fields.perHour.default(300) })
  .meta({ id: 'NewCollector' });
export type NewCollector = z.infer<typeof NewCollector>;

export const CollectorPatch = z
  .strictObject({
    ...fields,
    place: fields.place.unwrap().nullable(),
    language: fields.language.unwrap().nullable(),
    startsAt: fields.startsAt.unwrap().nullable(),
    endsAt: fields.endsAt.unwrap().nullable(),
    maximum: fields.maximum.unwrap().nullable(),
    status: Collector.shape.status,
  })
  .partial()
  .meta({
    id: 'CollectorPatch',
    description: 'JSON merge patch: what is left out stays, null removes what may be missing.',
  });
export type CollectorPatch = z.infer<typeof CollectorPatch>;

/** The row that lists show. */
export const CollectorSummary = Collector.omit({ link: true, answered: true, createdAt: true })
  .extend({
    status: z
      .enum([...Collector.shape.status.options, 'deleted'])
      .describe('`deleted`: of the list of those that were.'),
  })
  .meta({ id: 'CollectorSummary', description: 'A link for anybody as lists show it.' });
export type CollectorSummary = z.infer<typeof CollectorSummary>;

/** What rows that came by a link have of it. */
export const collectorNameSchema = z
  .string()
  .optional()
  .describe('What the link for anybody is called by which it came, also after that was deleted.');

export const CollectorPage = pageOf(CollectorSummary).meta({ id: 'CollectorPage' });

export const CollectorCode = z
  .strictObject({
    link: Collector.shape.link,
    svg: z.string().describe('An image/svg+xml document; grows without loss.'),
    png: z.base64().meta({
      description: 'An image/png, 12 pixels for each module, in base64.',
      examples: ['iVBORw0KGgo='],
    }),
  })
  .meta({
    id: 'CollectorCode',
    description: 'The link as a QR code (ISO/IEC 18004), with a quiet zone around it.',
  });
export type CollectorCode = z.infer<typeof CollectorCode>;
