/** The routes of links for anybody: where anybody can answer a survey. */
import * as z from 'zod';
import { contract, empty } from '../../../shared/contract/route.ts';
import { eventId } from '../../../shared/events/event.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { surveyId } from '../surveys/surveys.schema.ts';
import {
  Collector,
  CollectorCode,
  CollectorPage,
  CollectorPatch,
  collectorId,
  NewCollector,
} from './collectors.schema.ts';

const oneSurvey = z.strictObject({ surveyId: surveyId.schema });
const oneCollector = z.strictObject({ collectorId: collectorId.schema });

export const collectorsContract = contract('collectors', 'Links behind which anybody can answer a survey.', {
  createCollector: {
    method: 'POST',
    path: '/surveys/{surveyId}/collectors',
    permission: 'surveys.write',
    summary: 'Make a link behind which anybody can answer a survey',
    description:
      'For a poster, a receipt, a web page. Nobody knows who answers there: no customer stands on the answer, and no callback is opened for it. Each form that is shown can be sent once, and answers that a program seems to have sent are marked as suspect; whoever opens the link again gets another form, so the numbers are those of people who wished to answer, not of people who were chosen.',
    params: oneSurvey,
    body: NewCollector,
    replies: { 201: Collector },
    errors: ['not-found'],
    example: { body: { name: 'Poster at the till', channel: 'qr', place: 'Store 12' } },
  },
  listCollectors: {
    method: 'GET',
    path: '/surveys/{surveyId}/collectors',
    permission: 'surveys.read',
    summary: 'List the links for anybody of a survey, the last changed first',
    params: oneSurvey,
    query: pageQuery.extend({
      deleted: z
        .literal('true')
        .optional()
        .describe('Only those that were deleted, the last deleted first: to find what came by them.'),
    }),
    replies: { 200: CollectorPage },
    errors: ['not-found'],
  },
  getCollector: {
    method: 'GET',
    path: '/collectors/{collectorId}',
    permission: 'surveys.read',
    summary: 'Read a link for anybody, and how many have answered by it',
    params: oneCollector,
    replies: { 200: Collector },
    errors: ['not-found'],
  },
  drawCollector: {
    method: 'GET',
    path: '/collectors/{collectorId}/qr-code',
    permission: 'surveys.read',
    summary: 'Draw a link for anybody as a QR code',
    params: oneCollector,
    replies: { 200: CollectorCode },
    errors: ['not-found'],
  },
  patchCollector: {
    method: 'PATCH',
    path: '/collectors/{collectorId}',
    permission: 'surveys.write',
    summary: 'Change, close or open a link for anybody',
    description:
      'Answers that have come keep the place and the channel that they came by. The link stays the same.',
    params: oneCollector,
    body: CollectorPatch,
    ifMatch: true,
    replies: { 200: Collector },
    errors: ['not-found'],
    example: { body: { place: 'Store 13' } },
  },
  restoreCollector: {
    method: 'POST',
    path: '/collectors/{collectorId}/changes/{eventId}/restore',
    permission: 'surveys.write',
    summary: 'Give a link for anybody back what it was before a change',
    description:
      'The change is a `collector.changed` of the trail, named by its id, and goes through the checks of PATCH. Where one of its fields has changed again since, nothing is restored: `changedSince` names them, and `newer` the change.',
    params: oneCollector.extend({ eventId: eventId.schema }),
    replies: { 200: Collector },
    errors: ['not-found', 'conflict', 'not-allowed-now'],
  },
  deleteCollector: {
    method: 'DELETE',
    path: '/collectors/{collectorId}',
    permission: 'surveys.write',
    summary: 'Delete a link for anybody',
    description:
      'Its link leads nowhere then. The answers that came by it stay, with its name, and can be found by it.',
    params: oneCollector,
    ifMatch: true,
    replies: { 204: empty },
    errors: ['not-found'],
  },
});
