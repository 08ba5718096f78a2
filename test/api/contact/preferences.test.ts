/** What customers say for themselves: they confirm by a link that they agree, once and in time. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { refusal } from '../callbacks/department.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let people = 0;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  manager = await cloud.as('li.na', 3);
});
afterAll(() => cloud?.close());

const marketing = { purpose: 'marketing', channel: 'email' } as const;
const words = (en: string) => ({ text: { 'zh-CN': '我同意接收优惠信息。', en } });

/** A customer of an address and a language of their own. */
async function aCustomer(fields: { language?: 'en' | 'zh-CN'; email?: string | undefined } = {}) {
  people += 1;
  const email = `david${people}@example.test`;
  const body = { name: 'David Brown', email, language: 'en' as const, ...fields };
  const { id } = (await manager.customers.createCustomer({ body: body as never })).body;
  return { id, email };
}

const ask = async (customerId: string) =>
  (await manager.preferences.requestConsent({ params: { customerId, ...marketing } })).body;

async function mailsTo(email: string) {
  await cloud.idle();
  return (await cloud.inbox()).filter(({ to }) => to.some((each) => each.includes(email)));
}

/** The link of the last confirming mail to an address, without its language. */
async function linkTo(email: string): Promise<string> {
  const link = /https?:\/\/\S+\/c\/[A-Za-z0-9_-]+/.exec((await mailsTo(email)).at(-1)?.text ?? '')?.[0];
  if (link === undefined) throw new Error(`There is no link to ${email}`);
  return link;
}

async function see(link: string, method = 'GET', lang = 'en') {
  const response = await fetch(`${link}?lang=${lang}`, { method });
  return { status: response.status, headers: response.headers, page: await response.text() };
}

const consentsOf = async (customerId: string) =>
  (await manager.consents.listConsents({ params: { customerId } })).body.items;

describe('a customer who is asked to confirm', () => {
  it('agrees on the page, to the text of the mail, and not by opening it', async () => {
    await manager.consents.putConsentText({
      params: { purpose: 'marketing', version: '1' },
      body: words('I agree to <news>.'),
    });
    const { id, email } = await aCustomer();
    const asked = await ask(id);
    const [mail] = await mailsTo(email);
    expect(mail?.subject).toBe('Please confirm: news and offers by e-mail');
    expect(mail?.text).toContain('I agree to <news>.');
    const link = await linkTo(email);
    expect(mail?.text).toContain(`${link}?lang=en`);
    // What is asked now is what they agree to, whatever is put meanwhile.
    await manager.consents.putConsentText({
      params: { purpose: 'marketing', version: '2' },
      body: words('I agree to more.'),
    });
    for (const method of ['GET', 'HEAD', 'GET']) expect((await see(link, method)).status).toBe(200);
    const open = await see(link);
    expect(open.page).toContain('I agree to &lt;news&gt;.');
    expect(open.page).toContain('<form method="post" action="?lang=en">');
    expect(open.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await consentsOf(id)).toEqual([]);
    const thanks = await see(link, 'POST');
    expect([thanks.status, thanks.page]).toEqual([200, expect.stringContaining('Confirmed. Thank you!')]);
    expect(await consentsOf(id)).toEqual([
      {
        ...{ customerId: id, ...marketing, version: 1, status: 'granted', source: 'confirmation' },
        ...{ wording: 1, legalBasis: 'consent', evidence: asked.messageId, since: expect.any(String) },
        actor: { kind: 'customer', id },
      },
    ]);
    const { body: history } = await manager.consents.listConsentHistory({ params: { customerId: id } });
    expect(history.items).toMatchObject([
      { source: 'confirmation', wording: 1, actor: { kind: 'customer' } },
    ]);
  });

  it('is told that the link was used, and it does not undo what they have said since', async () => {
    const { id, email } = await aCustomer();
    await ask(id);
    const link = await linkTo(email);
    await see(link, 'POST');
    await manager.consents.putConsent({
      params: { customerId: id, ...marketing },
      body: { status: 'withdrawn', source: 'phone' },
    });
    for (const method of ['POST', 'GET']) {
      const used = await see(link, method);
      expect([used.status, used.page]).toEqual([200, expect.stringContaining('This link has been used')]);
      expect(used.page).not.toContain('<form');
    }
    expect((await see(link, 'GET', 'zh-CN')).page).toContain('此链接已使用过');
    expect(await consentsOf(id)).toMatchObject([{ status: 'withdrawn', version: 2 }]);
  });

  it('cannot agree by it once staff have noted that they refuse', async () => {
    const { id, email } = await aCustomer();
    await ask(id);
    const link = await linkTo(email);
    await manager.consents.putConsent({
      params: { customerId: id, ...marketing },
      body: { status: 'withdrawn', source: 'phone' },
    });
    for (const method of ['GET', 'POST']) {
      const gone = await see(link, method);
      expect([gone.status, gone.page]).toEqual([410, expect.stringContaining('nothing was saved')]);
    }
    expect(await consentsOf(id)).toMatchObject([{ status: 'withdrawn', source: 'phone', version: 1 }]);
  });

  it('holds the last line of the ledger, whoever speaks in the same moment', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { id, email } = await aCustomer();
      await ask(id);
      const link = await linkTo(email);
      await Promise.all([
        see(link, 'POST'),
        manager.consents.putConsent({
          params: { customerId: id, ...marketing },
          body: { status: 'withdrawn', source: 'phone' },
        }),
      ]);
      const { body } = await manager.consents.listConsentHistory({ params: { customerId: id } });
      const [holds] = await consentsOf(id);
      expect(holds).toMatchObject({ status: body.items[0]?.status, source: body.items[0]?.source });
    }
  });

  it('reads Chinese as a Chinese customer', async () => {
    const { id, email } = await aCustomer({ language: 'zh-CN' });
    await ask(id);
    const [mail] = await mailsTo(email);
    expect(mail?.subject).toBe('请确认：接收“产品新闻与优惠”');
    expect(mail?.text).toContain('?lang=zh-CN');
    const { page } = await see(await linkTo(email), 'GET', 'zh-CN');
    expect(page).toContain('<html lang="zh-CN">');
    expect(page).toContain('我同意接收优惠信息。');
  });

  it('reads their own language where neither link nor browser asks for one', async () => {
    const english = await aCustomer();
    await ask(english.id);
    const link = await linkTo(english.email);
    const languages = async (method: string) => {
      const pages = [link, `${link}/preferences`].flatMap((page) =>
        ['', 'fr-FR', 'fr, zh;q=0.5'].map(async (accepted) => {
          const response = await fetch(page, { method, headers: { 'accept-language': accepted } });
          return /<html lang="([^"]+)"/.exec(await response.text())?.[1];
        }),
      );
      return Promise.all(pages);
    };
    const each = ['en', 'en', 'zh-CN'];
    expect(await languages('GET')).toEqual([...each, ...each]);
    await see(link, 'POST');
    // Used by now, and still theirs.
    expect(await languages('GET')).toEqual([...each, ...each]);
    expect(await languages('POST')).toEqual([...each, ...each]);
    const nobody = await fetch(`${cloud.url}/c/${'b'.repeat(43)}`);
    // That of the department.
    expect(await nobody.text()).toContain('<html lang="en">');
  });

  it('gets one mail a day, however often they are asked', async () => {
    const { id, email } = await aCustomer();
    const first = await ask(id);
    expect(await ask(id)).toEqual(first);
    expect(await mailsTo(email)).toHaveLength(1);
  });

  it('cannot confirm any more when the link has expired, nor by one that nobody was sent', async () => {
    const { id, email } = await aCustomer();
    const { expiresAt } = await ask(id);
    const link = await linkTo(email);
    await cloud.advance({ to: expiresAt });
    for (const method of ['GET', 'POST']) {
      const late = await see(link, method);
      expect([late.status, late.page]).toEqual([410, expect.stringContaining('This link has expired')]);
      expect((await see(`${cloud.url}/c/${'a'.repeat(43)}`, method)).status).toBe(404);
      expect((await see(`${cloud.url}/c/..%2f..%2fetc`, method)).status).toBe(404);
    }
    expect(await consentsOf(id)).toEqual([]);
  });

  it('cannot confirm once they are deleted', async () => {
    const { id, email } = await aCustomer();
    await ask(id);
    const link = await linkTo(email);
    await manager.customers.deleteCustomer({ params: { customerId: id } }, { ifMatch: 1 });
    expect((await see(link, 'POST')).status).toBe(410);
  });
});

describe('a customer whose address is corrected', () => {
  it('is asked at the new one at once, and the link that went to the old one is good for nothing', async () => {
    const { id, email } = await aCustomer();
    const first = await ask(id);
    const old = await linkTo(email);
    const correct = `corrected-${email}`;
    await manager.customers.patchCustomer(
      { params: { customerId: id }, body: { email: correct } },
      { ifMatch: '*' },
    );
    for (const method of ['GET', 'POST']) expect((await see(old, method)).status).toBe(410);
    const body = new URLSearchParams({ care: 'yes' });
    expect((await fetch(`${old}/preferences`, { method: 'POST', body })).status).toBe(404);
    expect(await consentsOf(id)).toEqual([]);
    expect((await ask(id)).messageId).not.toBe(first.messageId);
    expect((await see(await linkTo(correct), 'POST')).page).toContain('Confirmed. Thank you!');
  });
});

describe('a customer whom staff have noted to agree', () => {
  it('is asked to confirm it, and the confirmation stands with its evidence', async () => {
    const { id, email } = await aCustomer();
    const params = { customerId: id, ...marketing };
    await manager.consents.putConsent({
      params,
      body: { status: 'granted', source: 'phone', note: 'Yes, please' },
    });
    const { messageId } = await ask(id);
    await see(await linkTo(email), 'POST');
    expect(await consentsOf(id)).toMatchObject([
      { status: 'granted', source: 'confirmation', evidence: messageId, version: 2 },
    ]);
    expect(await refusal(ask(id))).toMatchObject({ status: 422, detail: 'They have agreed already.' });
  });

  it('to want nothing is not asked, until they say otherwise', async () => {
    const { id } = await aCustomer();
    const params = { customerId: id, ...marketing };
    await manager.consents.putConsent({ params, body: { status: 'withdrawn', source: 'phone' } });
    expect(await refusal(ask(id))).toMatchObject({
      status: 422,
      detail: expect.stringContaining('They have refused it since 20'),
    });
    await manager.consents.putConsent({
      params,
      body: { status: 'granted', source: 'phone', note: 'Yes, please' },
    });
    expect((await ask(id)).messageId).toMatch(/^message_/);
  });
});

describe('a customer is not asked', () => {
  it('who has no address, or who is not the caller’s', async () => {
    const { id: mute } = await aCustomer({ email: undefined });
    expect(await refusal(ask(mute))).toMatchObject({ status: 422, detail: 'They have no e-mail address.' });
    const { body: own } = await manager.customers.createCustomer({
      body: { name: '李雷', owner: 'david.brown', email: 'li.lei@example.test' },
    });
    const wangFang = await cloud.as('wang.fang', 3);
    const foreign = wangFang.preferences.requestConsent({ params: { customerId: own.id, ...marketing } });
    expect(await refusal(foreign)).toMatchObject({ status: 404 });
  });
});

describe('the page of all preferences', () => {
  const change = async (link: string, fields: Record<string, string>, lang = 'en') => {
    const body = new URLSearchParams(fields);
    const response = await fetch(`${link}/preferences?lang=${lang}`, { method: 'POST', body });
    return { status: response.status, page: await response.text() };
  };
  const states = async (customerId: string) =>
    Object.fromEntries((await consentsOf(customerId)).map(({ purpose, status }) => [purpose, status]));

  async function aLink(language: 'en' | 'zh-CN' = 'en') {
    const { id, email } = await aCustomer({ language });
    await ask(id);
    return { id, link: await linkTo(email) };
  }

  it('shows every purpose in the language of the customer, with what holds while they have said nothing', async () => {
    const { id, link } = await aLink('zh-CN');
    const { status, page } = await see(`${link}/preferences`, 'GET', 'zh-CN');
    expect(status).toBe(200);
    expect(page).toContain('<html lang="zh-CN">');
    expect([...page.matchAll(/<button[^>]*>([^<]*)</g)].map(([, label]) => label)).toEqual([
      '停止接收“满意度调查”',
      '接收“产品新闻与优惠”',
      '接收“关怀与建议”',
    ]);
    expect((await see(`${link}/preferences`)).page).toContain('Stop opinion surveys');
    expect(await consentsOf(id)).toEqual([]);
  });

  it('changes any of them, leaves the others alone, and takes it back', async () => {
    const { id, link } = await aLink();
    const shown = await see(`${link}/preferences`);
    const text = /name="marketing-text" value="(\d+)"/.exec(shown.page)?.[1] ?? '';
    const on = await change(link, { marketing: 'yes', 'marketing-text': text });
    expect(on.page).toContain('Saved: you will get news and offers.');
    expect(on.page).toMatch(/<input type="hidden" name="marketing" value="no">[\s\S]*Undo<\/button>/);
    expect(await consentsOf(id)).toMatchObject([
      { purpose: 'marketing', status: 'granted', source: 'preferences', wording: Number(text) },
    ]);
    await change(link, { marketing: 'no' });
    expect(await states(id)).toEqual({ marketing: 'withdrawn' });
    const both = await change(link, { surveys: 'no', care: 'yes' });
    expect(both.page).toContain('Saved: you will get no more opinion surveys.');
    expect(both.page).toContain('Saved: you will get greetings and advice.');
    await change(link, { surveys: 'yes' });
    expect(await states(id)).toEqual({ marketing: 'withdrawn', surveys: 'granted', care: 'granted' });
    for (const fields of [{}, { surveys: 'perhaps' }, { surveys: 'yes' }, { newsletter: 'yes' }] as const) {
      const same = await change(link, fields as Record<string, string>);
      expect([same.status, same.page.includes('Saved')]).toEqual([200, false]);
    }
    const { items } = (await manager.consents.listConsentHistory({ params: { customerId: id } })).body;
    expect(items).toHaveLength(5);
  });

  it('keeps the words that were there when nobody has put any, as the first version', async () => {
    const { id, link } = await aLink();
    await change(link, { surveys: 'no' });
    const shown = await see(`${link}/preferences`);
    const words = 'Now and then we ask what you think, so that we can do better.';
    expect(shown.page).toContain(words);
    // There is a version already where another test has made it.
    const shownVersion = /name="surveys-text" value="(\d+)"/.exec(shown.page)?.[1];
    await change(link, {
      surveys: 'yes',
      ...(shownVersion !== undefined && { 'surveys-text': shownVersion }),
    });
    expect(await consentsOf(id)).toMatchObject([{ purpose: 'surveys', status: 'granted', wording: 1 }]);
    const params = { purpose: 'surveys', version: '1' } as const;
    expect((await manager.consents.getConsentText({ params })).body).toMatchObject({
      ...{ version: 1, by: 'rapport', text: { en: words } },
    });
    expect((await see(`${link}/preferences`)).page).toContain('name="surveys-text" value="1"');
    // Whoever is asked by mail agrees to what is kept, too.
    const other = await aCustomer();
    const care = { purpose: 'care', channel: 'email' } as const;
    await manager.preferences.requestConsent({ params: { customerId: other.id, ...care } });
    const careText = { purpose: 'care', version: '1' } as const;
    const { text } = (await manager.consents.getConsentText({ params: careText })).body;
    expect((await mailsTo(other.email)).at(-1)?.text).toContain(text.en);
    expect((await see(await linkTo(other.email))).page).toContain(text.en);
    await see(await linkTo(other.email), 'POST');
    expect(await consentsOf(other.id)).toMatchObject([{ ...care, status: 'granted', wording: 1 }]);
  });

  it('does not take back what was said in another way, nor again and again', async () => {
    const { id, link } = await aLink();
    await manager.consents.putConsent({
      params: { customerId: id, ...marketing },
      body: { status: 'withdrawn', source: 'phone' },
    });
    const refused = await change(link, { marketing: 'yes' });
    expect(refused.page).toContain('You have told us so in another way');
    expect(refused.page).not.toContain('name="marketing" value="yes"');
    for (let time = 0; time < 6; time += 1) {
      await change(link, { surveys: 'no' });
      await change(link, { surveys: 'yes' });
    }
    expect(await states(id)).toEqual({ marketing: 'withdrawn', surveys: 'withdrawn' });
    expect((await see(`${link}/preferences`)).page).toContain('several times today');
    const { items } = (await manager.consents.listConsentHistory({ params: { customerId: id } })).body;
    expect(items).toHaveLength(8);
  });

  it('behind a link that expired without being used stops mails, and starts none', async () => {
    const { id, email } = await aCustomer();
    const { expiresAt } = await ask(id);
    const link = await linkTo(email);
    await cloud.advance({ to: expiresAt });
    const late = await change(link, { care: 'yes', marketing: 'yes', surveys: 'no' });
    expect(await states(id)).toEqual({ surveys: 'withdrawn' });
    expect(late.page).toContain('This link has expired');
    expect(late.page).not.toContain('name="care" value="yes"');
    await change(link, { surveys: 'yes' });
    expect(await states(id)).toEqual({ surveys: 'granted' });
  });

  it('does not take back what staff have noted after the customer’s own no', async () => {
    const { id, link } = await aLink();
    await change(link, { surveys: 'no' });
    const params = { customerId: id, purpose: 'surveys', channel: 'email' } as const;
    const note = 'NEVER again';
    await manager.consents.putConsent({ params, body: { status: 'withdrawn', source: 'phone', note } });
    await change(link, { surveys: 'yes' });
    expect(await consentsOf(id)).toMatchObject([{ status: 'withdrawn', source: 'phone', note }]);
  });

  it('is nobody’s behind a link that nobody was sent, or of whom is gone', async () => {
    const unknown = `${cloud.url}/c/${'a'.repeat(43)}`;
    expect((await see(`${unknown}/preferences`)).status).toBe(404);
    expect((await change(unknown, { surveys: 'no' })).status).toBe(404);
    const { id, link } = await aLink();
    await manager.customers.deleteCustomer({ params: { customerId: id } }, { ifMatch: 1 });
    expect((await change(link, { surveys: 'no' })).status).toBe(404);
  });
});
