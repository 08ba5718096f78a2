/** What the functions of their own of the campaigns domain find in their environment. */
import { environment, variable } from '../../../shared/runtime/environment.ts';

export const campaignsRunsEnvironment = environment({
  RUNS_QUEUE_URL: variable,
  /** Queue of what the campaigns send, which takes the pages of the audience. */
  AUDIENCE_QUEUE_URL: variable,
});
