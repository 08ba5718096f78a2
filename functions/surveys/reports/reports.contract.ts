/** The routes of reports: links that show what the answers to a survey come to. */
import * as z from 'zod';
import { contract, empty } from '../../../shared/contract/route.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { surveyId } from '../surveys/surveys.schema.ts';
import { MadeReport, NewReport, ReportPage, reportId, SharedReport } from './reports.schema.ts';

const oneSurvey = z.strictObject({ surveyId: surveyId.schema });

export const reportsContract = contract('reports', 'Links that show results to whoever has them.', {
  createReport: {
    method: 'POST',
    path: '/surveys/{surveyId}/reports',
    permission: 'surveys.write',
    summary: 'Make a link that shows the results of a survey until it expires',
    description:
      'For people who do not sign in here. The link shows numbers as they are when it is opened, none of what customers wrote, and names nobody. It leads nowhere once it was revoked, or whoever made it works here no more.',
    params: oneSurvey,
    body: NewReport,
    replies: { 201: MadeReport },
    errors: ['not-found'],
    example: { body: { name: 'Board meeting', answers: { from: '2026-09' }, expiresAfterDays: 14 } },
  },
  listReports: {
    method: 'GET',
    path: '/surveys/{surveyId}/reports',
    permission: 'surveys.read',
    summary: 'List the links that show the results of a survey, the newest first',
    description: 'Expired ones are kept for a year; revoked ones stand in the trail.',
    params: oneSurvey,
    query: pageQuery,
    replies: { 200: ReportPage },
    errors: ['not-found'],
  },
  revokeReport: {
    method: 'DELETE',
    path: '/reports/{reportId}',
    permission: 'surveys.write',
    summary: 'Revoke a link that shows results',
    description: 'At once, and for good: make another where it is still needed.',
    params: z.strictObject({ reportId: reportId.schema }),
    ifMatch: true,
    replies: { 204: empty },
    errors: ['not-found'],
  },
  getSharedReport: {
    method: 'GET',
    path: '/shared-reports/{token}',
    permission: 'public',
    summary: 'Read the results that a link shows',
    params: z.strictObject({
      token: z
        .string()
        .max(200)
        .meta({
          description: 'The secret of the link.',
          examples: ['R4nd0mT0ken_R4nd0mT0ken_R4nd0mT0ken_R4nd0mTo'],
        }),
    }),
    replies: { 200: SharedReport },
    errors: ['not-found'],
  },
});
