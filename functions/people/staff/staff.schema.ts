/** Who works here, as far as other domains and the API need to know. */
import * as z from 'zod';
import { permissions, roles } from '../../../shared/identity/permissions.ts';
import { businessCalendarSchema } from '../../../shared/values/business-calendar.ts';
import { distinct } from '../../../shared/values/distinct.ts';
import { emailSchema } from '../../../shared/values/email.ts';
import { idKind } from '../../../shared/values/ids.ts';
import { daySchema, instantSchema } from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { text } from '../../../shared/values/text.ts';
import { timeZoneSchema } from '../../../shared/values/time-zone.ts';

/** When somebody works, in their own time zone. */
export const BusinessHours = businessCalendarSchema
  .omit({ timeZone: true })
  .extend({
    statutoryHolidays: z
      .enum(['CN', 'none'])
      .optional()
      .describe(
        '`none` = only the days that stand here; if left out, what offices of the time zone keep, which is `CN` in mainland China. `CN` = also the statutory holidays and make-up days of mainland China, for the years that have been announced; `holidays` and `makeUpDays` go before them. A year that is not known here yet is made known by its days and a `holidaysKnown` that reaches to its end.',
      ),
  })
  .meta({
    id: 'BusinessHours',
    description: 'Shifts by weekday, days off and make-up days, in local time.',
    examples: [
      {
        week: { monday: [{ from: '09:00', to: '18:00' }], saturday: [{ from: '10:00', to: '14:00' }] },
        holidays: ['2026-10-01'],
        makeUpDays: [{ day: '2026-10-10', worksLike: 'monday' }],
        holidaysKnown: { from: '2026-01-01', to: '2026-12-31' },
      },
    ],
  });
export type BusinessHours = z.infer<typeof BusinessHours>;

/** Kinds of work that are given out. */
export const workKinds = ['callbacks'] as const;
export type WorkKind = (typeof workKinds)[number];

/** Ways to find somebody for work. */
export const byChoice = z.enum(['owner', 'territory', 'round-robin', 'least-busy']);

const skipReason = z.enum(['inactive', 'absent', 'full', 'unsuited']);

/** Nobody needs more to understand it, and what was given out stays a small row. */
export const maximumSkipped = 10;

const nobodyReason = z.enum(['no-owner', 'no-team', 'no-candidates', 'all-skipped']);

export const Assigned = z
  .strictObject({
    rule: z.string().nullable().describe('The rule that found somebody; null = none did, or none is set.'),
    by: byChoice.nullable().describe('How it was decided; null = nobody was available.'),
    skipped: z
      .array(
        z.strictObject({
          staffId: staffIdSchema,
          because: skipReason.describe(
            'Works here no longer; is away; has as much open work as they take; or is not whom the rule is meant for.',
          ),
        }),
      )
      .max(maximumSkipped)
      .describe(`Who would have got it, and why they did not; at most ${maximumSkipped}.`),
    foundNobody: z
      .array(
        z.strictObject({
          rule: z.string().nullable().describe('null = what is done as long as no rules are set.'),
          because: nobodyReason.describe(
            'The customer has no owner; there is no such team any more; nobody who works here is whom the rule asks for; or all of those stand in `skipped`.',
          ),
        }),
      )
      .max(maximumSkipped)
      .default([])
      .describe(
        `Which rules were meant for this work and found nobody, and why; the first ${maximumSkipped}. Empty although nobody got it: none was meant for it.`,
      ),
  })
  .meta({ id: 'Assigned', description: 'How the rules found somebody for work that nobody was named for.' });
export type Assigned = z.infer<typeof Assigned>;
export type Skipped = Assigned['skipped'][number];
export type NobodyReason = Assigned['foundNobody'][number]['because'];

/** Customers whom somebody looks after by where they are or what they are: everything that is said has to be true. */
export const Territory = z
  .strictObject({
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'two capital letters, ISO 3166-1')
      .optional(),
    region: text(80).optional().describe('As customers’ addresses have it, e.g. 上海.'),
    postcodes: text(20).optional().describe('What the postcode begins with, e.g. 2000.'),
    tag: text(40).optional().describe('A tag that the customer has, e.g. an industry.'),
  })
  .refine((territory) => Object.values(territory).some((said) => said !== undefined), 'must say something')
  .meta({ id: 'Territory', examples: [{ country: 'CN', region: '上海' }] });
export type Territory = z.infer<typeof Territory>;

export const absenceId = idKind('absence');

const absenceFields = {
  from: daySchema.describe('First day away, in the time zone of the person.'),
  until: daySchema.describe('Last day away.'),
  deputy: staffIdSchema
    .nullable()
    .describe('Who sees and changes their rows meanwhile and gets their work; null = nobody in particular.'),
  note: text(200)
    .optional()
    .describe('Shown to the person, to whoever reaches their rows, and to those who may change staff.'),
};

/** Days on which somebody is away. */
export const Absence = z
  .strictObject({ id: absenceId.schema, ...absenceFields })
  .meta({ id: 'Absence', description: 'Days on which somebody is away, and who stands in.' });
export type Absence = z.infer<typeof Absence>;

export const NewAbsence = z
  .strictObject({ ...absenceFields, deputy: absenceFields.deputy.default(null) })
  .refine(({ from, until }) => from <= until, { path: ['until'], error: 'must not lie before `from`' })
  .meta({ id: 'NewAbsence' });
export type NewAbsence = z.infer<typeof NewAbsence>;

/** For whom a person stands in, on which days. */
export const StandIn = z.strictObject({
  deputy: staffIdSchema,
  absenceId: absenceId.schema,
  absent: staffIdSchema,
  /** Time zone of the one who is away, in which the days are counted. */
  timeZone: z.string(),
  from: daySchema,
  until: daySchema,
});
export type StandIn = z.infer<typeof StandIn>;

/** So many absences that are not over may be known of a person. */
export const maximumAbsences = 20;

/** So many territories a person may have. */
export const maximumTerritories = 50;

const capacityRange = 'must be a whole number from 0 to 1000';

const fields = {
  name: text(80),
  email: emailSchema,
  language: languageSchema.describe('Language of the mails they get.'),
  timeZone: timeZoneSchema,
  businessHours: BusinessHours.optional().describe('The usual office hours of the time zone if left out.'),
  active: z.boolean().describe('Whether this person still works here.'),
  takesWork: z
    .boolean()
    .describe(
      'Whether customers, callbacks and the absences of others may be given to them: `false` for somebody whose role only reads, such as an analyst, for roles come with the token and are not known here. What is theirs already stays until it is handed over.',
    ),
  skills: distinct(z.array(text(40)).max(30)).describe('What they can do that others cannot, e.g. returns.'),
  spokenLanguages: distinct(z.array(languageSchema)).describe(
    'In which languages they speak with customers.',
  ),
  territories: z
    .array(Territory)
    .max(maximumTerritories)
    .describe('Customers whom they look after by where or what they are.'),
  capacity: z
    .partialRecord(z.enum(workKinds), z.int(capacityRange).min(0, capacityRange).max(1000, capacityRange))
    .describe(
      'How much open work of a kind they take at most, e.g. `{"callbacks": 20}`; no limit if left out. Exact within one rule, however many are given out at once; where several rules find the same person within some seconds, each fills them up by itself, so that they may get as many times their free places as there are such rules.',
    ),
};

/** The id is the subject of the person's access token. */
export const Staff = z
  .strictObject({
    id: staffIdSchema,
    version: z.int().min(1).describe('Rises with each change; the ETag.'),
    ...fields,
    absences: z
      .array(Absence)
      .describe('By their first day; what is over goes with the next change of them.'),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'Staff', description: 'A member of the department.' });
export type Staff = z.infer<typeof Staff>;

/** What the API shows of a member of staff. */
export const ShownStaff = Staff.extend({
  holidaysKnown: z
    .strictObject({ from: daySchema, to: daySchema })
    .nullable()
    .describe(
      'First and last day of which it is known whether this person has a day off. Any other counts as an ordinary day, and what is promised for it says `holidaysUnknown`. null = no holidays are kept for these hours.',
    ),
}).meta({ id: 'ShownStaff', description: 'A member of the department, and how far their calendar reaches.' });
export type ShownStaff = z.infer<typeof ShownStaff>;

/** What the API tells of one member of staff. */
export const StaffProfile = ShownStaff.extend({
  standsInFor: z
    .array(
      z.strictObject({
        staffId: staffIdSchema.describe('Who is away.'),
        absenceId: absenceId.schema,
        from: daySchema,
        until: daySchema,
      }),
    )
    .describe('For whom they stand in, now or later; by the first day.'),
}).meta({ id: 'StaffProfile', description: 'A member of the department, and for whom they stand in.' });
export type StaffProfile = z.infer<typeof StaffProfile>;

export const StaffEntry = z
  .strictObject({
    ...fields,
    language: fields.language.default('zh-CN'),
    timeZone: fields.timeZone.default('Asia/Shanghai'),
    active: fields.active.default(true),
    takesWork: fields.takesWork.default(true),
    skills: fields.skills.default([]),
    spokenLanguages: fields.spokenLanguages.default([]),
    territories: fields.territories.default([]),
    capacity: fields.capacity.default({}),
  })
  .meta({
    id: 'StaffEntry',
    description:
      'All that is known of a member of staff; replaces what was known, so what is left out gets its default again. Absences stay.',
  });
export type StaffEntry = z.infer<typeof StaffEntry>;

/** When somebody works, as they say it themselves. */
export const OwnHours = z
  .strictObject({
    businessHours: BusinessHours.nullable().describe('null = the usual office hours of the time zone.'),
  })
  .meta({ id: 'OwnHours', description: 'When somebody works, as they say it themselves.' });
export type OwnHours = z.infer<typeof OwnHours>;

/** The row that lists show. */
export const StaffSummary = z
  .strictObject({
    id: staffIdSchema,
    name: z.string(),
    email: z.string(),
    timeZone: z.string(),
    active: z.boolean(),
    takesWork: z.boolean().default(true),
    absences: z
      .array(Absence.pick({ from: true, until: true, deputy: true }))
      .default([])
      .describe(
        'When they are away, now or later, and who stands in; by the first day. What is over may still be among it.',
      ),
  })
  .meta({ id: 'StaffSummary', description: 'A member of staff as lists show them.' });
export type StaffSummary = z.infer<typeof StaffSummary>;

export const StaffPage = pageOf(StaffSummary).meta({ id: 'StaffPage' });

/** Who is calling, and what their token opens to them. */
export const Me = z
  .strictObject({
    kind: z.enum(['person', 'machine']),
    id: z.string().describe('The staff id of a person, the client id of a machine.'),
    roles: z.array(z.enum(roles)),
    permissions: z
      .partialRecord(z.enum(permissions), z.enum(['all', 'own']))
      .describe('What the caller may do, on all rows or on their own and those of nobody.'),
    staff: StaffProfile.nullable().describe(
      'As registered; null for a machine and for somebody who is not registered yet.',
    ),
  })
  .meta({ id: 'Me', description: 'Who is calling, and what they may do.' });
export type Me = z.infer<typeof Me>;
