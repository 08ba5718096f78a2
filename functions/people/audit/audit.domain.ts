import { domain } from '../../../shared/contract/domain.ts';
import { changesOfCollection } from '../../../shared/events/restore.ts';
import { accessItem } from '../../../shared/runtime/access-trail.ts';
import { accessesOfRecord, deletionsOfKind, entriesOfActor, entriesOfKind } from './audit.items.ts';

export const auditDomain = domain('audit', {
  area: 'people',
  items: [accessItem],
  patterns: [accessesOfRecord, deletionsOfKind, entriesOfActor, entriesOfKind, changesOfCollection],
});
