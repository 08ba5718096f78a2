import { domain } from '../../../shared/contract/domain.ts';

export const improvementsDeskDomain = domain('improvements-desk', { area: 'desk' });
