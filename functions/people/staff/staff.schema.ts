/** Who works here, as far as other domains and the API need to know. */
import * as z from 'zod';
import { permissions, roles } from '../../../shared/identity/permissions.ts';
import { businessCalendarSchema } from '../../../shared/values/business-calendar.ts';
import { emailSchema } from '../../../shared/values/email.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { text } from '../../../shared/values/text.ts';
import { timeZoneSchema } from '../../../shared/values/time-zone.ts';

/** When somebody works, in their own time zone. */
export const BusinessHours = businessCalendarSchema.omit({ timeZone: true }).meta({
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

const fields = {
  name: text(80),
  email: emailSchema,
  language: languageSchema.describe('Language of the mails they get.'),
  timeZone: timeZoneSchema,
  businessHours: BusinessHours.optional().describe('The usual office hours of the time zone if left out.'),
  active: z.boolean().describe('Whether this person still takes on work.'),
};

/** The id is the subject of the person's access token. */
export const Staff = z
  .strictObject({
    id: staffIdSchema,
    version: z.int().min(1).describe('Rises with each change; the ETag.'),
    ...fields,
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'Staff', description: 'A member of the department.' });
export type Staff = z.infer<typeof Staff>;

export const StaffEntry = z
  .strictObject({
    ...fields,
    language: fields.language.default('zh-CN'),
    timeZone: fields.timeZone.default('Asia/Shanghai'),
    active: fields.active.default(true),
  })
  .meta({
    id: 'StaffEntry',
    description:
      'All that is known of a member of staff; replaces what was known, so what is left out gets its default again.',
  });
export type StaffEntry = z.infer<typeof StaffEntry>;

/** The row that lists show. */
export const StaffSummary = z
  .strictObject({
    id: staffIdSchema,
    name: z.string(),
    email: z.string(),
    timeZone: z.string(),
    active: z.boolean(),
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
    staff: Staff.nullable().describe(
      'As registered; null for a machine and for somebody who is not registered yet.',
    ),
  })
  .meta({ id: 'Me', description: 'Who is calling, and what they may do.' });
export type Me = z.infer<typeof Me>;
