import { domain } from '../../../shared/contract/domain.ts';

/** Keeps nothing: filters are part of what other domains keep. */
export const filtersDomain = domain('filters', { area: 'customers' });
