import { domain } from '../../../shared/contract/domain.ts';

export const callResultsDeskDomain = domain('call-results-desk', { area: 'desk' });
