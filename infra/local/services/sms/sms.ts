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
import { reportText } from './reports.ts';

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
  ConfigurationSetName: z.string().min(1).max(256).optional(),
  TimeToLive: z.int().min(5).max(259_200).optional(),
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
    .refine((context) => Object.keys(context).length <= 5, 'has more than five entries')
    .default({}),
});

/** https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_DescribeOptedOutNumbers.html */
const optedOutSchema = z.strictObject({
  OptOutListName: z.string().min(1).max(256),
  MaxResults: z.int().min(1).max(100).default(100),
  NextToken: z.string().regex(/^\d+$/).optional(),
});

/** Of https://docs.aws.amazon.com/sms-voice/latest/userguide/test-phone-numbers.html: what fails on AWS, too. */
const failing = new Set(['+14254147167', '+61455944039', '+85257048854', '+33755512502', '+4525919215']);
/** Of no simulator: numbers that nobody has. */
const invalid = /^\+1555000/;

/** The latest so many texts are kept. */
const keptTexts = 5000;

export function createSms(cloud: Cloud): AwsService & { readonly texts: TextInbox } {
  const texts = cloud.state.map<SentText>('texts');
  const optedOut = cloud.state.map<number>('sms-opted-out');
  const reply = createReplies(cloud, optedOut);
  const configurationSets = new Set(
    cloud.template.ofType('AWS::SMSVOICE::ConfigurationSet').map(({ ref }) => ref),
  );

  function sendText(request: z.output<typeof sendTextSchema>): AwsReply {
    const { DestinationPhoneNumber: to, OriginationIdentity: from = 'shared' } = request;
    const set = request.ConfigurationSetName;
    if (set !== undefined && !configurationSets.has(set)) {
      throw new AwsError(400, 'ResourceNotFoundException', `Configuration set ${set} does not exist.`);
    }
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
    report(text, request.ConfigurationSetName);
    return jsonReply({ MessageId: text.id });
  }

  /** What the service tells, in the turns after it has answered. */
  function report(text: SentText, configurationSet: string | undefined): void {
    if (configurationSet === undefined) return;
    const ended = cloud.activity.begin('SMS events');
    setImmediate(() => {
      reportText(cloud, text, configurationSet, 'TEXT_PENDING', false);
      reportText(cloud, text, configurationSet, fateOf(text), true);
      ended();
    });
  }

  function describeOptedOut({
    OptOutListName,
    MaxResults,
    NextToken = '0',
  }: z.output<typeof optedOutSchema>): AwsReply {
    if (OptOutListName !== 'Default') {
      throw new AwsError(400, 'ResourceNotFoundException', `Opt-out list ${OptOutListName} does not exist.`);
    }
    const begin = Number(NextToken);
    const end = begin + MaxResults;
    const OptedOutNumbers = [...optedOut].slice(begin, end).map(([OptedOutNumber, since]) => ({
      ...{ OptedOutNumber, OptedOutTimestamp: Number(since) / 1000, EndUserOptedOut: true },
    }));
    const next = end < optedOut.size ? { NextToken: String(end) } : {};
    return jsonReply({ OptOutListName, OptedOutNumbers, ...next });
  }

  async function handle(call: AwsCall): Promise<AwsReply> {
    if (call.operation === 'SendTextMessage') return sendText(readBody(sendTextSchema, call));
    if (call.operation === 'DescribeOptedOutNumbers') return describeOptedOut(readBody(optedOutSchema, call));
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
