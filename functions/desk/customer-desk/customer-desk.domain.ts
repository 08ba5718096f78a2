import { domain } from '../../../shared/contract/domain.ts';

export const customerDeskDomain = domain('customer-desk', { area: 'desk' });
