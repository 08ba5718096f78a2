import { domain } from '../../../shared/contract/domain.ts';
import { viewItem, viewsOfShelf } from './views.items.ts';
import { viewId } from './views.schema.ts';

export const viewsDomain = domain('views', {
  area: 'customers',
  ids: [viewId],
  items: [viewItem],
  patterns: [viewsOfShelf],
});
