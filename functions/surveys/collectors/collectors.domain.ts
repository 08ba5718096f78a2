/** What the collectors domain is: what it keeps. */
import { domain } from '../../../shared/contract/domain.ts';
import {
  collectorCountItem,
  collectorHourItem,
  collectorItem,
  collectorLinkItem,
  collectorsOfSurvey,
  deletedCollectorsOfSurvey,
} from './collectors.items.ts';
import { collectorId } from './collectors.schema.ts';

export const collectorsDomain = domain('collectors', {
  area: 'surveys',
  ids: [collectorId],
  items: [collectorItem, collectorLinkItem, collectorCountItem, collectorHourItem],
  patterns: [collectorsOfSurvey, deletedCollectorsOfSurvey],
});
