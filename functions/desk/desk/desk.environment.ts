/** What the function of the desk finds in its environment. */
import { brandVariables, environment, variable } from '../../../shared/runtime/environment.ts';

export const deskEnvironment = environment({
  ...brandVariables,
  /** Address of the desk as people see it. */
  PUBLIC_URL: variable,
  /** Where the desk calls the routes of the API. */
  API_URL: variable,
  /** Who signs people in, and as which client of theirs. */
  ISSUER_URL: variable,
  DESK_CLIENT_ID: variable,
});
