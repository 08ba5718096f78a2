import { domain } from '../../../shared/contract/domain.ts';
import { definedFields, fieldCountItem, fieldItem } from './fields.items.ts';

export const fieldsDomain = domain('fields', {
  area: 'customers',
  items: [fieldItem, fieldCountItem],
  patterns: [definedFields],
});
