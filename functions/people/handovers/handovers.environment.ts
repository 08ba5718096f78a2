import { environment, variable } from '../../../shared/runtime/environment.ts';

export const handoversMovingEnvironment = environment({ MOVING_QUEUE_URL: variable });
