import { domain } from '../../../shared/contract/domain.ts';

export const callbackDeskDomain = domain('callback-desk', { area: 'desk' });
