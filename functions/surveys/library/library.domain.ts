import { domain } from '../../../shared/contract/domain.ts';

/** Keeps nothing: what is taken from the library becomes a survey like any other. */
export const libraryDomain = domain('library', { area: 'surveys' });
