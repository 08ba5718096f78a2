/** The routes of the segments domain. Who is in a segment, and files of them, are those of the list that it keeps. */
import * as z from 'zod';
import { contract, empty } from '../../../shared/contract/route.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import {
  maximumSegments,
  NewSegment,
  Segment,
  SegmentDetails,
  SegmentPage,
  SegmentPatch,
  SegmentPreview,
  SegmentPreviewRequest,
  segmentId,
  shownSample,
} from './segments.schema.ts';

const oneSegment = z.strictObject({ segmentId: segmentId.schema });
const filter = {
  and: [
    { field: 'orders.sum', op: 'gt', value: 100_000, where: { currency: 'CNY', lastDays: 90 } },
    { not: { field: 'tags', op: 'contains', value: 'staff' } },
  ],
};

export const segmentsContract = contract('segments', 'Lists of customers that a rule keeps.', {
  createSegment: {
    method: 'POST',
    path: '/segments',
    permission: 'commerce.write',
    summary: 'Create a segment: a list of the customers whom a rule means, kept as they change',
    description: `All customers are held against the rule, which \`state\` and \`read\` tell; from then on whoever changes comes in or leaves within seconds, and by time alone within a minute of midnight in UTC. Each entry and exit is an event in the timeline that names the part of the rule by which it was decided. The list \`listId\` has the customers: to be listed, exported, and asked by campaigns and plans of callbacks; it is changed by nobody else. At most ${maximumSegments}.`,
    body: NewSegment,
    replies: { 201: Segment },
    errors: ['not-allowed-now'],
    example: { body: { name: 'Large buyers', filter } },
  },
  listSegments: {
    method: 'GET',
    path: '/segments',
    permission: 'commerce.read',
    summary: 'List segments by name',
    query: pageQuery,
    replies: { 200: SegmentPage },
    errors: [],
  },
  getSegment: {
    method: 'GET',
    path: '/segments/{segmentId}',
    permission: 'commerce.read',
    summary: 'Read a segment: its rule, how many customers are in it, and how far it is filled',
    params: oneSegment,
    replies: { 200: SegmentDetails },
    errors: ['not-found'],
  },
  patchSegment: {
    method: 'PATCH',
    path: '/segments/{segmentId}',
    permission: 'commerce.write',
    summary: 'Change a segment',
    description: 'All customers are held against another rule; until that is done `state` is `filling`.',
    params: oneSegment,
    body: SegmentPatch,
    ifMatch: true,
    replies: { 200: Segment },
    errors: ['not-found'],
    example: { body: { name: 'Our largest buyers' } },
  },
  deleteSegment: {
    method: 'DELETE',
    path: '/segments/{segmentId}',
    permission: 'commerce.write',
    summary: 'Delete a segment with its list',
    description:
      'Refused while other segments ask for it. Campaigns and plans over its list go on as when a list is deleted. Its customers stay what they are; no exit is told of them.',
    params: oneSegment,
    ifMatch: true,
    replies: { 204: empty },
    errors: ['not-found', 'conflict'],
  },
  previewSegment: {
    method: 'POST',
    path: '/segments/preview',
    permission: 'commerce.write',
    idempotent: false,
    summary: 'Estimate how many customers a rule means, and show some of them',
    description: `Of about a thousand customers all are looked at; of more those who were drawn by lot, fewer where the rule asks for facts beside the profile, and the answer says how far off it may be. Shows up to ${shownSample}, masked where they are not the caller’s to see.`,
    body: SegmentPreviewRequest,
    replies: { 200: SegmentPreview },
    errors: [],
    example: { body: { filter } },
  },
});
