/** How surveys lie in the one table. */

import { entity } from '../../../shared/events/entity.ts';
import type { Restorable } from '../../../shared/events/restore.ts';
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { surveyChanged, surveyCreated } from './surveys.events.ts';
import { editionOf } from './surveys.rules.ts';
import { Survey, SurveyPatch, SurveySummary, SurveyVersionSummary } from './surveys.schema.ts';

export const surveyItem = defineItem({
  name: 'survey',
  v: 1,
  retention: 'record',
  schema: Survey,
  key: ['SURVEY#{id}', '-'],
  indexes: { gsi1: ['LIST#{shelf}', '{updatedAt}#{id}'] },
  parts: ({ status }) => ({ shelf: status === 'archived' ? 'archived-survey' : 'survey' }),
  summary: SurveySummary,
  toSummary: ({ id, name, status, languages, updatedAt }) => ({ id, name, status, languages, updatedAt }),
});

export const surveyTrail = ownTrail(surveyItem);

/** The survey as it was in one version, for the answers that were given to it. */
export const surveyVersionItem = defineItem({
  name: 'survey-version',
  v: 1,
  retention: 'record',
  schema: Survey,
  key: ['SURVEY#{id}', 'V#{edition}'],
  parts: ({ version }) => ({ edition: editionOf(version) }),
  summary: SurveyVersionSummary,
  toSummary: ({ id, version, name, status, languages, updatedAt, questions }) => ({
    ...{ id, version, name, status, languages, updatedAt },
    questions: questions.length,
  }),
});

export const surveyEntity = entity({
  item: surveyItem,
  noun: 'survey',
  subject: ({ id, version }) => ({ surveyId: id, version }),
  created: surveyCreated,
  changed: surveyChanged,
});

export const surveysByChange = definePattern({
  question: 'Which surveys are there? The last changed first.',
  item: surveyItem,
  index: 'gsi1',
  partition: 'LIST#survey',
  newestFirst: true,
});

export const archivedSurveys = definePattern({
  question: 'Which surveys are archived? The last changed first.',
  item: surveyItem,
  index: 'gsi1',
  partition: 'LIST#archived-survey',
  newestFirst: true,
});

export const versionsOfSurvey = definePattern({
  question: 'What was this survey in each of its versions? The last one first.',
  item: surveyVersionItem,
  partition: 'SURVEY#{surveyId}',
  prefix: 'V#',
  newestFirst: true,
});

/** What can be taken back of it. */
export const surveyRestorable: Restorable = {
  changed: [surveyChanged],
  created: [surveyCreated],
  fields: Object.keys(SurveyPatch.shape),
  patch: SurveyPatch,
};
