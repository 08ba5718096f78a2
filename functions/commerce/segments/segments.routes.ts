/** Binds the routes of segments. */
import { answer, answerAfter, emptyAfter, routes } from '../../../shared/runtime/http.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createFieldReader } from '../../customers/fields/index.ts';
import { createListKeeper, createListReader, estimated } from '../../customers/lists/index.ts';
import { createSegment, deleteSegment, patchSegment } from './operations/change-segment.ts';
import { previewSegment } from './operations/preview-segment.ts';
import { showSegment } from './operations/show-segment.ts';
import { segmentsContract } from './segments.contract.ts';
import { segmentsSentences } from './segments.sentences.ts';
import { createSegmentsStore } from './segments.store.ts';

export const segmentsRoutes = routes(segmentsContract, { sentences: segmentsSentences }, ({ table }) => {
  const segments = createSegmentsStore(table);
  const customers = createCustomerReader(table);
  const fields = createFieldReader(table);
  const services = { segments, fields, lists: createListKeeper(table) };
  const lists = createListReader(table);
  return {
    createSegment: async ({ body, ...request }) =>
      answerAfter(201, await createSegment(body, { ...services, ...request })),

    listSegments: async ({ query }) => answer(200, await segments.list(query)),

    getSegment: async ({ params }) =>
      answer(200, await showSegment(params.segmentId, { segments, lists, fields })),

    patchSegment: async ({ params, body, ifMatch, ...request }) => {
      const input = { id: params.segmentId, version: ifMatch, patch: body };
      return answerAfter(200, await patchSegment(input, { ...services, ...request }));
    },

    deleteSegment: async ({ params, ifMatch, ...request }) => {
      const input = { id: params.segmentId, version: ifMatch };
      return emptyAfter(204, await deleteSegment(input, { ...services, ...request }));
    },

    previewSegment: async ({ body, principal, origin: { at } }) =>
      answer(
        200,
        await previewSegment(body, { table, segments, customers, fields, estimated, principal, at }),
      ),
  };
});
