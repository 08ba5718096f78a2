/** The routes of the staff domain. */
import * as z from 'zod';
import { contract, empty } from '../../../shared/contract/route.ts';
import { eventId } from '../../../shared/events/event.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import {
  Absence,
  absenceId,
  Me,
  NewAbsence,
  OwnHours,
  ShownStaff,
  StaffEntry,
  StaffPage,
  StaffProfile,
} from './staff.schema.ts';

const oneMember = z.strictObject({ staffId: staffIdSchema });

export const staffContract = contract('staff', 'Members of the department and their hours.', {
  putStaff: {
    method: 'PUT',
    path: '/staff/{staffId}',
    permission: 'people.write',
    summary: 'Register a member of staff, or replace what is known of them',
    description:
      'Nobody can be made inactive who still holds customers or open callbacks, belongs to a team, or stands in for somebody: the refusal counts them in `open`, e.g. `{"customers": 3}`. `POST /handovers` hands all of it over. Nobody makes themselves inactive, so that there always is somebody who may take it back; whoever is inactive is refused by every route within a minute (403). A change demands `If-Match`; who is not registered yet needs none, and the same entry again changes nothing and is no change. Everybody has an e-mail address of their own: one that another has, also who works here no longer, is a conflict that names them in `existing`. Counts lag by a second or two; what is given to somebody in the moment in which they leave is found some minutes later and given out anew, as `POST /handovers` with `rules` does. Nobody becomes lead of a team in that moment: one of the two requests decides again.',
    params: oneMember,
    body: StaffEntry,
    ifMatchOnceThere: true,
    replies: { 200: ShownStaff, 201: ShownStaff },
    errors: ['conflict', 'not-allowed-now'],
    example: {
      body: { name: '王芳', email: 'wang.fang@example.com', language: 'zh-CN', timeZone: 'Asia/Shanghai' },
    },
  },
  getStaff: {
    method: 'GET',
    path: '/staff/{staffId}',
    permission: 'people.read',
    summary: 'Read a member of staff',
    params: oneMember,
    ofReach: true,
    replies: { 200: StaffProfile },
    errors: ['not-found'],
  },
  planAbsence: {
    method: 'POST',
    path: '/staff/{staffId}/absences',
    permission: 'people.write',
    summary: 'Note when somebody is away, and who stands in',
    description:
      'Whoever stands in must be there at that time, and may stand in for several; on these days they see and change the rows of the absent one as if they were their own. They stand with the person, see GET /staff/{staffId}. Nobody is away twice on the same day: to change an absence, take it back and plan it anew.',
    params: oneMember,
    body: NewAbsence,
    replies: { 201: Absence },
    errors: ['not-found', 'not-allowed-now'],
    example: { body: { from: '2026-12-07', until: '2026-12-11', deputy: 'david.brown' } },
  },
  endAbsence: {
    method: 'DELETE',
    path: '/staff/{staffId}/absences/{absenceId}',
    permission: 'people.write',
    summary: 'Take an absence back, or end one that goes on',
    params: oneMember.extend({ absenceId: absenceId.schema }),
    replies: { 204: empty },
    errors: ['not-found'],
  },
  restoreStaff: {
    method: 'POST',
    path: '/staff/{staffId}/changes/{eventId}/restore',
    permission: 'people.write',
    summary: 'Give what is known of a member of staff back what it was before a change',
    description:
      'The change is a `staff.changed` of the trail, named by its id, and goes through the checks of PUT. An absence that was planned is taken back, and one that was taken back is planned anew. Where something of it has changed again since, nothing is restored: `changedSince` names what, and `newer` the change.',
    params: oneMember.extend({ eventId: eventId.schema }),
    replies: { 200: ShownStaff },
    errors: ['not-found', 'conflict', 'not-allowed-now'],
  },
  getMe: {
    method: 'GET',
    path: '/me',
    permission: 'signed-in',
    summary: 'Ask who you are and what you may do',
    description: 'For everybody with a token, also one that permits nothing else.',
    replies: { 200: Me },
    errors: [],
  },
  putOwnHours: {
    method: 'PUT',
    path: '/me/business-hours',
    permission: 'signed-in',
    summary: 'Say when you work yourself',
    description:
      'For every member of staff, about nobody but themselves. The statutory holidays that offices of the time zone keep go on, unless `statutoryHolidays` is `none`. What else is known of them is changed by those who may, with `PUT /staff/{staffId}`.',
    body: OwnHours,
    ifMatch: true,
    replies: { 200: ShownStaff },
    errors: ['not-found'],
    example: {
      body: {
        businessHours: {
          week: { monday: [{ from: '09:00', to: '18:00' }] },
          holidays: [],
          makeUpDays: [],
          holidaysKnown: null,
        },
      },
    },
  },
  listStaff: {
    method: 'GET',
    path: '/staff',
    permission: 'people.read',
    summary: 'List the staff by name',
    description:
      'In the order of code points, which is that of the list in the table: Chinese names stand behind Latin ones, and not in the order of pinyin.',
    query: pageQuery.extend({
      active: z
        .enum(['true', 'false'])
        .optional()
        .describe('Only those who take on work, or only those who do not any more; all if left out.'),
    }),
    replies: { 200: StaffPage },
    errors: [],
  },
});
