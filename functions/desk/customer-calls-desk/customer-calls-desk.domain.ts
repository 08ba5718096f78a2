import { domain } from '../../../shared/contract/domain.ts';

export const customerCallsDeskDomain = domain('customer-calls-desk', { area: 'desk' });
