/** What the functions of the customers domain find in their environment. */
import { environment, variable } from '../../../shared/runtime/environment.ts';

/** Of the routes: sign addresses of attachments. */
export const customersHttpEnvironment = environment({ PERSONAL_FILES_BUCKET: variable });

/** Of what removes attachments. */
export const customersFilesEnvironment = environment({
  PERSONAL_FILES_BUCKET: variable,
  FILES_QUEUE_URL: variable,
});
