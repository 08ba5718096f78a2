/** A department whose texts go through a provider: the same stacks with another setting, and a provider that reports. */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { instantAfter } from '../../../shared/time/clock.ts';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { newSurvey } from '../../support/samples.ts';
import { postReceipt, startTextProvider } from '../../support/text-provider.ts';

let provider: Awaited<ReturnType<typeof startTextProvider>>;
let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let signingKey: string;

beforeAll(async () => {
  provider = await startTextProvider();
  cloud = await ownCloud({
    settings: { smsFrom: '', smsProvider: 'https://sms.example.com/texts' },
    answeredHere: { 'https://sms.example.com': provider.url },
  });
  manager = await cloud.as('li.na');
  const [secret] = cloud.local.cloud.template
    .ofType('AWS::SecretsManager::Secret')
    .filter(({ logicalId }) => logicalId.startsWith('TextProviderKey'));
  const secrets = new SecretsManagerClient({
    endpoint: cloud.endpointUrl,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
  });
  const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: secret?.arn }));
  signingKey = JSON.parse(SecretString).signingKey;
});
afterAll(async () => {
  await cloud?.close();
  await provider?.close();
});

let number = 0;

/** A customer who was texted a survey; the state of that text. */
async function texted() {
  number += 1;
  const phone = `+861390000${String(number).padStart(4, '0')}`;
  const { body: customer } = await manager.customers.createCustomer({
    body: { name: '王芳', phone, language: 'zh-CN', timeZone: 'Asia/Shanghai' },
  });
  const survey = await manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
  const at = instantAfter((await cloud.now()).toISOString(), { minutes: 10 });
  await manager.campaigns.createCampaign({
    body: {
      surveyId: survey.body.id,
      name: 'By text',
      schedule: { at: at.slice(0, 16), timeZone: 'UTC' },
      channel: 'sms',
    },
  });
  await cloud.idle();
  await cloud.advance({ to: at });
  await cloud.idle();
  return { phone, customer };
}

it('texts, learns of each what became of it, and believes nobody else', async () => {
  const { phone, customer } = await texted();
  const text = provider.texts().find(({ to }) => to === phone);
  expect(text?.text).toMatch(/^【Rapport】.*\/r\/[\w-]{12} 退订请点链接$/);
  const params = { customerId: customer.id };
  const messages = async () => (await manager.messaging.listMessages({ params, query: {} })).body;
  expect((await messages()).items).toMatchObject([{ state: 'sent', channel: 'sms' }]);

  const reference = text?.reference ?? '';
  const now = Math.floor((await cloud.now()).getTime() / 1000);
  const gone = { reference, status: 'no-such-number' };
  const refused = await Promise.all([
    postReceipt(cloud.url, gone, 'another key', now),
    postReceipt(cloud.url, gone, signingKey, now - 301),
    postReceipt(cloud.url, gone, signingKey, now + 900),
    postReceipt(cloud.url, gone, signingKey, now, { 'rapport-timestamp': String(now - 1) }),
    postReceipt(cloud.url, gone, signingKey, now, { 'rapport-signature': '' }),
  ]);
  expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
  expect((await messages()).items).toMatchObject([{ state: 'sent' }]);

  const twice = [0, 1].map(() => postReceipt(cloud.url, gone, signingKey, now));
  expect((await Promise.all(twice)).map(({ status }) => status)).toEqual([204, 204]);
  const { items, phoneSuppressed } = await messages();
  expect(items).toMatchObject([{ state: 'bounced' }]);
  expect(phoneSuppressed).toMatchObject({ reason: 'bounce' });
  expect((await manager.customers.getCustomer({ params })).body).toMatchObject({
    phoneInvalid: { reason: 'bounce' },
  });
});

it('leaves alone what is not ours, and says what is wrong with what is no receipt', async () => {
  const now = Math.floor((await cloud.now()).getTime() / 1000);
  const others = { reference: 'of somebody else', status: 'delivered' };
  expect((await postReceipt(cloud.url, others, signingKey, now)).status).toBe(204);
  const wrong = await postReceipt(cloud.url, { reference: 'x', status: 'lost' }, signingKey, now);
  expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('/body/status')]);
});
