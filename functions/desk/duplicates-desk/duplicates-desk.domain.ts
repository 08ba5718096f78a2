import { domain } from '../../../shared/contract/domain.ts';

export const duplicatesDeskDomain = domain('duplicates-desk', { area: 'desk' });
