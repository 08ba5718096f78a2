/** What the results domain is: what it keeps, and what it listens to. */
import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { responseRecorded } from '../responses/responses.events.ts';
import {
  countedTagItem,
  counterOfSurvey,
  dayCounterItem,
  daysOfSurvey,
  groupCounterItem,
  groupsOfSurvey,
  runCounterItem,
  runsOfSurvey,
  surveyCounterItem,
} from './results.items.ts';

/** Answers are counted as they come in. */
export const resultsCounting = subscription('results-counting', [responseRecorded]);

export const resultsDomain = domain('results', {
  area: 'surveys',
  items: [surveyCounterItem, dayCounterItem, runCounterItem, groupCounterItem, countedTagItem],
  patterns: [counterOfSurvey, daysOfSurvey, runsOfSurvey, groupsOfSurvey],
  subscriptions: [resultsCounting],
});
