/** A campaign by text: from the schedule to the phone, from there to the answer page, and the way out. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instantAfter } from '../../../shared/time/clock.ts';
import { ownCloud } from '../../support/cloud.ts';
import { newSurvey } from '../../support/samples.ts';
import { type Department, openDepartment, refusal } from '../callbacks/department.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let context: Department;
const phones = { fine: '+8613800000001', off: '+61455944039', wrong: '+15550001234' };
/** Customers of wang.fang, by what becomes of their text. */
const customers: Record<keyof typeof phones | 'none', string> = { fine: '', off: '', wrong: '', none: '' };
let run: Awaited<ReturnType<typeof runCampaign>>;

beforeAll(async () => {
  cloud = await ownCloud();
  context = await openDepartment(cloud);
  for (const [name, phone] of Object.entries({ ...phones, none: undefined })) {
    const language = name === 'off' ? 'en' : 'zh-CN';
    const fields = { name: '王芳', phone, email: `${name}@example.test`, language } as const;
    customers[name as keyof typeof customers] = await context.customer('wang.fang', fields);
  }
  run = await runCampaign();
});
afterAll(() => cloud?.close());

async function runCampaign() {
  const { body } = await context.manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
  const at = instantAfter((await cloud.now()).toISOString(), { minutes: 10 });
  const schedule = { at: at.slice(0, 16), timeZone: 'UTC' };
  const { body: campaign } = await context.manager.campaigns.createCampaign({
    body: { surveyId: body.id, name: 'By text', schedule, channel: 'sms' },
  });
  expect(campaign.channel).toBe('sms');
  await cloud.idle();
  await cloud.advance({ to: at });
  await cloud.idle();
  const params = { campaignId: campaign.id };
  return (await context.manager.results.listCampaignRuns({ params })).body.items[0]!;
}

const messageTo = async (customerId: string) => {
  const { body } = await context.wangFang.messaging.listMessages({ params: { customerId } });
  return { ...body, message: body.items[0]! };
};
const textTo = async (phone: string) => (await cloud.texts()).find(({ to }) => to === phone);
const linkIn = (text = '') => /https?:\/\/\S+/.exec(text)?.[0] ?? '';

describe('a campaign by text', () => {
  it('reaches each phone once, in its language, and no mailbox', async () => {
    expect(run).toMatchObject({ invited: 4, sent: 1, skipped: 1 });
    expect(await cloud.inbox()).toEqual([]);
    expect(await cloud.texts()).toHaveLength(3);
    expect((await textTo(phones.fine))?.text).toMatch(
      /^【Rapport】请填写“.+”：http\S+\/r\/[\w-]{12} 退订回T$/,
    );
    expect((await textTo(phones.off))?.text).toMatch(
      /^Rapport: please answer ".+" http\S+ Reply STOP to opt out$/,
    );
  });

  it('tells what became of each text, and into how many parts it was cut', async () => {
    const fates = await Promise.all(
      Object.values(customers).map(async (id) => {
        const { message } = await messageTo(id);
        return [message.channel, message.state, message.reason];
      }),
    );
    expect(fates).toEqual([
      ['sms', 'sent', undefined],
      ['sms', 'failed', 'undelivered'],
      ['sms', 'bounced', undefined],
      ['sms', 'skipped', 'no-address'],
    ]);
    expect((await messageTo(customers.fine)).message.segments).toBe(1);
  });

  it('has a number corrected that nobody has', async () => {
    const { phoneSuppressed, suppressed } = await messageTo(customers.wrong);
    expect([phoneSuppressed, suppressed]).toMatchObject([{ channel: 'sms', reason: 'bounce' }, null]);
    const { body } = await context.wangFang.customers.getCustomer({
      params: { customerId: customers.wrong },
    });
    expect(body).toMatchObject({ phoneInvalid: { reason: 'bounce' } });
    const query = { phone: phones.wrong };
    const { items } = (await context.manager.messaging.listSuppressions({ query })).body;
    expect(items).toMatchObject([{ channel: 'sms', recipient: { id: customers.wrong } }]);
    const both = context.manager.messaging.listSuppressions({ query: { ...query, reason: 'bounce' } });
    expect(await refusal(both)).toMatchObject({ status: 400 });
  });

  it('leads to the answer page by a short link, which records nothing', async () => {
    const link = linkIn((await textTo(phones.fine))?.text);
    for (const method of ['GET', 'HEAD', 'GET']) {
      const reply = await fetch(link, { method, redirect: 'manual' });
      expect(reply.status).toBe(302);
      expect(reply.headers.get('location')).toMatch(/\/s\/[\w-]{43}\?lang=zh-CN$/);
      expect(reply.headers.get('cache-control')).toContain('no-store');
    }
    const page = await fetch(link);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<form')]);
    const unknown = await fetch(link.replace(/.{12}$/, 'R4nd0mC0de_-'), { redirect: 'manual' });
    expect([unknown.status, unknown.headers.get('content-type')]).toEqual([
      404,
      expect.stringContaining('html'),
    ]);
  });

  it('leads to pages that speak of texts, which is what they change', async () => {
    const { url } = await fetch(linkIn((await textTo(phones.off))?.text));
    const page = async (name: string, lang: string) =>
      (await fetch(`${url.replace(/\?.*$/, `/${name}`)}?lang=${lang}`)).text();
    // Some senders take no STOP: the page that the one link leads to has the way out.
    for (const accepted of [
      await fetch(url),
      await fetch(url, { method: 'POST', body: new URLSearchParams() }),
    ]) {
      const [, out = ''] =
        /<a href="([^"]+)">Unsubscribe from survey texts</.exec(await accepted.text()) ?? [];
      const led = await fetch(new URL(out, url));
      expect(await led.text()).toContain('Shall we stop sending you survey texts?');
    }
    expect(await page('preferences', 'en')).toContain('<h1>Which texts do you want?</h1>');
    expect(await page('preferences', 'en')).toContain('We tell you what is new');
    expect(await page('preferences', 'en')).not.toContain('mail');
    expect(await page('preferences', 'zh-CN')).toContain('<h1>您想收到哪些短信？</h1>');
    expect(await page('preferences', 'zh-CN')).not.toContain('邮件');
    expect(await page('unsubscribe', 'en')).toContain('Shall we stop sending you survey texts?');
    expect(await page('unsubscribe', 'zh-CN')).toContain('您要停止接收我们的调查短信吗？');
  });

  it('stops texts, and not mails, where the page is used to unsubscribe', async () => {
    const { url } = await fetch(linkIn((await textTo(phones.off))?.text));
    await fetch(url.replace(/\?.*$/, '/unsubscribe'), { method: 'POST' });
    const params = { customerId: customers.off };
    const { items } = (await context.wangFang.consents.listConsents({ params })).body;
    expect(items).toMatchObject([
      { purpose: 'surveys', channel: 'sms', status: 'withdrawn', source: 'unsubscribe' },
    ]);
  });
});

describe('whoever answers TD', () => {
  it('gets no more texts until START, which the history tells', async () => {
    await cloud.replyByText(phones.fine, 'TD', { selfManaged: true });
    await cloud.idle();
    const params = { customerId: customers.fine };
    const consents = async () => (await context.wangFang.consents.listConsents({ params })).body.items;
    expect(await consents()).toHaveLength(1);
    expect((await consents()).every(({ source }) => source === 'opt-out')).toBe(true);
    expect((await messageTo(customers.fine)).phoneSuppressed).toMatchObject({ reason: 'opt-out' });
    await cloud.replyByText(phones.fine, 'START');
    await cloud.idle();
    expect(
      (await consents()).every(({ source, status }) => source === 'opt-in' && status === 'granted'),
    ).toBe(true);
    expect((await messageTo(customers.fine)).phoneSuppressed).toBeNull();
    const timeline = { params, query: { type: 'address' } };
    expect((await context.wangFang.customers.listTimeline(timeline)).body.items).toMatchObject([
      { type: 'address.released' },
      { type: 'address.suppressed', data: { channel: 'sms', reason: 'opt-out' } },
    ]);
  });
});

describe('whoever answers STOP to a number that keeps it for itself', () => {
  it('is stopped here within a day, until START', async () => {
    const params = { customerId: customers.fine };
    const isStopped = async () => (await messageTo(customers.fine)).phoneSuppressed?.reason;
    // The list of the service is read a hundred at a time, and not at once.
    for (let index = 0; index < 205; index += 1)
      await cloud.replyByText(`+861360000${String(index).padStart(4, '0')}`, 'STOP');
    await cloud.replyByText(phones.fine, 'STOP');
    await cloud.idle();
    expect(await isStopped()).toBeUndefined();
    await cloud.advance({ duration: 'P1D' });
    await cloud.advance({ duration: 'PT1M' });
    expect(await isStopped()).toBe('opt-out');
    const { items } = (await context.wangFang.consents.listConsents({ params })).body;
    expect(items).toMatchObject([{ purpose: 'surveys', status: 'withdrawn', source: 'opt-out' }]);
    await cloud.replyByText(phones.fine, 'START');
    await cloud.idle();
    expect(await isStopped()).toBeUndefined();
  });
});

describe('a number that no customer has', () => {
  it('is let off the list by a manager, whose reason is read back in the list and in the trail', async () => {
    const phone = '+8613700000009';
    await cloud.replyByText(phone, 'STOP', { selfManaged: true });
    await cloud.idle();
    const list = async () => (await context.manager.messaging.listSuppressions({ query: { phone } })).body;
    const [found] = (await list()).items;
    const note = 'They called and want them again.';
    const params = { suppressionId: found!.id };
    await context.manager.messaging.liftSuppression({ params, query: { reason: note } });
    expect(await list()).toMatchObject({ items: [], lifted: { by: 'li.na', reason: 'opt-out', note } });
    const { items } = (await context.manager.audit.listAudit({ query: { actor: 'li.na' } })).body;
    expect(items.find(({ type }) => type === 'address.released')).toMatchObject({
      changes: { before: { sms: 'suppressed' }, after: { sms: 'released', note } },
    });
    await cloud.idle();
  });
});

describe('whoever answers anything else', () => {
  it('is read in the timeline, and in the trail, by staff; whoever looks after them has a mail', async () => {
    await cloud.replyByText(phones.fine, '请在下午给我打电话');
    await cloud.idle();
    const params = { customerId: customers.fine };
    const { items } = (await context.wangFang.customers.listTimeline({ params, query: { type: 'text' } }))
      .body;
    expect(items).toMatchObject([
      {
        ...{ type: 'text.received', actor: { kind: 'customer', id: customers.fine } },
        changes: { before: {}, after: { text: '请在下午给我打电话' } },
      },
    ]);
    const month = (await cloud.now()).toISOString().slice(0, 7);
    const trail = await context.manager.audit.listAudit({ query: { kind: 'text', month } });
    expect(trail.body.items).toMatchObject([{ type: 'text.received' }]);
    const [mail, ...more] = (await cloud.inbox()).filter(({ text }) => text.includes(customers.fine));
    expect([mail?.to.join(), more.length]).toEqual([expect.stringContaining('wang.fang'), 0]);
    expect(`${mail?.subject} ${mail?.text} ${mail?.html}`).not.toContain('下午');
  });
});
