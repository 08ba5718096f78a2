/** Reports in the one table. */
import type { EventContext } from '../../../shared/events/event.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, type Write } from '../../../shared/table/write.ts';
import { type ReportRecord, reportEntity, reportLinkItem, reportsOfSurvey } from './reports.items.ts';

export type ReportsStore = ReturnType<typeof createReportsStore>;

export function createReportsStore(table: Table) {
  const reports = reportEntity(table);
  return {
    get: reports.get,

    create: (report: ReportRecord, hash: string, context: EventContext): readonly Write[] => [
      ...reports.create(report, context),
      insert(
        reportLinkItem,
        { hash, reportId: report.id, expiresAt: report.expiresAt },
        { onConflict: 'retry' },
      ),
    ],

    revoke: (before: ReportRecord, after: ReportRecord, context: EventContext): readonly Write[] =>
      reports.change(before, after, context),

    async list(surveyId: string, page: PageRequest) {
      const { items, cursor } = await table.listSummaries(reportsOfSurvey, { surveyId }, page);
      // A revoked one leaves the list; the index may show it for a moment longer.
      return { items: items.filter(({ status }) => status === 'open'), cursor };
    },

    async findByHash(hash: string): Promise<ReportRecord | undefined> {
      const link = await table.find(reportLinkItem, { hash });
      return link && reports.find(link.reportId);
    },
  };
}
