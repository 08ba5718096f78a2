/** The routes of corrections. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import {
  Correction,
  CorrectionPage,
  CorrectionQuery,
  CorrectionRowPage,
  correctionId,
  daysKept,
  maximumNamed,
  NewCorrection,
  RowsQuery,
} from './corrections.schema.ts';

const oneCorrection = z.strictObject({ correctionId: correctionId.schema });

export const correctionsContract = contract('corrections', 'One change of many customers, with undo.', {
  createCorrection: {
    method: 'POST',
    path: '/customer-corrections',
    permission: 'customers.write',
    summary: 'Look up what a change of many customers would make of them',
    description: `Begins a preview, which changes nobody: read how far it is, and its rows, then start it, or cancel it. Up to ${maximumNamed} customers are named, or any number of those that the caller may change are found by a finding, a filter or a list. Who looks after customers is changed by handing them over.`,
    body: NewCorrection,
    replies: { 201: Correction },
    errors: ['not-found'],
    example: {
      body: {
        change: { set: { stage: 'lost' }, addTags: ['cleaned-2026'] },
        filter: { field: 'source', op: 'eq', value: 'fair-2019' },
      },
    },
  },
  listCorrections: {
    method: 'GET',
    path: '/customer-corrections',
    permission: 'customers.write',
    summary: 'List corrections of many customers, newest first',
    description: 'Whoever reaches only own rows sees their own.',
    query: CorrectionQuery,
    replies: { 200: CorrectionPage },
    errors: [],
  },
  getCorrection: {
    method: 'GET',
    path: '/customer-corrections/{correctionId}',
    permission: 'customers.write',
    summary: 'Read how far a correction has got',
    params: oneCorrection,
    replies: { 200: Correction },
    errors: ['not-found'],
  },
  listCorrectionRows: {
    method: 'GET',
    path: '/customer-corrections/{correctionId}/rows',
    permission: 'customers.write',
    summary: 'List what a correction makes of each customer',
    params: oneCorrection,
    query: RowsQuery,
    replies: { 200: CorrectionRowPage },
    errors: ['not-found'],
  },
  startCorrection: {
    method: 'POST',
    path: '/customer-corrections/{correctionId}/start',
    permission: 'customers.write',
    summary: 'Change the customers as previewed',
    description:
      'Goes on by itself, some hundred customers a second, with the rights of whoever starts it. Who was changed since the preview stays as they are. No customer is changed twice, whatever fails on the way.',
    params: oneCorrection,
    replies: { 200: Correction },
    errors: ['not-found', 'not-allowed-now'],
  },
  cancelCorrection: {
    method: 'POST',
    path: '/customer-corrections/{correctionId}/cancel',
    permission: 'customers.write',
    summary: 'Give a correction up where it is',
    description: 'What was changed by then stays, and can be undone.',
    params: oneCorrection,
    replies: { 200: Correction },
    errors: ['not-found', 'not-allowed-now'],
  },
  undoCorrection: {
    method: 'POST',
    path: '/customer-corrections/{correctionId}/undo',
    permission: 'customers.write',
    summary: 'Give customers back what a correction has changed',
    description: `Exactly that: what others have changed since, be it of the same customer, stays as it is, and \`changedSince\` of the row names it; again for those of whom something was kept, such as one who was merged at the time. For ${daysKept} days.`,
    params: oneCorrection,
    replies: { 200: Correction },
    errors: ['not-found', 'not-allowed-now'],
  },
});
