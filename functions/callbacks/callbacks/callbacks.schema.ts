/** Follow-up callbacks: whom we promised to call, why, when, and what came of it. */
import * as z from 'zod';
import { Actor } from '../../../shared/events/event.ts';
import { ofClass } from '../../../shared/identity/fields.ts';
import { weekdays } from '../../../shared/values/business-calendar.ts';
import { distinct } from '../../../shared/values/distinct.ts';
import { emailSchema } from '../../../shared/values/email.ts';
import { exactlyOneOf } from '../../../shared/values/exactly-one-of.ts';
import { idKind } from '../../../shared/values/ids.ts';
import { daySchema, instantSchema, timeOfDaySchema, wallTimeSchema } from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { phoneSchema } from '../../../shared/values/phone.ts';
import { ownerFilter, staffIdSchema } from '../../../shared/values/staff-id.ts';
import { text } from '../../../shared/values/text.ts';
import { timeZoneSchema } from '../../../shared/values/time-zone.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { Assigned } from '../../people/staff/staff.schema.ts';
import { teamFilter, teamId } from '../../people/teams/teams.schema.ts';
import { Answers, questionIdSchema, scaleSchema } from '../../surveys/questions/questions.schema.ts';
import { responseId } from '../../surveys/responses/responses.schema.ts';
import { surveyId } from '../../surveys/surveys/surveys.schema.ts';
import { maximumAttempts, outcomeSchema } from '../calling/calling.schema.ts';

export const callbackId = idKind('callback');
export const callbackIdSchema = callbackId.schema;

/** A plan by which customers are called again and again: what it is says the domain of plans. */
export const planId = idKind('plan');

/** `scheduled` waits for its time; `due` stands in the queue; `claimed` is being worked on. */
/** A call is on time until so many minutes after it was promised, and overdue from then on. */
export const onTimeMinutes = 30;

export const openStatuses = ['scheduled', 'due', 'claimed'] as const;
export const statusSchema = z.enum([...openStatuses, 'completed', 'cancelled']);
export type CallbackStatus = z.infer<typeof statusSchema>;

/** Narrows a list: a status, or `closed` for whatever is completed or cancelled. */
export const statusFilter = z.enum([...statusSchema.options, 'closed']);
export type StatusFilter = z.infer<typeof statusFilter>;

export const prioritySchema = z.enum(['low', 'normal', 'high']);

/** Why we call. */
export const Reason = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('low-score'),
      surveyId: surveyId.schema,
      responseId: responseId.schema,
      questionId: questionIdSchema.optional().describe('The question of the survey that the score answers.'),
      score: z.int().min(0).max(10).describe('The lowest answer for its scale.'),
      scale: scaleSchema.optional().describe('What the score is given on; the NPS if absent.'),
    }),
    z.strictObject({
      kind: z.literal('answer'),
      surveyId: surveyId.schema,
      responseId: responseId.schema,
      why: text(300).describe('The rule of the closed loop that opened it; its answer is not a low one.'),
    }),
    z.strictObject({ kind: z.literal('manual'), why: text(300) }),
    z.strictObject({
      kind: z.literal('plan'),
      planId: planId.schema,
      why: text(300),
      surveyId: surveyId.schema.optional().describe('What to ask on the phone.'),
    }),
  ])
  .meta({ id: 'CallbackReason', description: 'Why we call.' });
export type Reason = z.infer<typeof Reason>;

const outsideCustomersDay = z
  .literal(true)
  .describe(
    'There when it lies outside of the hours in which the customer wants to be called, or else the department calls: by the customer’s own clock 9 to 20 o’clock unless `GET /callback-settings` says otherwise.',
  );

const holidaysUnknown = z
  .literal(true)
  .describe(
    'There when it was counted in working hours up to a day of which nobody knows yet whether it is a holiday: it counts as an ordinary one.',
  );

/** A promised time: the instant, and what the clock shows then in the zone in which it was promised. */
export const DueTime = z
  .strictObject({
    instant: instantSchema,
    wallTime: wallTimeSchema,
    timeZone: timeZoneSchema,
    outsideCustomersDay: outsideCustomersDay.optional(),
    holidaysUnknown: holidaysUnknown.optional(),
  })
  .meta({ id: 'DueTime', description: 'When a call was promised.' });
export type DueTime = z.infer<typeof DueTime>;

/**
 * A time to call as a client says it: an instant, or what a clock shows in a zone (the customer's if none is
 * named). A time that the clocks skip is taken as much later, of one shown twice the first is taken.
 */
export const RequestedTime = exactlyOneOf(
  z.strictObject({
    instant: instantSchema.optional(),
    wallTime: wallTimeSchema.optional(),
    timeZone: timeZoneSchema.optional(),
  }),
  ['instant', 'wallTime'],
).meta({
  id: 'RequestedTime',
  description: 'When to call: exactly one of `instant` and `wallTime`; the customer’s zone if none is named.',
  examples: [{ wallTime: '2026-11-23T10:00', timeZone: 'Asia/Shanghai' }],
});
export type RequestedTime = z.infer<typeof RequestedTime>;

/** When a customer wants to be called, such as in the evening. */
export const WantedHours = z
  .strictObject({
    from: timeOfDaySchema,
    to: timeOfDaySchema,
    days: distinct(z.array(z.enum(weekdays)).min(1))
      .optional()
      .describe('On any day if left out.'),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'must be later than "from"' })
  .meta({
    id: 'WantedHours',
    description:
      'When the customer wants to be called, by their own clock. Times that the system plans lie in these hours where whoever calls works in them within 14 days.',
    examples: [{ from: '18:00', to: '20:00', days: ['monday', 'tuesday'] }],
  });
export type WantedHours = z.infer<typeof WantedHours>;

/** While it lasts nobody else works on the callback. A machine client may be called anything. */
const claimSchema = z.strictObject({
  by: z.string().describe('Staff id, or id of a machine client.'),
  until: instantSchema,
  name: z.string().optional().describe('Of a registered member of staff, where one callback is read.'),
  mayRelease: z
    .boolean()
    .optional()
    .describe('Whether the caller may end it with `POST …/release`, where one callback is read.'),
});

const ownerAway = z
  .strictObject({
    from: daySchema,
    until: daySchema,
    deputy: staffIdSchema
      .nullable()
      .describe('Who sees it meanwhile, and is told when it is due; null = nobody.'),
  })
  .describe(
    'There when whoever calls is away on the day of the call, as was known when it was given to them by name or promised last. It stays theirs; without a deputy the department is told when it is due.',
  );
export type OwnerAway = z.infer<typeof ownerAway>;

const released = z
  .strictObject({ from: z.string(), why: text(300), at: instantSchema })
  .describe('Whose claim was ended before its time, and why; until somebody claims it again.');

/** So many corrections of one call are kept with it: the first and the last ones; the timeline has them all. */
export const maximumCorrections = 5;

const attemptSchema = z.strictObject({
  at: instantSchema,
  by: z.string(),
  outcome: outcomeSchema,
  reached: z
    .boolean()
    .optional()
    .describe(
      'Whether the customer was spoken with, by the setting of that time; absent in calls of before.',
    ),
  onTime: z
    .boolean()
    .optional()
    .describe('Whether it was made within 30 minutes after it was promised, or before.'),
  startedAt: instantSchema.optional().describe('When it was begun with `POST …/start`.'),
  seconds: z.int().min(0).optional().describe('How long it took from then on.'),
  note: z.string().optional(),
  corrections: z
    .array(
      z.strictObject({
        at: instantSchema,
        by: z.string().describe('Who has corrected it: staff id, or id of a machine client.'),
        was: z
          .strictObject({ outcome: outcomeSchema, note: z.string().optional() })
          .describe('What stood there until then.'),
      }),
    )
    .max(maximumCorrections)
    .optional()
    .describe(
      `By whom the outcome or the note was corrected, and when, in the order of time: what was recorded first, and the last ${maximumCorrections - 1} corrections after that.`,
    ),
});

const closedBy = Actor.optional().describe(
  'Who completed or withdrew it: a person, a machine client, or the system when the customer was deleted.',
);

const erased = z
  .literal(true)
  .optional()
  .describe(
    'The customer was erased: a marker in the language of the caller stands for the name and for why we called.',
  );

const cancelCodeSchema = z
  .enum(['by-hand', 'customer-deleted', 'do-not-call'])
  .describe('Why it was withdrawn: somebody did so, the customer was deleted, or wants no calls any more.');
export type CancelCode = z.infer<typeof cancelCodeSchema>;

const cancelledBecauseSchema = z
  .string()
  .describe('Why it was withdrawn: in the words of who did so, or in the language of the caller.');

const queueOf = teamId.schema
  .optional()
  .describe('In the queue of which team it waits, because nobody of it was available; it has no owner then.');

export const Callback = z
  .strictObject({
    id: callbackIdSchema,
    version: z.int().min(1).describe('Rises with each change; the ETag.'),
    customerId: customerIdSchema,
    customerName: z.string().describe('The name when the callback was opened.'),
    reason: Reason,
    note: text(1000, { multiline: true }).optional().describe('What the caller should know.'),
    owner: staffIdSchema.nullable().describe('Who calls; null = anybody of the team.'),
    team: queueOf,
    teamNamed: z
      .literal(true)
      .optional()
      .describe(
        'There when it waits for that team alone: it was named, and the rules give it to nobody else.',
      ),
    assigned: Assigned.optional().describe(
      'How its owner was found. Absent when somebody was named, also later, and when nobody had set rules and the customer’s owner was there.',
    ),
    ownerAway: ownerAway.optional(),
    priority: prioritySchema,
    status: statusSchema,
    due: DueTime,
    remindAt: instantSchema
      .optional()
      .describe('When whoever calls is reminded of it, by the setting of when it was promised; until then.'),
    escalateAt: instantSchema
      .optional()
      .describe(
        'Of a call that is due: when those who answer for whoever calls are told, unless somebody has called; until then.',
      ),
    scheduleVersion: z.int().min(1).describe('Rises whenever another time is promised.'),
    ownerVersion: z.int().min(1).describe('Rises whenever somebody else becomes the owner.'),
    wantedHours: WantedHours.optional(),
    claim: claimSchema.nullable().describe('Who is working on it, and until when; null = nobody.'),
    startedAt: instantSchema
      .optional()
      .describe('When whoever has claimed it began the call; until it is completed or the claim ends.'),
    released: released.optional(),
    attempts: z.array(attemptSchema).max(maximumAttempts),
    outcome: outcomeSchema.optional().describe('Of the last attempt.'),
    mayCorrect: z
      .boolean()
      .optional()
      .describe(
        'Whether the caller may correct that with `POST …/correct`, where one callback is read that can be corrected.',
      ),
    cancelCode: cancelCodeSchema.optional(),
    cancelledBecause: cancelledBecauseSchema.optional(),
    script: z
      .strictObject({ surveyId: surveyId.schema })
      .optional()
      .describe(
        'What is asked in the call, where one callback is read: take the answers down with `POST …/answers`.',
      ),
    responseId: responseId.schema.optional().describe('What the customer has answered to the script.'),
    scoredAgain: z
      .strictObject({ score: z.int(), at: instantSchema })
      .optional()
      .describe(
        'Of a call for a bad score: what the customer gave on that scale within 90 days after they were spoken with.',
      ),
    closedAt: instantSchema.optional(),
    closedBy,
    createdAt: instantSchema,
    erased,
  })
  .meta({ id: 'Callback', description: 'A promise to call a customer.' });
export type Callback = z.infer<typeof Callback>;

export const NewCallback = z
  .strictObject({
    customerId: customerIdSchema,
    why: text(300).describe('Why we call.'),
    note: Callback.shape.note,
    due: RequestedTime.optional().describe(
      'When to call; may be left out with `wantedHours`: then the next time at which whoever calls works in these hours.',
    ),
    wantedHours: WantedHours.optional(),
    owner: staffIdSchema
      .nullable()
      .optional()
      .describe(
        'Who calls; if left out, whom the rules of `GET /assignment-rules/callbacks` find, which without any is the customer’s owner; null = the team.',
      ),
    priority: prioritySchema.default('normal'),
  })
  .refine(({ due, wantedHours }) => due !== undefined || wantedHours !== undefined, {
    path: ['due'],
    error: 'must say when to call, unless "wantedHours" says when the customer wants to be called',
  })
  .meta({ id: 'NewCallback' });
export type NewCallback = z.infer<typeof NewCallback>;

/** JSON merge patch (RFC 7396): what is left out stays, null removes an optional field. */
export const CallbackPatch = z
  .strictObject({
    due: RequestedTime,
    owner: staffIdSchema.nullable().describe('Who calls; null hands it to the team.'),
    priority: prioritySchema,
    note: text(1000, { multiline: true }).nullable(),
    wantedHours: WantedHours.nullable(),
  })
  .partial()
  .meta({
    id: 'CallbackPatch',
    description: 'JSON merge patch: what is left out stays, null removes the note or the wanted hours.',
  });
export type CallbackPatch = z.infer<typeof CallbackPatch>;

const noteOfCall = text(500, { multiline: true });

const completion = {
  outcome: outcomeSchema,
  note: noteOfCall.optional(),
  due: RequestedTime.optional().describe(
    'When to call again, for outcomes after which the customer is called again. Left out for those that are tried again: when the setting says.',
  ),
  wantedHours: WantedHours.optional().describe(
    'When the customer wants to be called from now on; in place of `due` for an outcome with which they name a time: then the next time in these hours.',
  ),
  close: z.literal(true).optional().describe('Nobody calls again although nobody was reached.'),
};

/** Either says when to call again or that nobody does. */
function decided<Said extends z.ZodType<{ close?: true | undefined; due?: unknown }>>(schema: Said): Said {
  return schema.refine(({ close, due }) => close === undefined || due === undefined, {
    path: ['close'],
    error: 'goes not together with "due": say either when to call again or that nobody does',
  });
}

/** The result of a call. With `due` the customer is called again then, without it when the outcome says so. */
export const Completion = decided(z.strictObject(completion)).meta({ id: 'CallbackCompletion' });
export type Completion = z.infer<typeof Completion>;

/** What really came of a call. */
export const Correction = decided(
  z.strictObject({
    ...completion,
    note: noteOfCall
      .nullable()
      .optional()
      .describe('In place of the note of the call, which stays if this is left out; null removes it.'),
  }),
).meta({ id: 'CallbackCorrection' });
export type Correction = z.infer<typeof Correction>;

export const Cancellation = z
  .strictObject({ why: text(300).describe('Why nobody calls any more.') })
  .meta({ id: 'CallbackCancellation' });
export type Cancellation = z.infer<typeof Cancellation>;

export const ClaimRelease = z
  .strictObject({ why: text(300).describe('Why whoever has claimed it is not calling; they are told.') })
  .meta({ id: 'CallbackClaimRelease' });
export type ClaimRelease = z.infer<typeof ClaimRelease>;

/** What a customer answers to the script of a call. */
export const SpokenAnswers = z
  .strictObject({
    answers: Answers,
    language: languageSchema
      .optional()
      .describe('As the customer was asked; theirs, if the survey has it, when left out.'),
  })
  .meta({ id: 'SpokenAnswers' });
export type SpokenAnswers = z.infer<typeof SpokenAnswers>;

/** So many callbacks are given to somebody at once. */
export const maximumReassigned = 20;

export const Reassignment = z
  .strictObject({
    callbackIds: distinct(z.array(callbackIdSchema).min(1).max(maximumReassigned)),
    owner: staffIdSchema.nullable().describe('Who calls; null hands them to the department.'),
  })
  .meta({ id: 'CallbackReassignment' });
export type Reassignment = z.infer<typeof Reassignment>;

/** What became of each. */
export const Reassigned = z
  .strictObject({
    items: z.array(
      z.strictObject({
        callbackId: callbackIdSchema,
        result: z.enum(['given', 'unchanged', 'refused']),
        because: z
          .enum(['not-found', 'closed', 'claimed'])
          .optional()
          .describe(
            'Why it stays as it is: there is none of this id that the caller may change, nobody calls any more, or somebody else is working on it.',
          ),
        version: z.int().min(1).optional().describe('Of what it is now; absent where it was refused.'),
      }),
    ),
  })
  .meta({ id: 'ReassignedCallbacks', description: 'What became of each, in the order of the request.' });
export type Reassigned = z.infer<typeof Reassigned>;

/** Which open ones by the time that was promised. */
export const whenFilter = z.enum(['due', 'today', 'overdue']);
export type WhenFilter = z.infer<typeof whenFilter>;

const reasonKindOf = z.enum(['low-score', 'answer', 'manual', 'plan']);

const yesOrNo = z.enum(['true', 'false']);

/** What narrows a list to calls for a reason, and of closed ones by when they were closed and what came of the last call. */
export const callbackNarrowing = {
  reason: reasonKindOf.optional().describe('Those for this reason.'),
  from: daySchema.optional().describe('Of closed ones those closed on this day in UTC or later.'),
  to: daySchema.optional().describe('Of closed ones those closed on this day in UTC or before.'),
  reached: yesOrNo
    .optional()
    .describe('Of closed ones those whose last call has reached the customer, or has not.'),
  onTime: yesOrNo.optional().describe('Of closed ones those whose last call was made on time, or was not.'),
};

/** What is summed up of calls. */
const counts = {
  calls: z.int(),
  reached: z.int(),
  onTime: z.int(),
  /** Callbacks whose customer was reached for the first time. */
  contacts: z.int(),
  secondsToContact: z.int(),
  closed: z.int(),
  callsOfClosed: z.int(),
  scoredAgain: z.int(),
  scoreChange: z.int(),
  scoreChangeSquares: z.int(),
};
const CallCounts = z.strictObject(counts);
export type CallCounts = z.infer<typeof CallCounts>;

/** The same of the calls of one day in UTC by one person for one reason. */
export const CallCount = z.strictObject({
  day: daySchema,
  by: z.string(),
  reason: reasonKindOf,
  ...(Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count.default(0)])) as {
    [Name in keyof typeof counts]: z.ZodDefault<z.ZodInt>;
  }),
});
export type CallCount = z.infer<typeof CallCount>;

const interval = z.strictObject({ low: z.number(), high: z.number() }).nullable().describe('At 95 %.');

const part = z
  .strictObject({
    count: z.int().min(0),
    share: z.number().nullable().describe('Percentage of the calls, to one decimal; null without any.'),
    interval,
  })
  .meta({ id: 'ShareOfCalls' });

const figures = {
  calls: z.int().min(0).describe('Calls that were made, whatever came of them.'),
  reached: part.describe(
    'Calls in which the customer was spoken with, by the settings of then; Wilson’s interval.',
  ),
  onTime: part.describe('Calls that were made within 30 minutes after they were promised, or before.'),
  closed: z.int().min(0).describe('Callbacks that were completed.'),
  callsPerCallback: z.number().nullable().describe('How many calls a completed callback took, on average.'),
  contacts: z.int().min(0).describe('Callbacks whose customer was reached, by their first such call.'),
  hoursToContact: z
    .number()
    .nullable()
    .describe('From when it was promised to the first call that has reached the customer, on average.'),
  scoreChange: z
    .strictObject({ n: z.int().min(0), mean: z.number().nullable(), interval })
    .describe(
      'Of calls for a bad score: what the customer gave on the same scale within 90 days after they were spoken with, less what they had given; Student’s interval of the mean. Bad scores are mostly followed by better ones anyway, so it is no proof that calls help.',
    ),
};
export const CallFigures = z.strictObject(figures).meta({ id: 'CallFigures' });
export type CallFigures = z.infer<typeof CallFigures>;

/** What stands for the teams of whoever is in none. */
export const noTeam = 'none';

export const CallResultsQuery = z.strictObject({
  from: daySchema.describe('The first day, in UTC.'),
  to: daySchema.describe('The last day, at most 12 months later.'),
  by: z
    .enum(['owner', 'team', 'reason', 'day', 'month'])
    .default('owner')
    .describe(
      `What they are told apart by: who has called, the teams of these as they are now (\`${noTeam}\`: of those in none; who belongs to several counts in each), …`,
    ),
  owner: ownerFilter.describe('Calls of this person only: a staff id or `me`.'),
  team: teamFilter,
  reason: reasonKindOf.optional().describe('Calls for this reason only.'),
});
export type CallResultsQuery = z.infer<typeof CallResultsQuery>;

export const CallResults = z
  .strictObject({
    from: daySchema,
    to: daySchema,
    by: CallResultsQuery.shape.by.unwrap(),
    total: CallFigures,
    items: z.array(
      z.strictObject({
        group: z.string().describe(`Staff id, team id or \`${noTeam}\`, reason, day or month.`),
        ...figures,
      }),
    ),
  })
  .meta({
    id: 'CallResults',
    description: 'What came of calls. Counted with each call, so it lags by nothing.',
  });
export type CallResults = z.infer<typeof CallResults>;

/** Who is calling a customer at present, whatever for. */
export const CustomerCall = z.strictObject({
  customerId: customerIdSchema,
  callbackId: callbackIdSchema,
  by: z.string(),
  until: instantSchema,
});
export type CustomerCall = z.infer<typeof CustomerCall>;

/** Texts in rows are cut to so many characters, so that a row of an open callback stays within one write unit (1 KB) wherever it stands. */
export const maximumRowText = 160;

/** What lists keep of a callback. */
export const CallbackSummary = z.strictObject({
  id: callbackIdSchema,
  version: z.int().min(1).describe('For If-Match; the list may lag, then the answer is 412.'),
  customerId: customerIdSchema,
  customerName: z.string(),
  reason: z.enum(['low-score', 'answer', 'manual', 'plan']),
  score: z.int().optional(),
  scale: scaleSchema.optional().describe('What the score is given on; the NPS if absent.'),
  why: z.string().optional().describe(`Why we call; the first ${maximumRowText} characters.`),
  note: z
    .string()
    .optional()
    .describe(
      `What the caller should know, such as the comment of the answer; the first ${maximumRowText} characters.`,
    ),
  owner: staffIdSchema.nullable(),
  team: queueOf,
  priority: prioritySchema,
  status: statusSchema,
  dueAt: instantSchema,
  outsideCustomersDay: outsideCustomersDay.optional(),
  holidaysUnknown: holidaysUnknown.optional(),
  claim: claimSchema.optional(),
  attempts: z.int().default(0).describe('How often the customer was called so far.'),
  outcome: outcomeSchema.optional().describe('Of the last attempt.'),
  lastNote: z
    .string()
    .optional()
    .describe(`Of a closed one: what was noted of the last attempt; the first ${maximumRowText} characters.`),
  calledBy: z.string().optional().describe('Of a closed one: who called last.'),
  reached: attemptSchema.shape.reached.describe(
    'Of a closed one: whether the last call reached the customer.',
  ),
  onTime: attemptSchema.shape.onTime.describe('Of a closed one: whether the last call was made on time.'),
  cancelCode: cancelCodeSchema.optional(),
  cancelledBecause: cancelledBecauseSchema.optional(),
  closedAt: instantSchema.optional(),
  closedBy,
  erased,
});
export type CallbackSummary = z.infer<typeof CallbackSummary>;

/** The row of a queue: enough to call by. */
export const CallbackRow = CallbackSummary.extend({
  customerName: z.string().describe('The present name; of a deleted customer the one that was known.'),
  customerPhone: ofClass(
    'contact',
    phoneSchema
      .nullable()
      .optional()
      .describe(
        'The present number; null = no number is known. Absent for those who may not see contact details, and when the customer was deleted.',
      ),
  ),
  customerEmail: ofClass(
    'contact',
    emailSchema
      .optional()
      .describe('The address to write to where no number is known, for those who may see contact details.'),
  ),
}).meta({ id: 'CallbackSummary', description: 'A callback as queues show it: enough to call by.' });
export type CallbackRow = z.infer<typeof CallbackRow>;

export const CallbackPage = pageOf(CallbackRow).meta({ id: 'CallbackPage' });
