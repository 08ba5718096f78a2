import { domain } from '../../../shared/contract/domain.ts';

export const customerFormDeskDomain = domain('customer-form-desk', { area: 'desk' });
