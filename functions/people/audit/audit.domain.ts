import { domain } from '../../../shared/contract/domain.ts';
import { accessItem } from '../../../shared/runtime/access-trail.ts';
import { accessesOfRecord, entriesOfActor, entriesOfKind, entriesOfRecord } from './audit.items.ts';

export const auditDomain = domain('audit', {
  area: 'people',
  items: [accessItem],
  patterns: [accessesOfRecord, entriesOfActor, entriesOfKind, entriesOfRecord],
});
