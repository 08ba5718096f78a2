/** Exports of answers: what was answered to a survey, as CSV. */
import * as z from 'zod';
import { Actor } from '../../../shared/events/event.ts';
import { Asker } from '../../../shared/identity/on-behalf.ts';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { languages } from '../../../shared/values/language.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { campaignId } from '../campaigns/campaigns.schema.ts';
import { questionIdSchema } from '../questions/questions.schema.ts';
import { surveyId } from '../surveys/surveys.schema.ts';

export const answerExportId = idKind('answerexport');

const asked = {
  from: instantSchema.optional().describe('Only what was answered at this instant or later.'),
  to: instantSchema.optional().describe('Only what was answered at this instant or earlier.'),
  campaignId: campaignId.schema
    .optional()
    .describe('Only what the invitations of this campaign have brought.'),
  words: z
    .enum(languages)
    .optional()
    .describe(
      'Columns, choices, people and campaigns are called as people call them in this language; left out, as the API does.',
    ),
};

export const NewAnswerExport = z.strictObject(asked).meta({ id: 'NewAnswerExport' });
export type NewAnswerExport = z.infer<typeof NewAnswerExport>;

const fields = {
  id: answerExportId.schema,
  version: z.int().min(1).describe('Rises with each change; the ETag.'),
  surveyId: surveyId.schema,
  ...asked,
  state: z
    .enum(['running', 'done', 'cancelled', 'stopped'])
    .describe('`stopped`: whoever asked for it works here no longer.'),
  read: z.int().min(0).describe('How many answers were looked at.'),
  rows: z.int().min(0).describe('How many stand in the files.'),
  requestedBy: Actor,
  requestedAt: instantSchema,
  doneAt: instantSchema.optional(),
  expiresAt: instantSchema.optional().describe('The files are gone from then on.'),
};

/** A question that has a column, or a row of a matrix, as it stands in this version of the survey. */
export const QuestionColumn = z.strictObject({
  question: questionIdSchema,
  row: z.string().optional(),
  version: z.int().min(1),
});
export type QuestionColumn = z.infer<typeof QuestionColumn>;

/** Where an export goes on, and as whom it asks. */
const Progress = z.strictObject({
  step: z.int().min(1),
  after: z.string().optional(),
  /** From the second step on, so that all files have the same. */
  columns: z.array(QuestionColumn).optional(),
  asker: Asker,
});

export const AnswerExportRecord = z.strictObject({
  ...fields,
  /** Steps that have a file. */
  files: z.array(z.int()),
  progress: Progress.optional(),
});
export type AnswerExportRecord = z.infer<typeof AnswerExportRecord>;

export const AnswerExport = z
  .strictObject({
    ...fields,
    links: z
      .array(z.string())
      .optional()
      .describe(
        'Each downloads a part of the answers as CSV, for an hour. Whoever has one can: pass it on to nobody.',
      ),
  })
  .meta({ id: 'AnswerExport', description: 'Answers to a survey as CSV files, each of up to 10,000.' });
export type AnswerExport = z.infer<typeof AnswerExport>;

/** Without the links, which the export itself tells. */
export const AnswerExportSummary = z
  .strictObject(fields)
  .meta({ id: 'AnswerExportSummary', description: 'An export of answers as lists show it.' });
export type AnswerExportSummary = z.infer<typeof AnswerExportSummary>;

export const AnswerExportPage = pageOf(AnswerExportSummary).meta({ id: 'AnswerExportPage' });
