import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { customerDeleted } from '../customers/customers.events.ts';
import {
  fewOfKind,
  fewRelations,
  manyOfKind,
  manyRelations,
  primaryContactItem,
  relationItems,
} from './relations.items.ts';

/** Takes the relations of a customer who is gone away from the others. */
export const relationsEnding = subscription('relations-ending', [customerDeleted]);

export const relationsDomain = domain('relations', {
  area: 'customers',
  items: [...relationItems, primaryContactItem],
  patterns: [fewRelations, manyRelations, fewOfKind, manyOfKind],
  subscriptions: [relationsEnding],
});
