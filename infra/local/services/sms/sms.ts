/** AWS End User Messaging SMS v2: takes texts and keeps them in the inbox; nothing leaves this machine. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import {
  type AwsCall,
  AwsError,
  type AwsReply,
  type AwsService,
  type Cloud,
  type SentText,
  type TextInbox,
} from '../../cloud.ts';
import { jsonReply, readBody } from '../../endpoint/json-protocol.ts';
import { createReplies } from './replies.ts';

/** https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html */
const sendTextSchema = z.strictObject({
  DestinationPhoneNumber: z.string().regex(/^\+?[1-9][0-9]{1,18}$/),
  OriginationIdentity: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[A-Za-z0-9_:/+-]+$/)
    .optional(),
  MessageBody: z.string().min(1).max(1600).regex(/\S/),
  MessageType: z.enum(['TRANSACTIONAL', 'PROMOTIONAL']).optional(),
  Context: z
    .record(
      z.string().min(1).max(100).regex(/^\S+$/),
      z
        .string()
        .min(1)
        .max(800)
        .regex(/^\S(.*\S)?$/s),
    )
    .default({}),
});

/** Of https://docs.aws.amazon.com/sms-voice/latest/userguide/test-phone-numbers.html: what fails on AWS, too. */
const failing = new Set(['+14254147167', '+61455944039', '+85257048854', '+33755512502', '+4525919215']);
/** Of no simulator: numbers that nobody has. */
const invalid = /^\+1555000/;

/** The latest so many texts are kept. */
const keptTexts = 5000;

export function createSms(cloud: Cloud): AwsService & { readonly texts: TextInbox } {
  const texts = cloud.state.map<SentText>('texts');
  const optedOut = cloud.state.map<true>('sms-opted-out');
  const reply = createReplies(cloud, optedOut);

  function sendText(request: z.output<typeof sendTextSchema>): AwsReply {
    const { DestinationPhoneNumber: to, OriginationIdentity: from = 'shared' } = request;
    if (optedOut.has(to)) {
      throw new AwsError(
        400,
        'ConflictException',
        'Conflict Occurred - Reason="DESTINATION_PHONE_NUMBER_OPTED_OUT"',
        {
          Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT',
        },
      );
    }
    const at = new Date(cloud.clock.now()).toISOString();
    const text = { id: randomUUID(), at, from, to, text: request.MessageBody, context: request.Context };
    texts.set(text.id, text);
    const [oldest] = texts.keys();
    if (texts.size > keptTexts && oldest !== undefined) texts.delete(oldest);
    report(text);
    return jsonReply({ MessageId: text.id });
  }

  /** What the service tells on the default bus, in the turns after it has answered. */
  function report(text: SentText): void {
    const ended = cloud.activity.begin('SMS events');
    setImmediate(() => {
      for (const eventType of ['TEXT_PENDING', fateOf(text)]) {
        const isFinal = eventType !== 'TEXT_PENDING';
        const status = eventType.replace('TEXT_', '');
        const about = { messageId: text.id, destinationPhoneNumber: text.to, context: text.context };
        const detail = { eventType, eventVersion: '1.0', isFinal, messageStatus: status, ...about };
        cloud.publish('default', {
          source: 'aws.sms-voice',
          detailType: 'Text Message Delivery Status Updated',
          detail,
        });
      }
      ended();
    });
  }

  async function handle(call: AwsCall): Promise<AwsReply> {
    if (call.operation === 'SendTextMessage') return sendText(readBody(sendTextSchema, call));
    throw new AwsError(400, 'ValidationException', `${call.operation} is not imitated locally.`);
  }

  return {
    scopes: ['sms-voice'],
    handle,
    texts: { sent: () => [...texts.values()], reply, clear: () => texts.clear() },
  };
}

function fateOf({ to }: SentText): string {
  if (invalid.test(to)) return 'TEXT_INVALID';
  return failing.has(to) ? 'TEXT_UNREACHABLE' : 'TEXT_DELIVERED';
}
