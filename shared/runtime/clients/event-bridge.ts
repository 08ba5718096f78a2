import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { houseSettings } from './house-settings.ts';

export function createEventBridgeClient(): EventBridgeClient {
  return new EventBridgeClient(houseSettings);
}
