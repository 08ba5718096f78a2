import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { houseSettings } from './house-settings.ts';

export function createSchedulerClient(): SchedulerClient {
  return new SchedulerClient(houseSettings);
}
