import { domain } from '../../../shared/contract/domain.ts';
import {
  consentHistory,
  consentItem,
  consentsOfCustomer,
  consentTextItem,
  textsOfPurpose,
} from './consents.items.ts';

export const consentsDomain = domain('consents', {
  area: 'contact',
  items: [consentItem, consentTextItem],
  patterns: [consentsOfCustomer, consentHistory, textsOfPurpose],
});
