/** What the routes of the collectors domain find in their environment. */
import { environment, variable } from '../../../shared/runtime/environment.ts';

export const collectorsHttpEnvironment = environment({ PUBLIC_URL: variable });
