/** The routes of purchase analyses. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { Analysis, AnalysisPage, analysisId } from './analyses.schema.ts';

export const analysesContract = contract(
  'analyses',
  'What the purchases of all customers come to together: cohorts, repeat intervals, what is bought together.',
  {
    startAnalysis: {
      method: 'POST',
      path: '/purchase-analyses',
      permission: 'commerce.write',
      summary: 'Reckon what all purchases come to by now',
      description:
        'Happens once a week by itself. Counts all orders up to yesterday (UTC) that are neither awaited, cancelled nor given back as a whole. There is one analysis of a day: asked for again on the same day it is made once more (200) with what was told of orders since, and while it is being made nothing else is begun. It is `done` within seconds, or minutes where there are hundreds of thousands of customers.',
      replies: { 201: Analysis, 200: Analysis },
      errors: [],
    },
    listAnalyses: {
      method: 'GET',
      path: '/purchase-analyses',
      permission: 'commerce.read',
      summary: 'List purchase analyses, the newest first',
      query: pageQuery,
      replies: { 200: AnalysisPage },
      errors: [],
    },
    getAnalysis: {
      method: 'GET',
      path: '/purchase-analyses/{analysisId}',
      permission: 'commerce.read',
      summary: 'Read what all purchases came to',
      description:
        'Cohorts: of whoever bought for the first time in a month, how many bought in each month after it. Repeat intervals: after how many days a product is bought again by the same customer. Pairs: products that stand in one order more often than chance would put them there, by lift.',
      params: z.strictObject({ analysisId: analysisId.schema }),
      replies: { 200: Analysis },
      errors: ['not-found'],
    },
  },
);
