/** What signing in does with a provider, or an API, that does not do its part. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskContract } from '../../../functions/desk/desk/desk.contract.ts';
import type { Session, SessionContents } from '../../../functions/desk/desk/desk.schema.ts';
import type { OpenSession } from '../../../functions/desk/desk/desk.store.ts';
import { createSessionStore } from '../../../functions/desk/desk/desk.store.ts';
import { createDesk } from '../../../functions/desk/desk/index.ts';
import { completeSignIn } from '../../../functions/desk/desk/operations/complete-sign-in.ts';
import { continueSession } from '../../../functions/desk/desk/operations/continue-session.ts';
import { hashOfSecret, newSecret, seal, unseal } from '../../../shared/identity/session-secret.ts';
import type { Write } from '../../../shared/table/write.ts';

const at = '2026-11-23T09:00:00.000Z';
const tokens = { accessToken: 'a', refreshToken: 'r', expiresAt: at };
const outOfOrder = {
  complete: async () => tokens,
  refresh: async () => tokens,
  revoke: () => Promise.reject(new TypeError('fetch failed')),
};
const sessions = createSessionStore({ find: async () => undefined });
const context = { provider: outOfOrder, sessions, askMe: async () => undefined, at };

const secret = newSecret();
const contents: SessionContents = { tokens, name: 'Li Na', timeZone: 'Asia/Shanghai', permissions: {} };
const session = {
  ...{ hash: hashOfSecret(secret), version: 1, staffId: 'li.na', language: 'en' as const },
  ...{ sealed: seal(JSON.stringify(contents), secret), createdAt: at, seenAt: at },
};
const open: OpenSession = { session, secret, contents };

describe('whoever is no staff', () => {
  it('is not let in, although the provider does not take the tokens back', async () => {
    const attempt = { state: 's', nonce: 'n', verifier: 'v', at, to: '/desk' };
    expect(await completeSignIn(new URLSearchParams(), attempt, undefined, context)).toEqual({
      kind: 'no-staff',
    });
  });

  it('is put out, although the provider does not take the tokens back', async () => {
    let written = 0;
    const commit = async (writes: readonly unknown[]) => (written += writes.length);
    expect(await continueSession(open, { ...context, commit })).toBeUndefined();
    expect(written).toBe(2);
  });
});

describe('a session with a new access token', () => {
  const staff = {
    ...{ id: 'li.na', name: 'Li Na-Wu', email: 'li.na@example.com', timeZone: 'Europe/London' },
    active: true,
  };
  const me = {
    ...{ kind: 'person' as const, id: 'li.na', roles: ['agent' as const] },
    permissions: { 'callbacks.read': 'own' as const },
    staff: staff as never,
  };

  it('knows the role, the name and the time zone of now, and writes over nothing but itself', async () => {
    const stored: Session[] = [session];
    const commit = async (writes: readonly Write[]) => {
      for (const write of writes) stored.push(write.record as Session);
    };
    const renewed = await continueSession(open, { ...context, askMe: async () => me, commit });
    const now = { name: 'Li Na-Wu', timeZone: 'Europe/London', permissions: me.permissions };
    expect(renewed?.contents).toEqual({ tokens, ...now });
    expect(JSON.parse(unseal(stored.at(-1)!.sealed, secret))).toMatchObject(now);
    expect(stored.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(renewed?.session.version).toBe(3);
  });
});

describe('a page whose API does not answer', () => {
  let silent: Server;
  beforeAll(
    () => new Promise<void>((resolve) => (silent = createServer(() => {}).listen(0, '127.0.0.1', resolve))),
  );
  afterAll(() => silent?.closeAllConnections());

  it('says so before its function is ended', async () => {
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const fresh = { ...tokens, expiresAt: '2026-11-23T09:15:00.000Z' };
    const stored = { ...session, sealed: seal(JSON.stringify({ ...contents, tokens: fresh }), secret) };
    const brand = { ORGANISATION: 'Rapport', BRAND_COLOUR: '#0b4fb3', CONTACT_ADDRESS: 'care@example.com' };
    const env = { ...brand, PUBLIC_URL: url, API_URL: url, ISSUER_URL: url, DESK_CLIENT_ID: 'desk' };
    const table = { find: async () => stored } as never;
    const desk = createDesk({ env: env as never, table }, 50);
    const request = { cookies: [`desk-session=${secret}`], headers: {}, address: '/desk', origin: { at } };
    const route = { ...deskContract.routes.showSignedOut, permission: 'session' as const };
    const reply = await desk.admit(route, request as never, async ({ api, show }) => {
      await api.staff.getMe();
      return show({ title: 'never', main: '' as never });
    });
    expect(reply.status).toBe(503);
    expect(reply.body).toContain('There was no answer in time');
  });
});
