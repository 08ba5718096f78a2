import { SESv2Client } from '@aws-sdk/client-sesv2';
import { houseSettings } from './house-settings.ts';

/** Never tries twice: SES knows no request token, so after a lost reply a second try could be a second mail. */
export function createSesClient(): SESv2Client {
  return new SESv2Client({ ...houseSettings, maxAttempts: 1 });
}
