/** The routes of improvements. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { eventId } from '../../../shared/events/event.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { ownerFilter } from '../../../shared/values/staff-id.ts';
import { surveyId } from '../surveys/surveys.schema.ts';
import {
  Improvement,
  ImprovementPage,
  ImprovementPatch,
  improvementId,
  improvementStatusSchema,
  NewImprovement,
} from './improvements.schema.ts';

const params = z.strictObject({ improvementId: improvementId.schema });

export const improvementsContract = contract(
  'improvements',
  'What is done about what answers have shown, and whether it has helped.',
  {
    createImprovement: {
      method: 'POST',
      path: '/improvements',
      permission: 'surveys.write',
      summary: 'Begin an improvement',
      description:
        'From a finding of `GET /surveys/{surveyId}/results/findings`, or by hand. It is measured by the next wave of the survey that goes out after it is done, against the wave that it began with.',
      body: NewImprovement,
      replies: { 201: Improvement },
      errors: [],
      example: {
        body: {
          surveyId: 'survey_01jd3x5y9hf1bvt6w0k2m4n8pq',
          questionId: 'recommend',
          group: { by: 'language', value: 'en' },
          finding: 'Customers who write English recommend us less than others.',
          action: 'Answer their mails within a day.',
          owner: null,
          dueOn: '2036-12-18',
        },
      },
    },
    listImprovements: {
      method: 'GET',
      path: '/improvements',
      permission: 'surveys.read',
      summary: 'List improvements by the day until when they are to be done',
      description: 'Those of one owner begin with what goes on.',
      query: pageQuery.extend({
        owner: ownerFilter.describe('Who sees to them: a staff id, `me`, or `none` for those of nobody.'),
        status: improvementStatusSchema
          .optional()
          .describe('Only those in this state. A page may be short although the list goes on.'),
        surveyId: surveyId.schema.optional().describe('Only what the answers to this survey measure.'),
      }),
      replies: { 200: ImprovementPage },
      errors: [],
    },
    getImprovement: {
      method: 'GET',
      path: '/improvements/{improvementId}',
      permission: 'surveys.read',
      summary: 'Read an improvement, and what answers came to before and after it',
      params,
      replies: { 200: Improvement },
      errors: ['not-found'],
    },
    patchImprovement: {
      method: 'PATCH',
      path: '/improvements/{improvementId}',
      permission: 'surveys.read',
      summary: 'Change an improvement, say that it is done, confirm it, reopen it or drop it',
      description:
        'By whoever may write in surveys; by its owner only how far it has come, the day, and what is done about it. What is measured is kept with the decision when it is confirmed or reopened. It cannot be confirmed before a later wave was answered, and where the range of the change includes zero, or nothing can be compared, only with a `reason`. Its question and group can be changed until a later wave was answered: before and after are measured again by them, from the wave that it began with where that has such answers, else from the last one before it was done. After that they stay, so that nobody chooses by what has turned out well.',
      params,
      body: ImprovementPatch,
      ifMatch: true,
      replies: { 200: Improvement },
      errors: ['not-found', 'not-allowed-now'],
      example: { body: { status: 'done' } },
    },
    restoreImprovement: {
      method: 'POST',
      path: '/improvements/{improvementId}/changes/{eventId}/restore',
      permission: 'surveys.write',
      summary: 'Give an improvement back what it was before a change',
      description:
        'Finding, action, owner, day, question and group; how far it has come is no field that is given back. The change is an `improvement.changed` of the trail, named by its id, and goes through the checks of PATCH. Where one of its fields has changed again since, nothing is restored: `changedSince` names them, and `newer` the change.',
      params: params.extend({ eventId: eventId.schema }),
      replies: { 200: Improvement },
      errors: ['not-found', 'conflict', 'not-allowed-now'],
    },
  },
);
