/** What the analyses domain is: what it keeps and listens to. */
import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { analysisRestarted, analysisStarted } from './analyses.events.ts';
import { analysesByTime, analysisItem } from './analyses.items.ts';
import { analysisId } from './analyses.schema.ts';

/** Reads what everybody has bought, in a function of its own because that takes its time and memory. */
export const analysesReading = subscription('analyses-reading', [analysisStarted, analysisRestarted], {
  queue: 'analyses-reading',
});

export const analysesDomain = domain('analyses', {
  area: 'commerce',
  ids: [analysisId],
  items: [analysisItem],
  patterns: [analysesByTime],
  subscriptions: [analysesReading],
});
