import { domain } from '../../../shared/contract/domain.ts';

/** Keeps nothing: questions are part of the surveys that ask them. */
export const questionsDomain = domain('questions', { area: 'surveys' });
