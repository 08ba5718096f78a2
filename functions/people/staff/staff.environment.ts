/** What the functions of the staff domain find in their environment. */
import { environment, variable } from '../../../shared/runtime/environment.ts';

export const staffHttpEnvironment = environment({ TABLE_NAME: variable });
