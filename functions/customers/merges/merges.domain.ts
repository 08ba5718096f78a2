import { domain } from '../../../shared/contract/domain.ts';

/** What is merged stands in the records themselves. */
export const mergesDomain = domain('merges', { area: 'customers' });
