import {
  DescribeOptedOutNumbersCommand,
  type PinpointSMSVoiceV2Client,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { phoneSchema } from '../values/phone.ts';

/** The list of a number or pool until it is given another. */
const listName = 'Default';

export interface OptedOutPage {
  /** E.164. */
  readonly numbers: readonly string[];
  /** Where the next page begins; undefined after the last one. */
  readonly next: string | undefined;
}

/**
 * Of up to 100 numbers to which AWS End User Messaging sends nothing those whose owners have said so; the others somebody
 * of the account has put there. It may be asked once a second
 * (https://docs.aws.amazon.com/sms-voice/latest/userguide/quotas.html). Rejects when it cannot be asked.
 *
 * @param after `next` of the page before; the first page without
 */
export async function readOptedOut(client: PinpointSMSVoiceV2Client, after?: string): Promise<OptedOutPage> {
  const { OptedOutNumbers = [], NextToken: next } = await client.send(
    new DescribeOptedOutNumbersCommand({ OptOutListName: listName, MaxResults: 100, NextToken: after }),
  );
  const numbers = OptedOutNumbers.flatMap(({ OptedOutNumber = '', EndUserOptedOut }) => {
    if (!EndUserOptedOut) return [];
    const number = OptedOutNumber.startsWith('+') ? OptedOutNumber : `+${OptedOutNumber}`;
    return phoneSchema.safeParse(number).data ?? [];
  });
  return { numbers, next };
}
