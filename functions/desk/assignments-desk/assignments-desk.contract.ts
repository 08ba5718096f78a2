/** The pages about what decides who gets which work: the rules, when people work, and where. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const params = z.strictObject({ staffId: staffIdSchema });
const page = { permission: 'session', params, replies: pageReplies, errors: [] } as const;
const form = { ...page, method: 'POST', body: DeskForm, form: true, example: { body: {} } } as const;

export const assignmentsDeskContract = contract('assignments-desk', 'What decides who gets which work.', {
  showRules: {
    permission: 'session',
    replies: pageReplies,
    errors: [],
    method: 'GET',
    path: '/desk/assignment-rules',
    summary: 'See by which rules work is given, in their order',
  },
  showHoursForm: {
    ...page,
    method: 'GET',
    path: '/desk/staff/{staffId}/hours',
    summary: 'Change when somebody works: oneself, or whomever one may change',
  },
  sendHours: { ...form, path: '/desk/staff/{staffId}/hours', summary: 'Save when somebody works' },
  showTerritoriesForm: {
    ...page,
    method: 'GET',
    path: '/desk/staff/{staffId}/territories',
    summary: 'Change which customers somebody looks after by where or what they are',
  },
  sendTerritories: {
    ...form,
    path: '/desk/staff/{staffId}/territories',
    summary: 'Save which customers somebody looks after by where or what they are',
  },
});
