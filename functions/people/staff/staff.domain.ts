import { domain } from '../../../shared/contract/domain.ts';
import { deputizing, deputyItem, staffByName, staffItem } from './staff.items.ts';
import { absenceId } from './staff.schema.ts';

export const staffDomain = domain('staff', {
  area: 'people',
  ids: [absenceId],
  items: [staffItem, deputyItem],
  patterns: [staffByName, deputizing],
});
