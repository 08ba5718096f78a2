/** What the surveys domain is: what it keeps. */
import { domain } from '../../../shared/contract/domain.ts';
import {
  archivedSurveys,
  surveyItem,
  surveysByChange,
  surveyVersionItem,
  versionsOfSurvey,
} from './surveys.items.ts';
import { surveyId } from './surveys.schema.ts';

export const surveysDomain = domain('surveys', {
  area: 'surveys',
  ids: [surveyId],
  items: [surveyItem, surveyVersionItem],
  patterns: [archivedSurveys, surveysByChange, versionsOfSurvey],
});
