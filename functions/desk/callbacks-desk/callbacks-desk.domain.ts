import { domain } from '../../../shared/contract/domain.ts';

export const callbacksDeskDomain = domain('callbacks-desk', { area: 'desk' });
