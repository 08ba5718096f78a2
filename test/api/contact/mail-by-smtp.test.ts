/** A department whose mail goes by SMTP: the same stacks, functions and pages, with another setting. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
beforeAll(async () => {
  cloud = await ownCloud({ settings: { smtpServer: 'smtps://mail.example.com:465' } });
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
