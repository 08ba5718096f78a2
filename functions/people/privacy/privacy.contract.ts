/** The routes of the privacy domain. */
import * as z from 'zod';
import { contract, html } from '../../../shared/contract/route.ts';
import {
  Erasure,
  ErasurePage,
  ErasureQuery,
  ExportPage,
  ExportQuery,
  erasureId,
  exportId,
  NewErasure,
  NewExport,
  PersonExport,
  PersonFile,
} from './privacy.schema.ts';

const oneLink = z.strictObject({
  exportId: exportId.schema,
  token: z
    .string()
    .max(200)
    .meta({
      description: 'The secret of the link.',
      examples: ['R4nd0mT0ken_R4nd0mT0ken_R4nd0mT0ken_R4nd0mTo'],
    }),
});
const inLanguage = z.object({
  lang: z.string().max(10_000).optional().describe('`zh-CN` or `en`; Accept-Language if left out.'),
});

/** Whatever goes wrong behind these links is told by a page. */
const pages = { 400: html, 404: html, 410: html, 500: html, 503: html } as const;

const body = {
  customerId: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq',
  reason: 'Asked for in a letter of 23 November',
};

export const privacyContract = contract(
  'privacy',
  'What customers may demand: a copy of everything that is kept of them, and that it is erased.',
  {
    createExport: {
      method: 'POST',
      path: '/privacy/exports',
      permission: 'people.write',
      summary: 'Have a file made of everything that is kept of a customer',
      description:
        'For managers and administrators. The file is encrypted with a key that only its link carries, is handed out a few times and goes after some days. Who has asked for it, and each time that it was handed out, stands in the trail.',
      body: NewExport,
      replies: { 202: PersonExport },
      errors: ['not-found'],
      example: { body },
    },
    listExports: {
      method: 'GET',
      path: '/privacy/exports',
      permission: 'people.write',
      summary: 'List the copies that were asked for, newest first',
      description:
        'For managers and administrators. Kept for a year. A new one appears within a second or two.',
      query: ExportQuery,
      replies: { 200: ExportPage },
      errors: [],
    },
    getExport: {
      method: 'GET',
      path: '/privacy/exports/{exportId}',
      permission: 'people.write',
      summary: 'Read whether a file is ready, and its link',
      params: z.strictObject({ exportId: exportId.schema }),
      opens: 'customerId',
      replies: { 200: PersonExport },
      errors: ['not-found'],
    },
    createErasure: {
      method: 'POST',
      path: '/privacy/erasures',
      permission: 'people.write',
      summary: 'Erase a customer',
      description:
        'For managers and administrators; it cannot be taken back. The customer is gone at once, and everything that is kept of them within the hour: open calls are withdrawn, nothing is written to them any more, and results of surveys stay as they are. Who was erased already, or is being, is answered with the same erasure.',
      body: NewErasure,
      replies: { 202: Erasure },
      errors: ['not-found'],
      example: { body },
    },
    listErasures: {
      method: 'GET',
      path: '/privacy/erasures',
      permission: 'people.write',
      summary: 'List who was erased or is being, newest first',
      description:
        'For managers and administrators. Kept for ever. A new one appears within a second or two.',
      query: ErasureQuery,
      replies: { 200: ErasurePage },
      errors: [],
    },
    getErasure: {
      method: 'GET',
      path: '/privacy/erasures/{erasureId}',
      permission: 'people.write',
      summary: 'Read how far an erasure is, and the proof of what was done',
      params: z.strictObject({ erasureId: erasureId.schema }),
      opens: 'customerId',
      replies: { 200: Erasure },
      errors: ['not-found'],
    },
    showDownload: {
      method: 'GET',
      path: '/e/{exportId}/{token}',
      permission: 'public',
      summary: 'Show the page that hands out the file of an export',
      description: 'Hands nothing out, however often it is opened.',
      params: oneLink,
      query: inLanguage,
      replies: { ...pages, 200: html },
      errors: [],
    },
    download: {
      method: 'POST',
      path: '/e/{exportId}/{token}',
      permission: 'public',
      summary: 'Hand out the file of an export',
      description: 'Whatever the body says: posting is enough. Counted, and kept in the trail.',
      params: oneLink,
      query: inLanguage,
      replies: { ...pages, 200: PersonFile, 413: html },
      errors: [],
    },
  },
);
