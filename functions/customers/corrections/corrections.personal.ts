/** What the corrections domain keeps of a person: what they had before a correction, and after it. */
import type { PersonalData } from '../../../shared/table/personal-data.ts';
import { correctionRowItem } from './corrections.items.ts';

export const personalCorrections: PersonalData = { items: [{ item: correctionRowItem }] };
