import { environment, variable } from '../../../shared/runtime/environment.ts';

export const listsJobsEnvironment = environment({ LISTS_QUEUE_URL: variable });
