/** What answers come to in numbers, and how these change: read and written by none, kept by those that measure. */
import { domain } from '../../../shared/contract/domain.ts';

export const measuresDomain = domain('measures', { area: 'surveys' });
