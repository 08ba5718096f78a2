/** A department whose mail goes by SMTP: the same stacks, functions and pages, with another setting. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { newSurvey } from '../../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
beforeAll(async () => {
  cloud = await ownCloud({ settings: { smtpServer: 'smtps://mail.example.com:465', smsFrom: '' } });
  manager = await cloud.as('li.na');
});
afterAll(() => cloud?.close());

async function askedToConfirm(email: string) {
  const { body } = await manager.customers.createCustomer({
    body: { name: '王芳', email, language: 'zh-CN' },
  });
  const params = { customerId: body.id };
  await manager.preferences.requestConsent({ params: { ...params, purpose: 'marketing', channel: 'email' } });
  await cloud.idle();
  const { items } = (await manager.messaging.listMessages({ params, query: {} })).body;
  return { id: body.id, items, customer: (await manager.customers.getCustomer({ params })).body };
}

it('mails a customer, and the same mailbox of this machine shows it', async () => {
  const { items } = await askedToConfirm('wang.fang@example.com');
  expect(items).toMatchObject([{ state: 'sent' }]);
  const [mail] = (await cloud.inbox()).filter(({ to }) => to.some((each) => each.includes('wang.fang@')));
  expect(mail).toMatchObject({
    from: 'Rapport <care@rapport.example>',
    to: ['王芳 <wang.fang@example.com>'],
  });
  expect(mail?.headers['Message-ID']).toBe(`<${items[0]?.id}@rapport.example>`);
  expect(mail?.text).toMatch(/\/c\/[\w-]{43}/);
});

it('learns at once that there is no such mailbox: nothing more goes there, and it is to be corrected', async () => {
  const { items, customer } = await askedToConfirm('bounce+1@simulator.amazonses.com');
  expect(items).toMatchObject([{ state: 'bounced' }]);
  expect(customer).toMatchObject({ emailInvalid: { reason: 'bounce' } });
  const { body } = await manager.messaging.listSuppressions({
    query: { email: 'bounce+1@simulator.amazonses.com' },
  });
  expect(body.items).toMatchObject([{ reason: 'bounce', messageId: items[0]?.id }]);
});

describe('where no texts are sent', () => {
  const schedule = { cron: '0 9 ? * MON *', timeZone: 'Asia/Shanghai' };
  const refused = (response: Response) =>
    response.json().then((problem) => [response.status, (problem as { errors: object[] }).errors]);
  const send = async (method: string, path: string, body: object, language: string) =>
    fetch(`${cloud.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await cloud.token('li.na')}`,
        'content-type': 'application/json',
        'accept-language': language,
        ...(method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : { 'if-match': '*' }),
      },
      body: JSON.stringify(body),
    });

  it('no campaign by text is made or made of another, and the reason says what is to be set', async () => {
    const { body } = await manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
    const campaign = { surveyId: body.id, name: 'Weekly', schedule };
    expect(await refused(await send('POST', '/campaigns', { ...campaign, channel: 'sms' }, 'en'))).toEqual([
      400,
      [{ pointer: '/body/channel', reason: expect.stringContaining('setting smsFrom or smsProvider') }],
    ]);
    const { body: byMail } = await manager.campaigns.createCampaign({ body: campaign });
    const change = await send('PATCH', `/campaigns/${byMail.id}`, { channel: 'sms' }, 'zh-CN');
    expect(await refused(change)).toEqual([
      400,
      [{ pointer: '/body/channel', reason: expect.stringMatching(/smsFrom.*smsProvider/) }],
    ]);
  });
});
