/** What the reports domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { surveyId } from '../surveys/surveys.schema.ts';
import { reportId } from './reports.schema.ts';

const report = { reportId: reportId.schema, surveyId: surveyId.schema, version: z.int() };

export const reportCreated = event('report.created', z.object(report));
export const reportRevoked = event('report.revoked', z.object({ ...report, changed: z.array(z.string()) }));
