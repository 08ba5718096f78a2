import { type PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { outcomeOfCall, property, readCallError } from './aws-call.ts';
import type { Channel, SendOutcome } from './channel.ts';

export interface Text {
  /** E.164. */
  readonly to: string;
  readonly text: string;
  /** Names this sending in what is told of it later; the same text to the same person always has the same one. */
  readonly sendId: string;
}

export interface SmsChannelSettings {
  /** From `createSmsClient`, which never repeats a call by itself. */
  readonly client: PinpointSMSVoiceV2Client;
  /** ARN of the number, pool or sender id that texts come from, which also says whether they are promotional. */
  readonly from: string;
  /** Name of the deployment: what the service tells of texts of others is not for us. */
  readonly sender: string;
}

/**
 * Texts by AWS End User Messaging SMS. Keys and values of the context have up to 100 and 800 characters
 * (https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html).
 */
export function createSmsChannel({ client, from, sender }: SmsChannelSettings): Channel<Text> {
  return {
    async send({ to, text, sendId }) {
      const command = new SendTextMessageCommand({
        DestinationPhoneNumber: to,
        OriginationIdentity: from,
        MessageBody: text,
        Context: { sendId, sender },
      });
      try {
        const { MessageId: messageId } = await client.send(command);
        return messageId === undefined
          ? { outcome: 'unknown', reason: 'SMS answered without a message id', isError: false }
          : { outcome: 'accepted', messageId };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

type Fault = Extract<SendOutcome, { outcome: 'refused' }>['fault'];

/** Why this number gets no text, by `Reason` of a conflict. */
const faultOfConflict: Readonly<Record<string, Fault>> = {
  DESTINATION_PHONE_NUMBER_OPTED_OUT: 'recipient',
  DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION: 'recipient',
  DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE: 'recipient',
  DESTINATION_PHONE_NUMBER_NOT_VERIFIED: 'sandbox',
  // No identity of ours may write to the country of this number: a matter of this text alone.
  NO_ORIGINATION_IDENTITIES_FOUND: 'mail',
};

function outcomeOf(error: unknown): SendOutcome {
  const call = readCallError(error);
  const why = property(error, 'Reason');
  const reason = typeof why === 'string' ? `${why}: ${call.reason}` : call.reason;
  // Both are answered with 400: https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/CommonErrors.html
  if (call.name === 'ThrottlingException') return { outcome: 'retry', reason, limit: 'rate' };
  // What may be spent in a month, or sent in a day.
  if (call.name === 'ServiceQuotaExceededException') return { outcome: 'retry', reason, limit: 'quota' };
  return outcomeOfCall(call) ?? { outcome: 'refused', reason, fault: faultOf(call.name, why, error) };
}

function faultOf(name: string, why: unknown, error: unknown): Fault {
  if (name === 'ConflictException') return faultOfConflict[String(why)] ?? 'account';
  if (name !== 'ValidationException') return 'account';
  const fields = property(error, 'Fields');
  const isNumber =
    Array.isArray(fields) && fields.some((field) => property(field, 'Name') === 'DestinationPhoneNumber');
  return isNumber ? 'recipient' : 'mail';
}
