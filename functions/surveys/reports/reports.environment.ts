/** What the routes of the reports domain find in their environment. */
import { environment, variable } from '../../../shared/runtime/environment.ts';

export const reportsHttpEnvironment = environment({ PUBLIC_URL: variable });
