import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { customersThatChange } from '../customers/customers.events.ts';
import { fieldChanged } from '../fields/fields.events.ts';
import { customerReindexing } from '../reindexing/reindexing.events.ts';
import { entriesBeginning, entriesOfTerm, searchEntryItem, searchRecordItem } from './search.items.ts';

/** Keeps what customers are found by, in a function of its own, which alone knows how Chinese is read. */
export const searchIndexing = subscription('search-indexing', [...customersThatChange, customerReindexing], {
  queue: 'search-indexing',
});

/** Takes all customers up again when others of their fields are searchable. */
export const searchFollowingFields = subscription('search-following-fields', [fieldChanged]);

export const searchDomain = domain('search', {
  area: 'customers',
  items: [searchEntryItem, searchRecordItem],
  patterns: [entriesBeginning, entriesOfTerm],
  subscriptions: [searchIndexing, searchFollowingFields],
});
