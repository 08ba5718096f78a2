import { domain } from '../../../shared/contract/domain.ts';

export const worklistDeskDomain = domain('worklist-desk', { area: 'desk' });
