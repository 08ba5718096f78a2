import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { customersThatChange } from '../customers/customers.events.ts';
import { customerReindexing } from '../reindexing/reindexing.events.ts';
import {
  customersInBlock,
  duplicateBlockItem,
  duplicateRecordItem,
  duplicateSettingsItem,
  openPairs,
  openPairsOfNobody,
  openPairsOfOwner,
  pairSideItem,
  pairsOfCustomer,
} from './duplicates.items.ts';

/** Looks for duplicates of everybody who is new or has changed, in a function of its own. */
export const duplicatesFinding = subscription(
  'duplicates-finding',
  [...customersThatChange, customerReindexing],
  { queue: 'duplicates-finding' },
);

export const duplicatesDomain = domain('duplicates', {
  area: 'customers',
  items: [duplicateBlockItem, duplicateRecordItem, pairSideItem, duplicateSettingsItem],
  patterns: [customersInBlock, pairsOfCustomer, openPairs, openPairsOfOwner, openPairsOfNobody],
  subscriptions: [duplicatesFinding],
});
