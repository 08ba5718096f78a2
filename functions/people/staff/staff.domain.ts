import { domain } from '../../../shared/contract/domain.ts';
import {
  deputizing,
  deputyItem,
  staffAddressItem,
  staffByName,
  staffGuardItem,
  staffItem,
} from './staff.items.ts';
import { absenceId } from './staff.schema.ts';

export const staffDomain = domain('staff', {
  area: 'people',
  ids: [absenceId],
  items: [staffItem, deputyItem, staffGuardItem, staffAddressItem],
  patterns: [staffByName, deputizing],
});
