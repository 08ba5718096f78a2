/** The stand-in of AWS End User Messaging SMS, by its own SDK and as the channel of the product sees it. */
import {
  type ConflictException,
  DescribeOptedOutNumbersCommand,
  PinpointSMSVoiceV2Client,
  SendTextMessageCommand,
  type SendTextMessageCommandInput,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { afterEach, describe, expect, it } from 'vitest';
import { AwsError, type AwsService } from '../../infra/local/cloud.ts';
import { createSms } from '../../infra/local/services/sms/sms.ts';
import { readOptedOut } from '../../shared/messaging/opted-out.ts';
import { createSmsChannel } from '../../shared/messaging/sms.ts';
import { createRig, queueArn, type Rig } from '../support/service-rig.ts';

const rigs: Rig[] = [];
afterEach(() => {
  for (const rig of rigs.splice(0)) rig.close();
});

const from = 'arn:aws:sms-voice:eu-central-1:000000000000:phone-number/phone-local';

const topicArn = 'arn:aws:sns:eu-central-1:000000000000:rapport-local-text-reports';
/** A configuration set whose topic the service may publish to, and which a queue listens to. */
const reporting = [
  { type: 'AWS::SQS::Queue', ref: 'deliveries', arn: queueArn('deliveries') },
  {
    type: 'AWS::SMSVOICE::ConfigurationSet',
    ref: 'rapport-local-texts',
    properties: {
      EventDestinations: [
        { Enabled: true, MatchingEventTypes: ['TEXT_ALL'], SnsDestination: { TopicArn: topicArn } },
      ],
    },
  },
  {
    type: 'AWS::SNS::TopicPolicy',
    ref: 'policy',
    properties: {
      Topics: [topicArn],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'sms-voice.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: topicArn,
          },
        ],
      },
    },
  },
  {
    type: 'AWS::SNS::Subscription',
    ref: 'subscription',
    properties: {
      TopicArn: topicArn,
      Protocol: 'sqs',
      Endpoint: queueArn('deliveries'),
      RawMessageDelivery: true,
    },
  },
];

async function start(service?: AwsService) {
  const rig = createRig({ now: '2026-11-21T10:00:00Z', resources: [...reporting, ...answers] });
  rigs.push(rig);
  const sms = createSms(rig.cloud);
  await rig.serve(service ?? sms);
  const client = new PinpointSMSVoiceV2Client({ ...rig.client(), maxAttempts: 1 });
  return {
    rig,
    sms,
    client,
    channel: createSmsChannel({ client, from, configurationSet: 'rapport-local-texts' }),
  };
}

/** The topic of answers, which the same queue listens to. */
const answers = reporting
  .filter(({ type }) => type.startsWith('AWS::SNS::'))
  .map((resource) => JSON.parse(JSON.stringify(resource).replaceAll('text-reports', 'replies')));

/** What has come into the queue. */
const reported = ({ sent }: Rig): unknown[] => sent.map(({ message }) => JSON.parse(message.body));

const text = (fields: Partial<SendTextMessageCommandInput> = {}) =>
  new SendTextMessageCommand({
    DestinationPhoneNumber: '+8613800000001',
    OriginationIdentity: from,
    MessageBody: '您好',
    ConfigurationSetName: 'rapport-local-texts',
    Context: { sendId: 'message_1-1' },
    ...fields,
  });

describe('SendTextMessage', () => {
  it('keeps what was sent, and publishes what became of it with its context', async () => {
    const { rig, sms, client } = await start();
    const { MessageId } = await client.send(text());
    await rig.cloud.activity.idle();
    expect(sms.texts.sent()).toMatchObject([{ id: MessageId, to: '+8613800000001', text: '您好', from }]);
    expect(reported(rig)).toMatchObject([
      { eventType: 'TEXT_PENDING', isFinal: false, context: { sendId: 'message_1-1' } },
      { eventType: 'TEXT_DELIVERED', isFinal: true, context: { sendId: 'message_1-1' } },
    ]);
  });

  it.each([
    ['the number of the simulator that fails', '+61455944039', 'TEXT_UNREACHABLE'],
    ['a number that nobody has', '+15550001234', 'TEXT_INVALID'],
  ])('tells of %s', async (_, DestinationPhoneNumber, eventType) => {
    const { rig, client } = await start();
    await client.send(text({ DestinationPhoneNumber }));
    await rig.cloud.activity.idle();
    expect(reported(rig).at(-1)).toMatchObject({ eventType, isFinal: true });
  });

  it.each([
    ['no number', { DestinationPhoneNumber: 'abc' }],
    ['no words', { MessageBody: ' ' }],
    ['too many words', { MessageBody: 'a'.repeat(1601) }],
    ['a context with a blank in a key', { Context: { 'send id': 'x' } }],
    ['a context that is too long', { Context: { sendId: 'x'.repeat(801) } }],
  ])('refuses %s', async (_, fields) => {
    const { client } = await start();
    await expect(client.send(text(fields))).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('refuses a number that has answered STOP, until START', async () => {
    const { sms, client, channel } = await start();
    sms.texts.reply('+8613800000001', 'Stop');
    const refused: ConflictException = await client.send(text()).then(
      () => expect.fail('was taken'),
      (error) => error,
    );
    expect([refused.name, refused.Reason]).toEqual([
      'ConflictException',
      'DESTINATION_PHONE_NUMBER_OPTED_OUT',
    ]);
    expect(
      await channel.send({
        to: '+8613800000001',
        text: 'x',
        validSeconds: 60,
        isPromotional: false,
        id: 'a',
        sendId: 'a-1',
      }),
    ).toMatchObject({
      outcome: 'refused',
      fault: 'opted-out',
      reason: expect.stringMatching(/^DESTINATION_PHONE_NUMBER_OPTED_OUT: /),
    });
    sms.texts.reply('+8613800000001', 'START');
    expect(await client.send(text())).toMatchObject({ MessageId: expect.any(String) });
  });
});

describe('an answer', () => {
  const words = (rig: Rig) => reported(rig).map((each) => Object(each).messageBody);

  it.each(['STOP', 'td', 'HELP'])('%s is kept by the number that manages opt-outs for us', async (word) => {
    const { rig, sms } = await start();
    sms.texts.reply('+8613800000001', word);
    sms.texts.reply('+8613800000001', 'Hello');
    expect(words(rig)).toEqual(['Hello']);
  });

  it('is handed on by one that does not, and stops nothing there', async () => {
    const { rig, sms, client } = await start();
    for (const word of ['STOP', 'HELP', 'START'])
      sms.texts.reply('+8613800000001', word, { selfManaged: true });
    expect(words(rig)).toEqual(['STOP', 'HELP', 'START']);
    expect(await client.send(text())).toMatchObject({ MessageId: expect.any(String) });
  });
});

describe('the list of whom nothing is sent', () => {
  it('is read page by page, until START', async () => {
    const { sms, client } = await start();
    const numbers = Array.from({ length: 205 }, (_, index) => `+86138000${String(index).padStart(5, '0')}`);
    for (const number of numbers) sms.texts.reply(number, 'STOP');
    const first = await readOptedOut(client);
    const second = await readOptedOut(client, first.next);
    const third = await readOptedOut(client, second.next);
    expect([first, second, third].map((page) => page.numbers.length)).toEqual([100, 100, 5]);
    expect([first, second, third].flatMap((page) => page.numbers)).toEqual(numbers);
    expect(third.next).toBeUndefined();
    for (const number of numbers) sms.texts.reply(number, 'START');
    expect(await readOptedOut(client)).toEqual({ numbers: [], next: undefined });
  });

  it('leaves out whom somebody of the account has put there', async () => {
    const { client } = await start({
      scopes: ['sms-voice'],
      handle: async () => ({
        status: 200,
        headers: {},
        body: JSON.stringify({
          OptedOutNumbers: [
            { OptedOutNumber: '+8613800000001', EndUserOptedOut: false },
            { OptedOutNumber: '+8613800000002', EndUserOptedOut: true },
          ],
        }),
      }),
    });
    expect(await readOptedOut(client)).toEqual({ numbers: ['+8613800000002'], next: undefined });
  });

  it('is not there under another name', async () => {
    const { client } = await start();
    const other = new DescribeOptedOutNumbersCommand({ OptOutListName: 'Other' });
    await expect(client.send(other)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('the channel', () => {
  it.each([
    ['sender-id/Rapport/CN', true, { MessageType: 'PROMOTIONAL' }],
    ['sender-id/Rapport/CN', false, { MessageType: 'TRANSACTIONAL' }],
    // They have one type of their own, and refuse the other.
    ['phone-number/phone-1', true, {}],
    ['pool/pool-1', true, {}],
  ])('says from %s of what kind a text is (promotional: %s)', async (from, isPromotional, said) => {
    const seen: unknown[] = [];
    const { client } = await start({
      scopes: ['sms-voice'],
      handle: async (call) => {
        seen.push(JSON.parse(call.body.toString('utf8')));
        return { status: 200, headers: {}, body: JSON.stringify({ MessageId: 'm' }) };
      },
    });
    const arn = `arn:aws:sms-voice:eu-central-1:000000000000:${from}`;
    await createSmsChannel({ client, from: arn, configurationSet: 'rapport-local-texts' }).send({
      ...{ to: '+8613800000001', text: 'x', validSeconds: 60, isPromotional, id: 'a', sendId: 'a-1' },
    });
    const typed = seen.map((each) => ({
      ...('MessageType' in Object(each) && { MessageType: Object(each).MessageType }),
    }));
    expect(typed).toEqual([said]);
  });

  const failing = (status: number, code: string, members = {}): AwsService => ({
    scopes: ['sms-voice'],
    handle: async () => {
      throw new AwsError(status, code, 'Number +8613800000001 is wrong.', members);
    },
  });
  const fields = (Name: string) => ({ Fields: [{ Name, Message: 'is wrong' }] });

  it.each([
    [400, 'ThrottlingException', {}, { outcome: 'retry', limit: 'rate' }],
    [
      400,
      'ServiceQuotaExceededException',
      { Reason: 'MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT' },
      { outcome: 'retry', limit: 'quota' },
    ],
    [400, 'AccessDeniedException', {}, { outcome: 'refused', fault: 'account' }],
    [400, 'ResourceNotFoundException', {}, { outcome: 'refused', fault: 'account' }],
    [400, 'ConflictException', { Reason: 'RESOURCE_NOT_ACTIVE' }, { outcome: 'refused', fault: 'account' }],
    [
      400,
      'ConflictException',
      { Reason: 'DESTINATION_PHONE_NUMBER_NOT_VERIFIED' },
      { outcome: 'refused', fault: 'sandbox' },
    ],
    [
      400,
      'ConflictException',
      { Reason: 'NO_ORIGINATION_IDENTITIES_FOUND' },
      { outcome: 'refused', fault: 'sandbox' },
    ],
    [400, 'ConflictException', { Reason: 'MESSAGE_TYPE_MISMATCH' }, { outcome: 'refused', fault: 'sandbox' }],
    [
      400,
      'ValidationException',
      fields('DestinationPhoneNumber'),
      { outcome: 'refused', fault: 'recipient' },
    ],
    [400, 'ValidationException', fields('MessageBody'), { outcome: 'refused', fault: 'mail' }],
    [400, 'ValidationException', fields('OriginationIdentity'), { outcome: 'refused', fault: 'account' }],
    [
      400,
      'ValidationException',
      { Reason: 'SENDER_ID_NOT_REGISTERED' },
      { outcome: 'refused', fault: 'account' },
    ],
    [
      400,
      'ValidationException',
      { Reason: 'DESTINATION_COUNTRY_BLOCKED' },
      { outcome: 'refused', fault: 'sandbox' },
    ],
    [500, 'InternalServerException', {}, { outcome: 'unknown', isError: true }],
  ])('tells %d %s %j apart', async (status, code, members, expected) => {
    const { channel } = await start(failing(status, code, members));
    const outcome = await channel.send({
      to: '+8613800000001',
      text: 'x',
      validSeconds: 60,
      isPromotional: false,
      id: 'a',
      sendId: 'a-1',
    });
    expect(outcome).toMatchObject(expected);
    expect(JSON.stringify(outcome)).not.toContain('8613800000001');
  });

  it('does not know what became of a text whose reply was lost, and knows of one that never went', async () => {
    const { rig, channel } = await start();
    rig.close();
    const outcome = await channel.send({
      to: '+8613800000001',
      text: 'x',
      validSeconds: 60,
      isPromotional: false,
      id: 'a',
      sendId: 'a-1',
    });
    expect(outcome).toMatchObject({ outcome: 'retry' });
  });
});
