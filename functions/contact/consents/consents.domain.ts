import { domain } from '../../../shared/contract/domain.ts';
import { consentItem, consentsOfCustomer } from './consents.items.ts';

export const consentsDomain = domain('consents', {
  area: 'contact',
  items: [consentItem],
  patterns: [consentsOfCustomer],
});
