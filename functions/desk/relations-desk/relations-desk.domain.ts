import { domain } from '../../../shared/contract/domain.ts';

export const relationsDeskDomain = domain('relations-desk', { area: 'desk' });
