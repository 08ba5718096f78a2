/** What the campaigns domain keeps of a person: that something has happened to them, because of which they are asked. */
import type { PersonalData } from '../../../shared/table/personal-data.ts';
import { triggeredItem } from './campaigns.items.ts';

export const personalCampaigns: PersonalData = { items: [{ item: triggeredItem }] };
