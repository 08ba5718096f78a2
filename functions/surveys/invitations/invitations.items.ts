/** How invitations lie in the one table. */
import * as z from 'zod';
import { dueKeys, dueParts } from '../../../shared/scheduling/due-list.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { AudiencePage } from '../campaigns/campaigns.messages.ts';
import { runId } from '../campaigns/campaigns.schema.ts';
import { reminderOverdue } from './invitations.events.ts';
import { Invitation, TestCount, TestInvitation } from './invitations.schema.ts';

const secondsOfHour = 60 * 60;

/** An invitation and its answerable link are forgotten this long after the link has expired. */
const invitationRestSeconds = 365 * 24 * 60 * 60;

/** Without any index: it is only ever found by its link, and each index would be one more write per invitation. */
export const invitationItem = defineItem({
  name: 'invitation',
  v: 1,
  retention: 'trace',
  schema: Invitation,
  key: ['INV#{hash}', '-'],
  expires: ({ expiresAt }) => epochSeconds(expiresAt) + invitationRestSeconds,
});

export const testInvitationItem = defineItem({
  name: 'test-invitation',
  v: 1,
  retention: 'trace',
  schema: TestInvitation,
  key: ['TEST#{hash}', '-'],
  expires: ({ expiresAt }) => epochSeconds(expiresAt),
});

/** A member of staff and an hour. */
export const testCountItem = defineItem({
  name: 'test-count',
  v: 1,
  retention: 'trace',
  schema: TestCount,
  key: ['TESTS#{staffId}', '{hour}'],
  expires: ({ hour }) => epochSeconds(`${hour}:00:00.000Z`) + 2 * secondsOfHour,
});

/** What all invitations of a run have in common, fixed by its first page, so that planning twice plans the same. */
export const invitationRunItem = defineItem({
  name: 'invitation-run',
  v: 1,
  retention: 'trace',
  schema: z.strictObject({
    runId: runId.schema,
    /** Which version of the link secret makes the tokens of this run. */
    secretVersion: z.string(),
    /** Languages of the mail, of which the first one is for customers whose language is not among them. */
    languages: z.array(languageSchema).min(1),
    expiresAt: instantSchema,
  }),
  key: ['RUN#{runId}', 'INV'],
  expires: ({ expiresAt }) => epochSeconds(expiresAt),
});
/** Customers of a run who are reminded together, if they have not answered by then. */
export const Reminder = AudiencePage.required({ remindAfterDays: true }).extend({
  /** Follows from the page of the audience that it stands for. */
  id: z.string(),
  version: z.int().min(1),
  dueAt: instantSchema,
});
export type Reminder = z.infer<typeof Reminder>;

/** Fifty customers of a run: one entry of the due list for all of them. */
export const reminderItem = defineItem({
  name: 'reminder',
  v: 1,
  retention: 'trace',
  schema: Reminder,
  key: ['REMINDER#{id}', '-'],
  indexes: { gsi3: dueKeys },
  parts: ({ id, dueAt }) => dueParts(reminderOverdue, dueAt, id),
  summary: Reminder.pick({ id: true }),
  expires: ({ expiresAt }) => epochSeconds(expiresAt),
});

export type InvitationRun = z.infer<(typeof invitationRunItem)['schema']>;
