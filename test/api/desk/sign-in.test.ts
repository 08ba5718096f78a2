/** Signing in at the desk, staying signed in, and everything that must not get in. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoIdentities } from '../../../infra/demo/people.ts';
import { ownCloud } from '../../support/cloud.ts';
import { createVisitor, hiddenFields } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
const stranger = { id: 'nobody.here', role: 'agent' as const, name: 'Nobody Here' };

beforeAll(async () => {
  cloud = await ownCloud({
    identities: { ...demoIdentities, people: [...demoIdentities.people, stranger] },
  });
});
afterAll(() => cloud?.close());

const cookieName = 'desk-session';
const visitor = (language?: string) => createVisitor(cloud.url, language);

describe('signing in', () => {
  it('leads from any page to the provider and back to that page, in the language of the person', async () => {
    const someone = visitor();
    const first = await someone.ask('/desk');
    expect(first.status).toBe(303);
    expect(first.location).toBe(`${cloud.url}/desk/sign-in?to=%2Fdesk`);
    const toProvider = new URL((await someone.ask(first.location!)).location!);
    expect(Object.fromEntries(toProvider.searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: `${cloud.url}/desk/signed-in`,
      scope: 'openid rapport/person',
      prompt: 'login',
      lang: 'en',
    });
    const shown = await someone.signIn('david.brown', '/desk?x=1');
    expect(shown.status).toBe(200);
    expect(shown.at).toBe('/desk?x=1');
    expect(shown.page).toContain('David Brown');
    expect(shown.page).toContain('<html lang="en">');
    expect((await visitor().signIn('li.na')).page).toContain('<html lang="zh-CN">');
  });

  it('keeps one cookie beside that of the language, that no script reads and no other site sends, and nothing in caches', async () => {
    const someone = visitor();
    const choice = await someone.follow('/desk');
    const back = await someone.ask(choice.at, { form: { person: 'li.na' } });
    const signedIn = await someone.ask(back.location!);
    const cookie = signedIn.headers.getSetCookie().find((each) => each.startsWith(cookieName))!;
    expect(cookie).toMatch(/^desk-session=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect([...someone.cookies.keys()]).toEqual([cookieName, 'desk-language']);
    const home = await someone.ask('/desk');
    expect(home.headers.get('cache-control')).toBe('no-store');
    expect(home.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(home.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(home.headers.get('referrer-policy')).toBe('same-origin');
  });

  it('shows nothing to whoever is no member of staff, and keeps no session', async () => {
    const someone = visitor();
    const shown = await someone.signIn(stranger.id);
    expect(shown.status).toBe(403);
    expect(shown.page).toContain('You are not registered here');
    expect(shown.page).toContain('mailto:');
    expect(someone.cookies.size).toBe(0);
  });

  it('lets nobody in who has left', async () => {
    const admin = await cloud.as('chen.jing');
    const { body } = await admin.staff.getStaff({ params: { staffId: 'zhao.wei' } });
    const { name, email } = body;
    await admin.staff.putStaff(
      { params: { staffId: 'zhao.wei' }, body: { name, email, active: false } },
      { ifMatch: '*' },
    );
    expect((await visitor().signIn('zhao.wei')).status).toBe(403);
    await admin.staff.putStaff({ params: { staffId: 'zhao.wei' }, body: { name, email } }, { ifMatch: '*' });
    expect((await visitor().signIn('zhao.wei')).status).toBe(200);
  });

  it.each([
    'https://evil.example/',
    '//evil.example/desk',
    '/\\evil.example',
    '/desk/../customers',
    '/desks',
    '/desk\\@evil.example',
    'javascript:alert(1)',
  ])('goes on to no other place than the desk: %s', async (to) => {
    const someone = visitor();
    const choice = await someone.follow(`/desk/sign-in?to=${encodeURIComponent(to)}`);
    const back = await someone.ask(choice.at, { form: { person: 'li.na' } });
    const { location } = await someone.ask(back.location!);
    expect(location).toBe('/desk');
  });
});

describe('before and after a session', () => {
  it('the pages speak the language of whoever was signed in last, not that of the browser', async () => {
    const someone = visitor('en');
    const { page } = await someone.signIn('li.na');
    await someone.send(page, '/desk/sign-out');
    expect((await someone.ask('/desk/signed-out')).page).toContain('<html lang="zh-CN">');
    const toProvider = new URL((await someone.ask('/desk/sign-in')).location!);
    expect([toProvider.searchParams.get('lang'), toProvider.searchParams.get('ui_locales')]).toEqual([
      'zh-CN',
      'zh-CN',
    ]);
    const again = await someone.signIn('li.na');
    await someone.send(again.page, '/desk/language', { language: 'en' });
    await someone.send(again.page, '/desk/sign-out');
    expect((await someone.ask('/desk/signed-out')).page).toContain('<html lang="en">');
    someone.cookies.set('desk-language', '<b>');
    expect((await someone.ask('/desk/signed-out')).page).toContain('<html lang="en">');
  });

  it('the desk keeps the language that somebody has chosen, in whichever browser they sign in, and no others', async () => {
    const someone = visitor('en');
    const { page } = await someone.signIn('zhao.wei');
    expect(page).toContain('<html lang="zh-CN">');
    await someone.send(page, '/desk/language', { language: 'en' });
    await someone.send((await someone.ask('/desk')).page, '/desk/sign-out');
    expect((await someone.signIn('zhao.wei')).page).toContain('<html lang="en">');
    await cloud.advance({ duration: 'PT31M' });
    expect((await someone.ask('/desk')).location).toContain('/desk/sign-in');
    expect((await someone.signIn('zhao.wei')).page).toContain('<html lang="en">');
    const elsewhere = visitor('zh-CN');
    const again = await elsewhere.signIn('zhao.wei');
    expect(again.page).toContain('<html lang="en">');
    expect((await visitor('en').signIn('wang.fang')).page).toContain('<html lang="zh-CN">');
    await elsewhere.send(again.page, '/desk/language', { language: 'zh-CN' });
    expect((await visitor('en').signIn('zhao.wei')).page).toContain('<html lang="zh-CN">');
  });

  it('nobody is told to be signed out who is not', async () => {
    const someone = visitor('en');
    const { page } = await someone.signIn('david.brown');
    const shown = await someone.ask('/desk/signed-out');
    expect([shown.status, shown.location]).toEqual([303, '/desk']);
    await someone.send(page, '/desk/sign-out');
    expect((await someone.ask('/desk/signed-out')).status).toBe(200);
  });

  it('a dozen tabs that are opened at once leave cookies that a gateway takes', async () => {
    const asked = await visitor().ask(`/desk/teams/new?x=${'c'.repeat(900)}`);
    expect(asked.location).toBe(`${cloud.url}/desk/sign-in?to=%2Fdesk%2Fteams%2Fnew`);
    const path = `/desk?x=${'y'.repeat(290)}`;
    const sent = await visitor().ask(`/desk/sign-in?to=${encodeURIComponent(path)}`);
    const cookies = sent.headers.getSetCookie().map((each) => each.split(';')[0] ?? '');
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html: 10,240 bytes with the request line.
    expect(cookies).toHaveLength(1);
    expect(cookies[0]!.length * 12).toBeLessThan(10_240 - 512);
  });
});

describe('coming back from the provider', () => {
  async function onTheWay() {
    const someone = visitor();
    const choice = await someone.follow('/desk');
    const back = await someone.ask(choice.at, { form: { person: 'li.na' } });
    return { someone, address: new URL(back.location!) };
  }

  async function expectRefused(someone: ReturnType<typeof visitor>, address: URL) {
    const shown = await someone.ask(address.href);
    expect([shown.status, someone.cookies.has(cookieName)]).toEqual([400, false]);
    expect(shown.page).toContain('Signing in did not work');
  }

  it('is refused with a state that this browser was not given', async () => {
    const { someone, address } = await onTheWay();
    address.searchParams.set('state', 'another');
    await expectRefused(someone, address);
  });

  it('is refused in another browser', async () => {
    const { address } = await onTheWay();
    await expectRefused(visitor(), address);
    const other = await onTheWay();
    await expectRefused(other.someone, address);
  });

  const begun = (someone: ReturnType<typeof visitor>) =>
    [...someone.cookies].filter(([name]) => name.startsWith('desk-sign-in'));

  /** Leads from a page to the provider and back, in the tab in which it is asked for. */
  async function tab(someone: ReturnType<typeof visitor>, path: string) {
    const choice = await someone.follow(path);
    return async () => {
      const back = await someone.ask(choice.at, { form: { person: 'li.na' } });
      return someone.ask(back.location!);
    };
  }

  it('works in each of several tabs, whichever comes back first', async () => {
    const someone = visitor();
    const [one, other] = [await tab(someone, '/desk?x=1'), await tab(someone, '/desk?x=2')];
    expect((await one()).location).toBe('/desk?x=1');
    expect((await other()).location).toBe('/desk?x=2');
    expect(begun(someone)).toEqual([]);
  });

  it('works in one tab although another was refused', async () => {
    const someone = visitor();
    const mine = await tab(someone, '/desk?x=1');
    expect((await someone.ask('/desk/signed-in?code=guessed&state=another')).status).toBe(400);
    expect((await mine()).location).toBe('/desk?x=1');
  });

  it('works in the last four tabs of many, and a browser keeps no more', async () => {
    const someone = visitor();
    const tabs = [];
    for (let each = 1; each <= 6; each += 1) tabs.push(await tab(someone, `/desk?x=${each}`));
    expect(begun(someone)).toHaveLength(4);
    expect((await tabs[1]!()).status).toBe(400);
    expect((await tabs[2]!()).location).toBe('/desk?x=3');
    expect((await tabs[5]!()).location).toBe('/desk?x=6');
  });

  it('leads on to the desk when the page is loaded again', async () => {
    const { someone, address } = await onTheWay();
    expect((await someone.ask(address.href)).status).toBe(303);
    const session = someone.cookies.get(cookieName);
    const again = await someone.ask(address.href);
    expect([again.status, again.location]).toEqual([303, '/desk']);
    expect(someone.cookies.get(cookieName)).toBe(session);
  });

  it('is refused the second time', async () => {
    const { someone, address } = await onTheWay();
    const [[name, kept]] = begun(someone) as [[string, string]];
    expect((await someone.ask(address.href)).status).toBe(303);
    someone.cookies.clear();
    someone.cookies.set(name, kept);
    await expectRefused(someone, address);
  });

  it('is refused with a code that is none, with what the provider refuses, and with nothing', async () => {
    const { someone, address } = await onTheWay();
    address.searchParams.set('code', 'guessed');
    await expectRefused(someone, address);
    const denied = await onTheWay();
    denied.address.searchParams.delete('code');
    denied.address.searchParams.set('error', 'access_denied');
    await expectRefused(denied.someone, denied.address);
    await expectRefused(visitor(), new URL('/desk/signed-in', cloud.url));
  });

  it('is refused with another verifier than the one that the code was asked with', async () => {
    const { someone, address } = await onTheWay();
    const [[name, value]] = begun(someone) as [[string, string]];
    const kept = JSON.parse(Buffer.from(value, 'base64url').toString());
    const forged = { ...kept, verifier: 'a'.repeat(43) };
    someone.cookies.set(name, Buffer.from(JSON.stringify(forged)).toString('base64url'));
    await expectRefused(someone, address);
  });

  it('is refused after a quarter of an hour', async () => {
    const { someone, address } = await onTheWay();
    await cloud.advance({ duration: 'PT16M' });
    await expectRefused(someone, address);
  });
});

describe('a session', () => {
  it('belongs to a cookie that nobody can make up', async () => {
    const someone = visitor();
    await someone.signIn('li.na');
    const secret = someone.cookies.get(cookieName)!;
    const flipped = secret.startsWith('A') ? `B${secret.slice(1)}` : `A${secret.slice(1)}`;
    for (const value of ['', 'x', flipped, 'A'.repeat(43), `${secret}A`, '../../x']) {
      const other = visitor();
      other.cookies.set(cookieName, value);
      expect([value, (await other.ask('/desk')).status]).toEqual([value, 303]);
    }
    expect((await someone.ask('/desk')).status).toBe(200);
  });

  it('lies in the table in a form that is of no use to whoever reads it', async () => {
    const someone = visitor();
    await someone.signIn('li.na');
    const secret = someone.cookies.get(cookieName)!;
    const stored = JSON.stringify(await storedSessions());
    expect(stored).toContain('SESSION#');
    expect(stored).not.toContain(secret);
    // The parts of a token; three letters alone stand in what is sealed by chance.
    expect(stored).not.toMatch(/eyJ[\w-]+\.[\w-]+\./);
    expect(stored).not.toContain('Li Na');
  });

  it('ends with signing out, whoever has kept the cookie', async () => {
    const someone = visitor();
    const { page } = await someone.signIn('david.brown');
    const secret = someone.cookies.get(cookieName)!;
    const out = await someone.send(page, '/desk/sign-out');
    expect(out.status).toBe(200);
    const [, address = ''] = /^0; url=(.*)$/.exec(out.headers.get('refresh') ?? '') ?? [];
    expect(address).toContain('/logout?');
    expect((await someone.follow(address)).page).toContain('You are signed out');
    expect([...someone.cookies.keys()]).toEqual(['desk-language']);
    someone.cookies.set(cookieName, secret);
    expect((await someone.ask('/desk')).status).toBe(303);
  });

  it('that has ended by itself is signed out of all the same, at the provider too', async () => {
    const someone = visitor();
    const { page } = await someone.signIn('david.brown');
    await cloud.advance({ duration: 'PT31M' });
    const out = await someone.send(page, '/desk/sign-out');
    expect([out.status, out.page.includes('You are signed out')]).toEqual([200, true]);
    expect(out.headers.get('refresh')).toContain('/logout?');
    expect([...someone.cookies.keys()]).toEqual(['desk-language']);
  });

  it('is a new one with each sign-in, and the one before is over', async () => {
    const someone = visitor();
    await someone.signIn('li.na');
    const before = someone.cookies.get(cookieName)!;
    await someone.signIn('david.brown', '/desk/sign-in');
    expect(someone.cookies.get(cookieName)).not.toBe(before);
    someone.cookies.set(cookieName, before);
    expect((await someone.ask('/desk')).status).toBe(303);
  });

  it('goes on while pages are asked for, with new access tokens, and ends after half an hour without one', async () => {
    const someone = visitor();
    await someone.signIn('li.na');
    for (let times = 0; times < 4; times += 1) {
      await cloud.advance({ duration: 'PT25M' });
      expect((await someone.ask('/desk')).status).toBe(200);
    }
    await cloud.advance({ duration: 'PT31M' });
    expect((await someone.ask('/desk')).status).toBe(303);
    expect((await someone.ask('/desk')).status).toBe(303);
  });

  it('ends within a minute when somebody leaves', async () => {
    const admin = await cloud.as('chen.jing');
    const entry = { name: '赵伟', email: 'zhao.wei@rapport.example' };
    const put = (active: boolean) =>
      admin.staff.putStaff({ params: { staffId: 'zhao.wei' }, body: { ...entry, active } }, { ifMatch: '*' });
    const someone = visitor();
    await someone.signIn('zhao.wei');
    expect((await someone.ask('/desk/staff')).status).toBe(200);
    await put(false);
    await cloud.advance({ duration: 'PT1M' });
    expect((await someone.ask('/desk/staff')).status).toBe(303);
    await put(true);
    expect((await someone.ask('/desk/staff')).status).toBe(303);
    await someone.signIn('zhao.wei');
    expect((await someone.ask('/desk/staff')).status).toBe(200);
  });

  it('ends when somebody leaves, with the next access token', async () => {
    const admin = await cloud.as('chen.jing');
    const entry = { name: '赵伟', email: 'zhao.wei@rapport.example' };
    const someone = visitor();
    await someone.signIn('zhao.wei');
    await admin.staff.putStaff(
      { params: { staffId: 'zhao.wei' }, body: { ...entry, active: false } },
      { ifMatch: '*' },
    );
    await cloud.advance({ duration: 'PT16M' });
    expect((await someone.ask('/desk')).status).toBe(303);
    await admin.staff.putStaff({ params: { staffId: 'zhao.wei' }, body: entry }, { ifMatch: '*' });
    expect((await someone.ask('/desk')).status).toBe(303);
  });
});

describe('a form', () => {
  async function signedIn() {
    const someone = visitor();
    const { page } = await someone.signIn('david.brown');
    return { someone, page };
  }

  it('changes the language of the desk and leads back to where it stood', async () => {
    const { someone, page } = await signedIn();
    const referer = `${cloud.url}/desk?x=1`;
    const sent = await someone.send(page, '/desk/language', { language: 'zh-CN' }, { headers: { referer } });
    expect([sent.status, sent.location]).toEqual([303, '/desk?x=1']);
    expect((await someone.ask('/desk')).page).toContain('<html lang="zh-CN">');
  });

  it('changes the language also when nobody was here for some minutes', async () => {
    const { someone, page } = await signedIn();
    for (const [duration, language] of [
      ['PT3M', 'zh-CN'],
      ['PT16M', 'en'],
    ] as const) {
      await cloud.advance({ duration });
      await someone.send(page, '/desk/language', { language });
      expect((await someone.ask('/desk')).page).toContain(`<html lang="${language}"`);
    }
  });

  it('is refused without its token, with another, and from another site', async () => {
    const { someone, page } = await signedIn();
    const other = await signedIn();
    const token = hiddenFields(page, '/desk/sign-out');
    const refused: [string, Parameters<typeof someone.ask>[1]][] = [
      ['no token', { form: {} }],
      ['empty', { form: { 'form-token': '' } }],
      ['twice', { form: { 'form-token': [token['form-token']!, token['form-token']!] } }],
      ['of another session', { form: hiddenFields(other.page, '/desk/sign-out') }],
      ['of a stranger', { form: token, headers: { 'sec-fetch-site': 'cross-site' } }],
      ['of a neighbour', { form: token, headers: { 'sec-fetch-site': 'same-site' } }],
      ['by origin', { form: token, headers: { origin: 'https://evil.example' } }],
      ['by no origin', { form: token, headers: { origin: 'null' } }],
    ];
    for (const [kind, visit] of refused) {
      const shown = await someone.ask('/desk/sign-out', visit);
      expect([kind, shown.status]).toEqual([kind, 403]);
      expect(shown.page).toContain('This form is not valid');
    }
    expect((await someone.ask('/desk')).status).toBe(200);
  });

  it('that comes after the session has ended says so, and does not lead away in silence', async () => {
    const { someone, page } = await signedIn();
    await cloud.advance({ duration: 'PT31M' });
    const shown = await someone.send(page, '/desk/language', { language: 'zh-CN' });
    expect(shown.status).toBe(401);
    expect(shown.page).toContain('Your session has ended');
    expect(shown.page).toContain('href="/desk/sign-in?to=%2Fdesk"');
  });
});

describe('what is logged of all this', () => {
  it('holds no token, no cookie and no code', async () => {
    const someone = visitor();
    await someone.signIn('li.na');
    const secret = someone.cookies.get(cookieName)!;
    await someone.ask('/desk/signed-in?code=code-canary&state=state-canary');
    const lines = cloud.local.lambda.logs('DeskHttp').join('\n');
    expect(lines).toContain('GET /desk');
    for (const hidden of [secret, 'eyJhbGciOi', 'code-canary', 'state-canary', 'Li Na'])
      expect(lines).not.toContain(hidden);
  });
});

async function storedSessions(): Promise<unknown[]> {
  const { DynamoDBClient, paginateScan } = await import('@aws-sdk/client-dynamodb');
  const client = new DynamoDBClient({
    endpoint: cloud.endpointUrl,
    region: cloud.local.cloud.region,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
  const [table] = cloud.local.cloud.template.resources.filter(({ type }) =>
    type.startsWith('AWS::DynamoDB::'),
  );
  const items: unknown[] = [];
  for await (const page of paginateScan({ client }, { TableName: table?.ref }))
    items.push(...(page.Items ?? []).filter(({ type }) => type?.S === 'session'));
  return items;
}
