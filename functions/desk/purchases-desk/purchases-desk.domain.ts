import { domain } from '../../../shared/contract/domain.ts';

export const purchasesDeskDomain = domain('purchases-desk', { area: 'desk' });
