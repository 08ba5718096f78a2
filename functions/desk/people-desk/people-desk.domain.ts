import { domain } from '../../../shared/contract/domain.ts';

export const peopleDeskDomain = domain('people-desk', { area: 'desk' });
