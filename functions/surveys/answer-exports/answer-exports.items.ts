/** How exports of answers lie in the one table. */
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { AnswerExportRecord } from './answer-exports.schema.ts';

/** Who has exported what can be looked up this long after it was asked for; the files go sooner. */
const keptSeconds = 365 * 24 * 60 * 60;

export const answerExportItem = defineItem({
  name: 'answer-export',
  v: 1,
  retention: 'trace',
  schema: AnswerExportRecord,
  key: ['ANSWER-EXPORT#{id}', '-'],
  expires: ({ requestedAt }) => epochSeconds(requestedAt) + keptSeconds,
});

export const answerExportTrail = ownTrail(answerExportItem);
