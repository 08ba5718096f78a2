/** What the segments domain keeps of a person: in which segments they are. */
import type { PersonalData } from '../../../shared/table/personal-data.ts';
import { segmentedItem } from './segments.items.ts';

export const personalSegments: PersonalData = { items: [{ item: segmentedItem }] };
