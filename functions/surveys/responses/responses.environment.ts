/** What the routes of the responses domain find in their environment. */
import { brandVariables, environment, variable } from '../../../shared/runtime/environment.ts';

export const responsesHttpEnvironment = environment({ ...brandVariables, PUBLIC_URL: variable });
