import { domain } from '../../../shared/contract/domain.ts';

export const deletedDeskDomain = domain('deleted-desk', { area: 'desk' });
