import { domain } from '../../../shared/contract/domain.ts';

export const correctionsDeskDomain = domain('corrections-desk', { area: 'desk' });
