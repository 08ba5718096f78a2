/** What the activities domain keeps of a person: what they have done, and how often. */
import type { PersonalData } from '../../../shared/table/personal-data.ts';
import { activityItem, activitySummaryItem } from './activities.items.ts';

export const personalActivities: PersonalData = {
  items: [{ item: activityItem }, { item: activitySummaryItem }],
};
