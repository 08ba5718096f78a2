import { domain } from '../../../shared/contract/domain.ts';
import { rulesItem, turnsItem } from './assignments.items.ts';

export const assignmentsDomain = domain('assignments', {
  area: 'people',
  items: [rulesItem, turnsItem],
});
