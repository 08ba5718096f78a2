/** How exports of answers lie in the one table. */
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { AnswerExportRecord, AnswerExportSummary } from './answer-exports.schema.ts';

/** Who has exported what can be looked up this long after it was asked for; the files go sooner. */
const keptSeconds = 365 * 24 * 60 * 60;

export const answerExportItem = defineItem({
  name: 'answer-export',
  v: 1,
  retention: 'trace',
  schema: AnswerExportRecord,
  key: ['ANSWER-EXPORT#{id}', '-'],
  indexes: { gsi1: ['ANSWER-EXPORTS#{surveyId}#{requester}', '{requestedAt}#{id}'] },
  parts: ({ requestedBy: { kind, id } }) => ({ requester: `${kind} ${id}` }),
  summary: AnswerExportSummary,
  expires: ({ requestedAt }) => epochSeconds(requestedAt) + keptSeconds,
});

export const answerExportTrail = ownTrail(answerExportItem);

export const exportsOfRequester = definePattern({
  question: 'Which exports of the answers to this survey has somebody asked for? The newest first.',
  item: answerExportItem,
  index: 'gsi1',
  partition: 'ANSWER-EXPORTS#{surveyId}#{requester}',
  newestFirst: true,
});
