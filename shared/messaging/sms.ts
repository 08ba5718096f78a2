import { type PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { outcomeOfCall, property, readCallError } from './aws-call.ts';
import type { Channel, SendOutcome } from './channel.ts';

export interface Text {
  /** E.164. */
  readonly to: string;
  readonly text: string;
  /** So many seconds it is of use: whoever cannot be reached sooner does not get it. */
  readonly validSeconds: number;
  /** Whether it offers something; else it tells whoever gets it what they have to do with. */
  readonly isPromotional: boolean;
  /** Names the text itself, the same however often it is tried. */
  readonly id: string;
  /** Names this attempt in what is told of it later. */
  readonly sendId: string;
}

export interface SmsChannelSettings {
  /** From `createSmsClient`, which never repeats a call by itself. */
  readonly client: PinpointSMSVoiceV2Client;
  /** ARN of the number, pool or sender id that texts come from. */
  readonly from: string;
  /** Reports what becomes of texts. */
  readonly configurationSet: string;
}

/** What the service takes at most, which is what it takes without being told. */
const longestSeconds = 259_200;

/**
 * Texts by AWS End User Messaging SMS. Keys and values of the context have up to 100 and 800 characters
 * (https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html).
 */
export function createSmsChannel({ client, from, configurationSet }: SmsChannelSettings): Channel<Text> {
  const hasBothTypes = from.includes(':sender-id/');
  return {
    async send({ to, text, isPromotional, validSeconds, sendId }) {
      const command = new SendTextMessageCommand({
        DestinationPhoneNumber: to,
        OriginationIdentity: from,
        MessageBody: text,
        // A number and a pool have one type of their own, and refuse the other; a sender id has both.
        ...(hasBothTypes && { MessageType: isPromotional ? 'PROMOTIONAL' : 'TRANSACTIONAL' }),
        ConfigurationSetName: configurationSet,
        TimeToLive: Math.min(longestSeconds, Math.max(5, Math.floor(validSeconds))),
        Context: { sendId },
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
  DESTINATION_PHONE_NUMBER_OPTED_OUT: 'opted-out',
  DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION: 'recipient',
  DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE: 'recipient',
  DESTINATION_PHONE_NUMBER_NOT_VERIFIED: 'sandbox',
  // Of a sender id that was registered for one type only.
  MESSAGE_TYPE_MISMATCH: 'sandbox',
  // No identity of ours may write to the country of this number, until one is registered.
  NO_ORIGINATION_IDENTITIES_FOUND: 'sandbox',
};

/** What is wrong with more than this text, by `Reason` of a request that is not valid; of a country until it is opened to us. */
const faultOfInvalid: Readonly<Record<string, Fault>> = {
  SENDER_ID_NOT_REGISTERED: 'account',
  SENDER_ID_REQUIRES_REGISTRATION: 'account',
  SENDER_ID_NOT_SUPPORTED: 'account',
  INVALID_ARN: 'account',
  RESOURCE_NOT_ACCESSIBLE: 'account',
  CHANNEL_NOT_ENABLED: 'account',
  COUNTRY_NOT_ENABLED: 'sandbox',
  DESTINATION_COUNTRY_BLOCKED: 'sandbox',
  INVALID_IDENTITY_FOR_DESTINATION_COUNTRY: 'sandbox',
  INTERNATIONAL_SENDING_NOT_SUPPORTED: 'sandbox',
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
  const names = Array.isArray(fields) ? fields.map((field) => property(field, 'Name')) : [];
  if (names.includes('DestinationPhoneNumber')) return 'recipient';
  if (names.includes('MessageBody')) return 'mail';
  // Where nobody knows whose fault it is, it is better to wait for people than to give a campaign up.
  return faultOfInvalid[String(why)] ?? 'account';
}
