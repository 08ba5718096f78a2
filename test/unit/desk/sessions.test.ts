import { describe, expect, it } from 'vitest';
import { told } from '../../../functions/desk/desk/desk.page.ts';
import {
  endOf,
  isAttemptOver,
  isFromOwnPage,
  isNewVisit,
  isOver,
  isSpent,
  pageBefore,
  returnPath,
} from '../../../functions/desk/desk/desk.rules.ts';
import {
  formTokenOf,
  hashOfSecret,
  isFormToken,
  isSecret,
  newSecret,
  seal,
  unseal,
} from '../../../shared/identity/session-secret.ts';
import { createCookies } from '../../../shared/runtime/cookies.ts';

const at = (time: string) => `2026-11-23T${time}:00.000Z`;

describe('a session', () => {
  const session = { createdAt: at('08:00'), seenAt: at('09:00') };

  it('ends half an hour after the last page', () => {
    expect(isOver(session, at('09:29'))).toBe(false);
    expect(isOver(session, at('09:30'))).toBe(true);
  });

  it('ends twelve hours after it began, however lately it was used', () => {
    const busy = { ...session, seenAt: at('19:59') };
    expect(isOver(busy, at('19:59'))).toBe(false);
    expect(isOver(busy, at('20:00'))).toBe(true);
    expect(endOf(session)).toBe(at('20:00'));
  });

  it('is written to again every two minutes at most', () => {
    expect(isNewVisit(session, at('09:01'))).toBe(false);
    expect(isNewVisit(session, at('09:02'))).toBe(true);
  });

  it('renews its access token before that ends in the middle of a page', () => {
    expect(isSpent({ expiresAt: at('09:15') }, '2026-11-23T09:14:29.000Z')).toBe(false);
    expect(isSpent({ expiresAt: at('09:15') }, '2026-11-23T09:14:30.000Z')).toBe(true);
  });

  it('is begun within a quarter of an hour, by a clock that nobody has set forward', () => {
    expect(isAttemptOver({ at: at('09:00') }, at('09:14'))).toBe(false);
    expect(isAttemptOver({ at: at('09:00') }, at('09:15'))).toBe(true);
    expect(isAttemptOver({ at: at('23:00') }, at('09:00'))).toBe(true);
  });
});

describe('the secret of a session', () => {
  it('is 256 random bits, and its hash another text', () => {
    const secrets = Array.from({ length: 50 }, newSecret);
    expect(new Set(secrets).size).toBe(50);
    for (const secret of secrets) expect([isSecret(secret), secret.length]).toEqual([true, 43]);
    expect(isSecret('../../etc')).toBe(false);
    // echo -n abc | openssl dgst -sha256 -binary | basenc --base64url
    expect(hashOfSecret('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
  });

  it('opens what was sealed with it, never twice in the same words, and nothing else', () => {
    const [mine, other] = [newSecret(), newSecret()];
    const sealed = seal('token 令牌', mine);
    expect(sealed).not.toBe(seal('token 令牌', mine));
    expect(sealed).not.toContain(Buffer.from('token').toString('base64url'));
    expect(unseal(sealed, mine)).toBe('token 令牌');
    expect(() => unseal(sealed, other)).toThrow();
    const bytes = Buffer.from(sealed, 'base64url');
    for (const index of [0, 12, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[index]! ^= 1;
      expect(() => unseal(changed.toString('base64url'), mine)).toThrow();
    }
  });

  it('gives its forms a token that no other session has and that does not give it away', () => {
    const secret = newSecret();
    const token = formTokenOf(secret);
    expect(isFormToken(token, secret)).toBe(true);
    for (const wrong of [undefined, '', `${token}x`, [token, token], formTokenOf(newSecret()), secret])
      expect(isFormToken(wrong, secret)).toBe(false);
  });
});

describe('where somebody goes on after signing in', () => {
  it.each(['/desk', '/desk/', '/desk?x=1', '/desk/staff/li.na?a=%20&b=c'])('may be %s', (path) => {
    expect(returnPath(path)).toBe(path);
  });

  it.each([
    undefined,
    '',
    'desk',
    '/customers',
    '/desks',
    '//desk',
    '/desk//evil.example',
    '/desk/../customers',
    '/desk/%2e%2e/x',
    '/desk\\x',
    '/desk/x y',
    '/desk/\r\nx',
    'https://evil.example/desk',
    `/desk/${'x'.repeat(1000)}`,
    '/desk/sign-in?to=/desk/staff',
    '/desk/signed-in',
    '/desk/signed-out/',
    '/desk/signed-out',
    '/desk/sign-in?x=1',
  ])('is home instead of %s', (path) => {
    expect(returnPath(path)).toBe('/desk');
  });

  it('is the page before, if it was ours', () => {
    const site = 'https://desk.example';
    expect(pageBefore({ referer: `${site}/desk/staff?x=1` }, site)).toBe('/desk/staff?x=1');
    for (const referer of [undefined, '', 'https://desk.example.evil/desk', 'https://evil.example/desk'])
      expect(pageBefore({ referer }, site)).toBe('/desk');
  });
});

describe('a sentence of the API', () => {
  const sentence = 'Somebody else is working on this callback until 2026-11-26T08:56:13.342Z.';

  it('tells its instants by the clock of the reader', () => {
    expect(toldTo(sentence, { language: 'en', timeZone: 'Asia/Shanghai' })).toBe(
      'Somebody else is working on this callback until 26 Nov 2026, 16:56.',
    );
    expect(
      toldTo('在 2026-11-26T08:56:13.342Z 之前，此回访由他人处理。', {
        language: 'zh-CN',
        timeZone: 'Asia/Shanghai',
      }),
    ).toBe('在 2026年11月26日 16:56 之前，此回访由他人处理。');
  });

  it('shows days as people write them', () => {
    const reader = { language: 'en', timeZone: 'Asia/Shanghai' } as const;
    expect(toldTo('Not before 2026-11-26.', reader)).toBe('Not before 26 Nov 2026.');
  });

  it('stays as it is without any', () => {
    const reader = { language: 'en', timeZone: 'Asia/Shanghai' } as const;
    for (const other of ['Write a day such as 2026-11-26.', 'Not 2026-99-99T99:99:99Z.'])
      expect(toldTo(other, reader)).toBe(other);
  });
});

const toldTo = (detail: string, reader: Parameters<typeof told>[1]) =>
  told({ status: 422, detail }, reader).detail;

describe('a form', () => {
  const site = 'https://desk.example';

  it.each([
    [{ 'sec-fetch-site': 'same-origin', origin: site }, true],
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ origin: site }, true],
    [{}, true],
    [{ 'sec-fetch-site': 'same-site', origin: site }, false],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'none' }, false],
    [{ 'sec-fetch-site': 'same-origin', origin: 'null' }, false],
    [{ origin: 'null' }, false],
    [{ origin: 'https://desk.example:8443' }, false],
    [{ origin: 'http://desk.example' }, false],
  ])('with %o is from a page of ours: %s', (headers, expected) => {
    expect(isFromOwnPage(headers, site)).toBe(expected);
  });
});

describe('a cookie', () => {
  it('is bound to the host where there is TLS, and goes without what a browser would refuse where there is none', () => {
    expect(createCookies(true).keep('session', 'x')).toBe(
      '__Host-desk-session=x; Path=/; HttpOnly; SameSite=Lax; Secure',
    );
    expect(createCookies(false).keep('session', 'x', 60)).toBe(
      'desk-session=x; Path=/; HttpOnly; SameSite=Lax; Max-Age=60',
    );
    expect(createCookies(true).drop('session')).toContain('Max-Age=0');
  });

  it('is found among others, by its whole name', () => {
    const { read } = createCookies(true);
    const sent = ['desk-session=no', 'x__Host-desk-session=no', '__Host-desk-session=a=b'];
    expect(read('session', sent)).toBe('a=b');
    expect(read('sign-in', sent)).toBeUndefined();
  });

  it('is found by how its name begins, in the order in which the browser sends it', () => {
    const sent = ['desk-sign-in-b=1=2', 'other-sign-in-x=3', 'desk-session=4', 'desk-sign-in-a=5'];
    expect(createCookies(false).names('sign-in-', sent)).toEqual(['sign-in-b', 'sign-in-a']);
  });
});
