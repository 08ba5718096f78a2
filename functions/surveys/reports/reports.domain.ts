/** What the reports domain is: what it keeps. */
import { domain } from '../../../shared/contract/domain.ts';
import { reportItem, reportLinkItem, reportsOfSurvey } from './reports.items.ts';
import { reportId } from './reports.schema.ts';

export const reportsDomain = domain('reports', {
  area: 'surveys',
  ids: [reportId],
  items: [reportItem, reportLinkItem],
  patterns: [reportsOfSurvey],
});
