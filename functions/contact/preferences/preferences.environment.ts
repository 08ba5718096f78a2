/** What the functions of the preferences domain find in their environment. */
import { environment, variable } from '../../../shared/runtime/environment.ts';

/** Computes the links that customers are sent. */
export const preferencesHttpEnvironment = environment({ LINK_SECRET_ARN: variable });
