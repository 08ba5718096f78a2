import { domain } from '../../../shared/contract/domain.ts';

export const closedLoopDeskDomain = domain('closed-loop-desk', { area: 'desk' });
