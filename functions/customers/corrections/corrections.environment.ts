/** What the functions of corrections find in their environment. */
import { environment, variable } from '../../../shared/runtime/environment.ts';

/** Of the work: it continues itself. */
export const correctionsWorkEnvironment = environment({ CORRECTIONS_QUEUE_URL: variable });
