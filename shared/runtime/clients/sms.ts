import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { houseSettings } from './house-settings.ts';

/** Never tries twice: the service knows no request token, so after a lost reply a second try could be a second text. */
export function createSmsClient(): PinpointSMSVoiceV2Client {
  return new PinpointSMSVoiceV2Client({ ...houseSettings, maxAttempts: 1 });
}
