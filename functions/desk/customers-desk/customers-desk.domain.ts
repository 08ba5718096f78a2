import { domain } from '../../../shared/contract/domain.ts';

export const customersDeskDomain = domain('customers-desk', { area: 'desk' });
