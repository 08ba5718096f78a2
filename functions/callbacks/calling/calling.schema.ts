/** How a department calls: what may come of a call and what follows, when customers are called, and who is told when. */
import * as z from 'zod';
import { weekdays } from '../../../shared/values/business-calendar.ts';
import { distinct } from '../../../shared/values/distinct.ts';
import { instantSchema, timeOfDaySchema } from '../../../shared/values/instant.ts';
import { text } from '../../../shared/values/text.ts';
import { surveyId } from '../../surveys/surveys/surveys.schema.ts';

const codeSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'small letters, digits and "-", beginning with a letter');

/** The code of what came of a call. Which there are is a setting, so that old calls may bear one that was retired. */
export const outcomeSchema = codeSchema.meta({
  description: 'A code of `GET /callback-settings`.',
  examples: ['reached'],
});
export type Outcome = z.infer<typeof outcomeSchema>;

/** So often one callback is called at most, whatever its outcomes say. */
export const maximumAttempts = 20;

export const NextStep = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('retry'),
        afterHours: z
          .int()
          .min(1)
          .max(80)
          .describe(
            'After so many working hours of whoever calls, at another time of day where there is one.',
          ),
        atMost: z
          .int()
          .min(1)
          .max(maximumAttempts - 1)
          .describe('So many times for one callback; the next such call closes it.'),
      })
      .meta({ id: 'RetryCall', description: 'The customer is called again.' }),
    z
      .strictObject({ kind: z.literal('ask-again') })
      .meta({ id: 'AskAgain', description: 'The customer has named a time, and is called then.' }),
    z
      .strictObject({ kind: z.literal('close') })
      .meta({ id: 'CloseCall', description: 'Nobody calls again.' }),
    z.strictObject({ kind: z.literal('do-not-call') }).meta({
      id: 'DoNotCall',
      description:
        'Nobody calls again: it is noted in the consents that the customer wants no calls, and none is promised them any more.',
    }),
    z
      .strictObject({ kind: z.literal('ticket') })
      .meta({ id: 'OpenTicket', description: 'Kept for tickets; refused while there are none.' }),
  ])
  .meta({ id: 'NextStep', description: 'What follows from what came of a call.' });
export type NextStep = z.infer<typeof NextStep>;

export const OutcomeCode = z
  .strictObject({
    code: outcomeSchema,
    label: z.strictObject({ 'zh-CN': text(40), en: text(40) }).describe('What people read.'),
    reached: z
      .boolean()
      .describe(
        'Whether somebody has spoken with the customer, also where they did not want to talk: who was asked for has answered (right-party contact). A call that was rejected without a word is none.',
      ),
    next: NextStep,
    retired: z
      .literal(true)
      .optional()
      .describe('Not to be chosen any more; calls that bear it stay readable.'),
  })
  .meta({ id: 'OutcomeCode', description: 'What may come of a call, and what follows.' });
export type OutcomeCode = z.infer<typeof OutcomeCode>;

/** Why there is a callback, as rules and results name it. */
export const reasonKindSchema = codeSchema.meta({ examples: ['low-score'] });

const Script = z
  .strictObject({
    reason: reasonKindSchema.describe('Calls for this reason: `low-score`, `manual`.'),
    surveyId: surveyId.schema.describe('Its questions are asked during the call.'),
  })
  .meta({ id: 'CallScript', description: 'What is asked in calls for one reason.' });

const fields = {
  outcomes: distinct(z.array(OutcomeCode).min(1).max(60), ({ code }) => code)
    .refine(
      (codes) => codes.some(({ retired }) => retired === undefined),
      'must have one that is not retired',
    )
    .describe('A code that is left out is kept as retired, because calls bear it.'),
  hours: z
    .strictObject({ from: timeOfDaySchema, to: timeOfDaySchema })
    .refine(({ from, to }) => from < to, 'must end after they begin')
    .meta({
      description:
        'When customers are called, by their own clock; a promise outside of it is taken, and marked.',
      examples: [{ from: '09:00', to: '20:00' }],
    }),
  quietDays: distinct(z.array(z.enum(weekdays)))
    .refine((days) => days.length < weekdays.length, 'must leave at least one day of the week to call on')
    .describe('Days of the week, in the zone of the customer, for which no call is planned by itself.'),
  remindMinutesBefore: z
    .int()
    .min(5)
    .max(24 * 60)
    .nullable()
    .describe('So long before its time the owner is reminded of a call; null = only when it is due.'),
  escalateAfterHours: z
    .int()
    .min(1)
    .max(80)
    .nullable()
    .describe(
      'After so many working hours of its owner in which nobody called, the leads of the owner’s teams are told, once for each promise, without any the department; null = never.',
    ),
  reassignAbsent: z
    .boolean()
    .describe(
      'Whether a call that falls due while its owner is away without anybody to stand in is given out again by the rules.',
    ),
  scripts: distinct(z.array(Script).max(20), ({ reason }) => reason).describe(
    'Which survey is filled in during calls for which reason, unless a callback names one itself.',
  ),
};

export const CallSettingsEntry = z.strictObject(fields).meta({ id: 'CallSettingsEntry' });
export type CallSettingsEntry = z.infer<typeof CallSettingsEntry>;

export const CallSettings = z
  .strictObject({
    version: z.int().min(1).describe('Rises with each change; the ETag. 1: nobody has set anything yet.'),
    ...fields,
    updatedAt: instantSchema.optional().describe('Left out while nobody has set anything.'),
  })
  .meta({ id: 'CallSettings', description: 'How the department calls.' });
export type CallSettings = z.infer<typeof CallSettings>;
