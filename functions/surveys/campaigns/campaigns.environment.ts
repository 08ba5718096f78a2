/** What the functions of the campaigns domain find in their environment. */
import * as z from 'zod';
import { environment, variable } from '../../../shared/runtime/environment.ts';

export const campaignsHttpEnvironment = environment({
  /** The least hours between two runs of a campaign. */
  SHORTEST_CAMPAIGN_HOURS: z.coerce.number(),
  /** Nobody is asked twice within so many days. */
  ASK_AGAIN_AFTER_DAYS: z.coerce.number().int().min(0),
  /** Whether texts can be sent. */
  SENDS_TEXTS: z.enum(['yes', 'no']),
});

export const campaignsRunsEnvironment = environment({
  RUNS_QUEUE_URL: variable,
  /** Queue of what the campaigns send, which takes the pages of the audience. */
  AUDIENCE_QUEUE_URL: variable,
  /** Nobody is asked twice within so many days. */
  ASK_AGAIN_AFTER_DAYS: z.coerce.number().int().min(0),
});
