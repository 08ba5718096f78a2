import { domain } from '../../../shared/contract/domain.ts';

export const importsDeskDomain = domain('imports-desk', { area: 'desk' });
