/** What the responses domain is: what it keeps. */

import { domain } from '../../../shared/contract/domain.ts';
import {
  anonymousResponseItem,
  answerDraftItem,
  begunCounterItem,
  quotaCounterItem,
  responseItem,
  responseOfId,
  responsesList,
  suspectResponseItem,
} from './responses.items.ts';
import { responseId } from './responses.schema.ts';

export const responsesDomain = domain('responses', {
  area: 'surveys',
  ids: [responseId],
  items: [
    responseItem,
    anonymousResponseItem,
    suspectResponseItem,
    answerDraftItem,
    begunCounterItem,
    quotaCounterItem,
  ],
  patterns: [responseOfId],
  lists: [responsesList],
});
