import { environment, variable } from '../../../shared/runtime/environment.ts';

export const reindexingWalkingEnvironment = environment({ WALKING_QUEUE_URL: variable, BUS_NAME: variable });
