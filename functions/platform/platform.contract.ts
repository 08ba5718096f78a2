/** The routes that belong to no domain: what the API is, for programs and for people. */
import * as z from 'zod';
import { contract, html } from '../../shared/contract/route.ts';
import { Root } from './platform.schema.ts';

export const platformContract = contract('platform', 'What this API is, for programs and people.', {
  readRoot: {
    method: 'GET',
    path: '/',
    permission: 'public',
    summary: 'Read what runs here and where to go',
    description: 'A page for browsers, JSON for programs, by `Accept`.',
    replies: { 200: Root },
    orPage: true,
    errors: [],
  },
  readOpenApi: {
    method: 'GET',
    path: '/openapi.json',
    permission: 'public',
    summary: 'Read the OpenAPI 3.1 document of this API',
    replies: {
      200: z
        .looseObject({ openapi: z.string().max(10) })
        .meta({ id: 'OpenApiDocument', description: 'This document.' }),
    },
    errors: [],
  },
  readReference: {
    method: 'GET',
    path: '/reference',
    permission: 'public',
    summary: 'Read the reference of this API as a page',
    replies: { 200: html },
    errors: [],
  },
});
