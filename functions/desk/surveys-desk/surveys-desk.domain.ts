import { domain } from '../../../shared/contract/domain.ts';

export const surveysDeskDomain = domain('surveys-desk', { area: 'desk' });
