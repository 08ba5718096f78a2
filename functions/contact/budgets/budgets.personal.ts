/** What the budgets domain keeps of a person: when they were written to. */
import type { PersonalData } from '../../../shared/table/personal-data.ts';
import { contactsItem } from './budgets.items.ts';

export const personalContacts: PersonalData = { items: [{ item: contactsItem }] };
