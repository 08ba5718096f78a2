/** What lies in the queue of corrections beside events. */
import * as z from 'zod';
import { correctionId } from './corrections.schema.ts';

/** A correction goes on with its next part. */
export const CorrectionStepMessage = z.strictObject({
  correctionId: correctionId.schema,
  step: z.int().min(0),
});
export type CorrectionStepMessage = z.infer<typeof CorrectionStepMessage>;
