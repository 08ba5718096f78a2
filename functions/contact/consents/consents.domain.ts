import { domain } from '../../../shared/contract/domain.ts';
import { consentItem } from './consents.items.ts';

export const consentsDomain = domain('consents', { area: 'contact', items: [consentItem] });
