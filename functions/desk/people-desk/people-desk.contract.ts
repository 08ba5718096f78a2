/** The pages about staff and teams. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { cursorSchema } from '../../../shared/values/page.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { absenceId } from '../../people/staff/staff.schema.ts';
import { teamId } from '../../people/teams/teams.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const list = z.object({ cursor: cursorSchema.optional() });
const oneMember = z.strictObject({ staffId: staffIdSchema });
const oneTeam = z.strictObject({ teamId: teamId.schema });
const page = { permission: 'session', replies: pageReplies, errors: [] } as const;
const form = { ...page, body: DeskForm, form: true, example: { body: {} } } as const;

export const peopleDeskContract = contract('people-desk', 'Staff and teams at the desk.', {
  showStaffList: { ...page, method: 'GET', path: '/desk/staff', summary: 'See who works here', query: list },
  showStaff: {
    ...page,
    method: 'GET',
    path: '/desk/staff/{staffId}',
    summary: 'See a member of staff, and when they are away',
    params: oneMember,
  },
  sendAbsence: {
    ...form,
    method: 'POST',
    path: '/desk/staff/{staffId}/absences',
    summary: 'Note when somebody is away',
    params: oneMember,
  },
  leaveAbsences: {
    ...page,
    method: 'GET',
    path: '/desk/staff/{staffId}/absences',
    summary: 'Go to the page with the absences of somebody',
    params: oneMember,
  },
  leaveEndOfAbsence: {
    ...page,
    method: 'GET',
    path: '/desk/staff/{staffId}/absences/{absenceId}/end',
    summary: 'Go to the page with the absences of somebody',
    params: oneMember.extend({ absenceId: absenceId.schema }),
  },
  sendEndOfAbsence: {
    ...form,
    method: 'POST',
    path: '/desk/staff/{staffId}/absences/{absenceId}/end',
    summary: 'Take an absence back',
    params: oneMember.extend({ absenceId: absenceId.schema }),
  },
  showStaffForm: {
    ...page,
    method: 'GET',
    path: '/desk/staff/{staffId}/edit',
    summary: 'Change what is known of a member of staff',
    params: oneMember,
  },
  sendStaff: {
    ...form,
    method: 'POST',
    path: '/desk/staff/{staffId}/edit',
    summary: 'Save what is known of a member of staff',
    params: oneMember,
  },
  showTeamList: { ...page, method: 'GET', path: '/desk/teams', summary: 'See the teams', query: list },
  showNewTeamForm: { ...page, method: 'GET', path: '/desk/teams/new', summary: 'Put a team together' },
  sendNewTeam: { ...form, method: 'POST', path: '/desk/teams/new', summary: 'Create a team' },
  showTeam: {
    ...page,
    method: 'GET',
    path: '/desk/teams/{teamId}',
    summary: 'See a team and its people',
    params: oneTeam,
  },
  showTeamForm: {
    ...page,
    method: 'GET',
    path: '/desk/teams/{teamId}/edit',
    summary: 'Change a team and its people',
    params: oneTeam,
  },
  sendTeam: {
    ...form,
    method: 'POST',
    path: '/desk/teams/{teamId}/edit',
    summary: 'Save a team and its people',
    params: oneTeam,
  },
  showTeamEnd: {
    ...page,
    method: 'GET',
    path: '/desk/teams/{teamId}/delete',
    summary: 'Ask whether a team is to be taken apart',
    params: oneTeam,
  },
  sendTeamEnd: {
    ...form,
    method: 'POST',
    path: '/desk/teams/{teamId}/delete',
    summary: 'Take a team apart',
    params: oneTeam,
  },
});
