import { domain } from '../../../shared/contract/domain.ts';
import { staffByName, staffItem } from './staff.items.ts';

export const staffDomain = domain('staff', { area: 'people', items: [staffItem], patterns: [staffByName] });
