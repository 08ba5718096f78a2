import { domain } from '../../../shared/contract/domain.ts';

export const resultsDeskDomain = domain('results-desk', { area: 'desk' });
