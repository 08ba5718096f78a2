import { domain } from '../../../shared/contract/domain.ts';

export const timelineDeskDomain = domain('timeline-desk', { area: 'desk' });
