/** What the functions of their own of the invitations domain find in their environment. */
import { environment, variable } from '../../../shared/runtime/environment.ts';

export const invitationsPlanningEnvironment = environment({ LINK_SECRET_ARN: variable });
