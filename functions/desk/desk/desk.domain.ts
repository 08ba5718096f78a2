import { domain } from '../../../shared/contract/domain.ts';
import { chosenLanguageItem, sessionItem } from './desk.items.ts';

export const deskDomain = domain('desk', { area: 'desk', items: [sessionItem, chosenLanguageItem] });
