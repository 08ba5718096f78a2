import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { houseSettings } from './house-settings.ts';

/** For what can be asked twice. */
export function createSmsReader(): PinpointSMSVoiceV2Client {
  return new PinpointSMSVoiceV2Client(houseSettings);
}

/** Never tries twice: the service knows no request token, so after a lost reply a second try could be a second text. */
export function createSmsClient(): PinpointSMSVoiceV2Client {
  return new PinpointSMSVoiceV2Client({ ...houseSettings, maxAttempts: 1 });
}
