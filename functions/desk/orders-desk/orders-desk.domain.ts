import { domain } from '../../../shared/contract/domain.ts';

export const ordersDeskDomain = domain('orders-desk', { area: 'desk' });
