/** The stand-in of AWS End User Messaging SMS, by its own SDK and as the channel of the product sees it. */
import {
  type ConflictException,
  PinpointSMSVoiceV2Client,
  SendTextMessageCommand,
  type SendTextMessageCommandInput,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { afterEach, describe, expect, it } from 'vitest';
import { AwsError, type AwsService } from '../../infra/local/cloud.ts';
import { createSms } from '../../infra/local/services/sms/sms.ts';
import { createSmsChannel } from '../../shared/messaging/sms.ts';
import { createRig, type Rig } from '../support/service-rig.ts';

const rigs: Rig[] = [];
afterEach(() => {
  for (const rig of rigs.splice(0)) rig.close();
});

const from = 'arn:aws:sms-voice:eu-central-1:000000000000:phone-number/phone-local';

async function start(service?: AwsService) {
  const rig = createRig({ now: '2026-11-21T10:00:00Z', resources: [] });
  rigs.push(rig);
  const sms = createSms(rig.cloud);
  await rig.serve(service ?? sms);
  const client = new PinpointSMSVoiceV2Client({ ...rig.client(), maxAttempts: 1 });
  return { rig, sms, client, channel: createSmsChannel({ client, from, sender: 'rapport-local-texts' }) };
}

const text = (fields: Partial<SendTextMessageCommandInput> = {}) =>
  new SendTextMessageCommand({
    DestinationPhoneNumber: '+8613800000001',
    OriginationIdentity: from,
    MessageBody: '您好',
    Context: { sendId: 'message_1-1', sender: 'rapport-local-texts' },
    ...fields,
  });

describe('SendTextMessage', () => {
  it('keeps what was sent, and publishes what became of it with its context', async () => {
    const { rig, sms, client } = await start();
    const { MessageId } = await client.send(text());
    await rig.cloud.activity.idle();
    expect(sms.texts.sent()).toMatchObject([{ id: MessageId, to: '+8613800000001', text: '您好', from }]);
    expect(rig.published.map(({ event }) => [event.source, event.detail])).toEqual(
      ['TEXT_PENDING', 'TEXT_DELIVERED'].map((eventType) => [
        'aws.sms-voice',
        expect.objectContaining({
          eventType,
          context: { sendId: 'message_1-1', sender: 'rapport-local-texts' },
        }),
      ]),
    );
  });

  it.each([
    ['the number of the simulator that fails', '+61455944039', 'TEXT_UNREACHABLE'],
    ['a number that nobody has', '+15550001234', 'TEXT_INVALID'],
  ])('tells of %s', async (_, DestinationPhoneNumber, eventType) => {
    const { rig, client } = await start();
    await client.send(text({ DestinationPhoneNumber }));
    await rig.cloud.activity.idle();
    expect(rig.published.at(-1)?.event.detail).toMatchObject({ eventType, isFinal: true });
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
    expect(await channel.send({ to: '+8613800000001', text: 'x', sendId: 'a-1' })).toMatchObject({
      outcome: 'refused',
      fault: 'recipient',
      reason: expect.stringMatching(/^DESTINATION_PHONE_NUMBER_OPTED_OUT: /),
    });
    sms.texts.reply('+8613800000001', 'START');
    expect(await client.send(text())).toMatchObject({ MessageId: expect.any(String) });
  });
});

describe('the channel', () => {
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
      { outcome: 'refused', fault: 'mail' },
    ],
    [
      400,
      'ValidationException',
      fields('DestinationPhoneNumber'),
      { outcome: 'refused', fault: 'recipient' },
    ],
    [400, 'ValidationException', fields('MessageBody'), { outcome: 'refused', fault: 'mail' }],
    [500, 'InternalServerException', {}, { outcome: 'unknown', isError: true }],
  ])('tells %d %s %j apart', async (status, code, members, expected) => {
    const { channel } = await start(failing(status, code, members));
    const outcome = await channel.send({ to: '+8613800000001', text: 'x', sendId: 'a-1' });
    expect(outcome).toMatchObject(expected);
    expect(JSON.stringify(outcome)).not.toContain('8613800000001');
  });

  it('does not know what became of a text whose reply was lost, and knows of one that never went', async () => {
    const { rig, channel } = await start();
    rig.close();
    const outcome = await channel.send({ to: '+8613800000001', text: 'x', sendId: 'a-1' });
    expect(outcome).toMatchObject({ outcome: 'retry' });
  });
});
