/** What the consents domain keeps of a person: what they have said; the history of it lies among the changes. */
import type { PersonalData } from '../../../shared/table/personal-data.ts';
import { consentItem } from './consents.items.ts';

export const personalConsents: PersonalData = { items: [{ item: consentItem }] };
