/** The routes of the closed loop. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { eventId } from '../../../shared/events/event.ts';
import { monthSchema } from '../../../shared/values/instant.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { ownerFilter } from '../../../shared/values/staff-id.ts';
import { surveyId } from '../../surveys/surveys/surveys.schema.ts';
import {
  Loop,
  LoopPage,
  LoopResults,
  LoopRulesEntry,
  LoopTrial,
  LoopTrialResult,
  loopId,
  loopStatusSchema,
  ShownLoopRules,
  waitDays,
} from './closed-loop.schema.ts';

const narrowing = {
  status: loopStatusSchema.optional().describe('How far they have come.'),
  caller: ownerFilter.describe('Who calls: a staff id, `me`, or `none` for those of nobody.'),
  surveyId: surveyId.schema.optional().describe('Answers to this survey.'),
};

export const closedLoopContract = contract(
  'closed-loop',
  'Which answers are followed up by whom, and what has come of it.',
  {
    getLoopRules: {
      method: 'GET',
      path: '/closed-loop/rules',
      permission: 'callbacks.read',
      summary: 'Read which answers are followed up, and how',
      description:
        'While nobody has set any: whoever answers 0 to 6 on the NPS scale, or as low on another, is called within four working hours.',
      replies: { 200: ShownLoopRules },
      errors: [],
    },
    putLoopRules: {
      method: 'PUT',
      path: '/closed-loop/rules',
      permission: 'callbacks.write',
      summary: 'Decide which answers are followed up, and how',
      description:
        'For managers. Rules are tried in their order with each answer: the first that is meant for it decides. An answer opens one callback at most, whose reason is the lowest of the answers that were meant; what was opened before stays as it is. A rule that asks for a text decides once it was read, some seconds after the answer, and so do those after it that are meant for such an answer. Answers of which nobody knows who gave them, such as those by an anonymous link or to an anonymous survey, are never followed up, nor are those that were taken down in a call. A rule that no answer can meet is refused at the field that keeps it from that; one that another before it leaves nothing to is taken, and told in `shadowed`. An empty list follows nothing up.',
      body: LoopRulesEntry,
      ifMatch: true,
      replies: { 200: ShownLoopRules },
      errors: [],
      example: {
        body: {
          rules: [
            {
              name: 'VIPs, at once',
              when: { score: { band: 'low' }, tags: ['vip'] },
              do: { withinHours: 1, note: 'Offer to come by' },
            },
            {
              name: 'Angry about delivery',
              when: { text: { topic: 'delivery', sentiment: 'negative' } },
              do: { withinHours: 2 },
            },
            { name: 'Low scores', when: { score: { band: 'low' } }, do: { withinHours: 4 } },
          ],
        },
      },
    },
    restoreLoopRules: {
      method: 'POST',
      path: '/closed-loop/rules/changes/{eventId}/restore',
      permission: 'callbacks.write',
      summary: 'Give the rules of the closed loop back what they were before a change',
      description:
        'For managers. The change is a `loop-rules.changed` of the trail, named by its id, and goes through the checks of PUT. Rules that have changed again since are not restored: `newer` names the change.',
      params: z.strictObject({ eventId: eventId.schema }),
      replies: { 200: ShownLoopRules },
      errors: ['not-found', 'conflict', 'not-allowed-now'],
    },
    tryLoopRules: {
      method: 'POST',
      path: '/closed-loop/rules/trials',
      permission: 'callbacks.write',
      summary: 'See which of the last answers to a survey rules would have followed up',
      description:
        'For managers. Nothing is opened or kept. Customers are taken as they are now; up to 100 answers, for a read unit or two each, and as many again where a rule asks for a text.',
      body: LoopTrial,
      idempotent: false,
      replies: { 200: LoopTrialResult },
      errors: ['not-found'],
      example: {
        body: {
          surveyId: 'survey_01jd3x5y9hf1bvt6w0k2m4n8pq',
          rules: [
            { name: 'Not delighted', when: { score: { scale: 'nps', to: 8 } }, do: { withinHours: 8 } },
          ],
        },
      },
    },
    listLoops: {
      method: 'GET',
      path: '/closed-loop/loops',
      permission: 'callbacks.read',
      summary: 'List the answers that were followed up and what has come of them, newest first',
      description: `By when the answers came, back to two years ago. \`open\`: the call is not closed; \`waiting\`: for the next answer of the customer, ${waitDays} days at most. A change appears within a second or two; a page may be short although the list goes on. Agents see those whom they or their teams call or look after.`,
      query: pageQuery.extend({
        ...narrowing,
        from: monthSchema.optional().describe('First month of the answers, UTC.'),
        to: monthSchema.optional().describe('Last month of the answers, UTC.'),
      }),
      replies: { 200: LoopPage },
      errors: [],
    },
    getLoop: {
      method: 'GET',
      path: '/closed-loop/loops/{loopId}',
      permission: 'callbacks.read',
      summary: 'Read what has come of an answer that was followed up',
      params: z.strictObject({ loopId: loopId.schema }),
      opens: 'customerId',
      replies: { 200: Loop },
      errors: ['not-found'],
    },
    getLoopResults: {
      method: 'GET',
      path: '/closed-loop/results',
      permission: 'callbacks.read',
      summary: 'Read how long the steps of the closed loop took, and by how much answers rose',
      description:
        'Of the loops whose answers came in these months, 5,000 of them at most; `complete` says whether that was all. Times are those of the clock, not working hours. Agents are told of the loops that they may list.',
      query: z.strictObject({
        by: LoopResults.shape.by.default('month').describe('What the loops are counted by.'),
        ...narrowing,
        from: monthSchema.optional().describe('First month, UTC; the last one if left out.'),
        to: monthSchema
          .optional()
          .describe('Last month, at most twelve in all; the present one if left out.'),
      }),
      ofReach: true,
      replies: { 200: LoopResults },
      errors: [],
    },
  },
);
