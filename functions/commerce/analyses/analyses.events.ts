/** What the analyses domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { analysisId } from './analyses.schema.ts';

const subject = { analysisId: analysisId.schema, version: z.int() };
const changed = z.array(z.string());

export const analysisStarted = event('analysis.started', z.object(subject));
/** It is made once more, as what was told of orders since may concern days that it covers. */
export const analysisRestarted = event('analysis.restarted', z.object({ ...subject, changed }));
export const analysisDone = event('analysis.done', z.object({ ...subject, changed }));
