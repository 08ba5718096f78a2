/** What the functions of the customers domain are told by their stack. */
import { environment, variable } from '../../../shared/runtime/environment.ts';

export const customersHttpEnvironment = environment({ TABLE_NAME: variable });
export const customersDirectoryEnvironment = environment({ TABLE_NAME: variable });
