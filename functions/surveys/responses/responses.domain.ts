/** What the responses domain is: what it keeps, and what it listens to. */

import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { responseRecorded } from './responses.events.ts';
import {
  anonymousResponseItem,
  answerDraftItem,
  countersOfSurvey,
  quotaCounterItem,
  responseItem,
  responseOfId,
  responsesList,
  runCounterItem,
  surveyCounterItem,
  suspectResponseItem,
} from './responses.items.ts';
import { responseId } from './responses.schema.ts';

/** Answers are counted as they come in. */
export const responsesResults = subscription('responses-results', [responseRecorded]);

export const responsesDomain = domain('responses', {
  area: 'surveys',
  ids: [responseId],
  items: [
    responseItem,
    anonymousResponseItem,
    suspectResponseItem,
    answerDraftItem,
    quotaCounterItem,
    surveyCounterItem,
    runCounterItem,
  ],
  patterns: [responseOfId, countersOfSurvey],
  lists: [responsesList],
  subscriptions: [responsesResults],
});
