/** What the privacy domain keeps of a person: exports, whose files go with them. */
import type { PersonalData } from '../../../shared/table/personal-data.ts';
import { exportItem } from './privacy.items.ts';

export const personalExports: PersonalData = { items: [{ item: exportItem }] };
