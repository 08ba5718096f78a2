import { domain } from '../../../shared/contract/domain.ts';
import { consentRequestItem } from './preferences.items.ts';

export const preferencesDomain = domain('preferences', {
  area: 'contact',
  items: [consentRequestItem],
});
