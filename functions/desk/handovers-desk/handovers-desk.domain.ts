import { domain } from '../../../shared/contract/domain.ts';

export const handoversDeskDomain = domain('handovers-desk', { area: 'desk' });
