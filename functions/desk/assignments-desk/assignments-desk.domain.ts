import { domain } from '../../../shared/contract/domain.ts';

export const assignmentsDeskDomain = domain('assignments-desk', { area: 'desk' });
