import { domain } from '../../../shared/contract/domain.ts';
import { callSettingsItem } from './calling.items.ts';

export const callingDomain = domain('calling', { area: 'callbacks', items: [callSettingsItem] });
