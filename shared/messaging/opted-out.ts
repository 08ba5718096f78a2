import {
  type PinpointSMSVoiceV2Client,
  paginateDescribeOptedOutNumbers,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { phoneSchema } from '../values/phone.ts';

/** The list of a number or pool until it is given another. */
const listName = 'Default';

/** The numbers (E.164) to which AWS End User Messaging sends nothing, by pages of up to 100. Rejects when it cannot be asked. */
export async function* optedOutNumbers(client: PinpointSMSVoiceV2Client): AsyncGenerator<readonly string[]> {
  const pages = paginateDescribeOptedOutNumbers({ client, pageSize: 100 }, { OptOutListName: listName });
  for await (const { OptedOutNumbers = [] } of pages) {
    yield OptedOutNumbers.flatMap(({ OptedOutNumber = '' }) => {
      const number = OptedOutNumber.startsWith('+') ? OptedOutNumber : `+${OptedOutNumber}`;
      return phoneSchema.safeParse(number).data ?? [];
    });
  }
}
