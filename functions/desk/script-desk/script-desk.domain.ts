import { domain } from '../../../shared/contract/domain.ts';

export const scriptDeskDomain = domain('script-desk', { area: 'desk' });
