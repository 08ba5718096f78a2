import { domain } from '../../../shared/contract/domain.ts';

export const campaignsDeskDomain = domain('campaigns-desk', { area: 'desk' });
