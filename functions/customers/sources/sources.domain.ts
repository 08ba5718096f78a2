import { domain } from '../../../shared/contract/domain.ts';
import { sourceRulesItem } from './sources.items.ts';

export const sourcesDomain = domain('sources', { area: 'customers', items: [sourceRulesItem] });
