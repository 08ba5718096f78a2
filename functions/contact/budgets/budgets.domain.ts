import { domain } from '../../../shared/contract/domain.ts';
import { contactsItem, policyItem } from './budgets.items.ts';

export const budgetsDomain = domain('budgets', { area: 'contact', items: [policyItem, contactsItem] });
