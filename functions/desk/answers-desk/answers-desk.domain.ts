import { domain } from '../../../shared/contract/domain.ts';

export const answersDeskDomain = domain('answers-desk', { area: 'desk' });
