import { domain } from '../../../shared/contract/domain.ts';
import { paceItem, textPaceItem } from './pacing.items.ts';

export const pacingDomain = domain('pacing', { area: 'contact', items: [paceItem, textPaceItem] });
