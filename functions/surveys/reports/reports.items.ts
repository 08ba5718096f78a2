/** How reports lie in the one table. */
import * as z from 'zod';
import { entity } from '../../../shared/events/entity.ts';
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { reportCreated, reportRevoked } from './reports.events.ts';
import { Report, reportId } from './reports.schema.ts';

/** Who has shown what to others can be looked up this long after the link has expired. */
const restSeconds = 365 * 24 * 60 * 60;

const schema = Report.extend({ status: z.enum(['open', 'revoked']) });

export const reportItem = defineItem({
  name: 'report',
  v: 1,
  retention: 'trace',
  schema,
  key: ['REPORT#{id}', '-'],
  indexes: { gsi1: ['REPORTS#{surveyId}', '{listedAt}#{id}'] },
  parts: ({ status, createdAt }) => ({ listedAt: status === 'revoked' ? undefined : createdAt }),
  summary: schema,
  expires: ({ expiresAt }) => epochSeconds(expiresAt) + restSeconds,
});
export type ReportRecord = z.infer<(typeof reportItem)['schema']>;

export const reportTrail = ownTrail(reportItem);

export const reportEntity = entity({
  item: reportItem,
  noun: 'report',
  subject: ({ id, surveyId, version }) => ({ reportId: id, surveyId, version }),
  created: reportCreated,
  changed: reportRevoked,
  isGone: ({ status }) => status === 'revoked',
});

/** Leads from the hash of what stands in the link to the report. */
export const reportLinkItem = defineItem({
  name: 'report-link',
  v: 1,
  retention: 'trace',
  schema: z.strictObject({ hash: z.string(), reportId: reportId.schema, expiresAt: instantSchema }),
  key: ['REPORTED#{hash}', '-'],
  expires: ({ expiresAt }) => epochSeconds(expiresAt),
});

export const reportsOfSurvey = definePattern({
  question: 'Which links show the results of this survey? The newest first.',
  item: reportItem,
  index: 'gsi1',
  partition: 'REPORTS#{surveyId}',
  newestFirst: true,
});
