/**
 * Every route, tried by every role on every kind of row: what `test/support/rights.ts` says is what happens. A cloud of
 * its own, whose teams and absences other tests would meet.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as contracts from '../../../functions/contracts.ts';
import { needsIdempotencyKey, type PlacedRoute, routesOf } from '../../../shared/contract/route.ts';
import { Problem } from '../../../shared/errors/problem.ts';
import { permissions } from '../../../shared/identity/permissions.ts';
import { scopeOf } from '../../../shared/identity/principal.ts';
import { ownCloud } from '../../support/cloud.ts';
import { callers, type Department, openDepartment, type Rows } from '../../support/department-of-rights.ts';
import { gatewayKeyOf } from '../../support/gateway-keys.ts';
import { expected, type Owner, owners, type Rights, type Role, rights, roles } from '../../support/rights.ts';
import { type Fixtures, type Sample, sampleOf } from '../../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let department: Department;

const byKey = new Map(routesOf(contracts).map((placed) => [placed.key, placed]));
const closed = rights.filter(({ way }) => way !== 'public');

/** Reads go first; what ends a callback comes after what changes it, and what deletes last, the inner before the outer. */
function lateness({ key }: Rights): number {
  const [method = '', path = ''] = key.split(' ');
  if (method === 'DELETE') return 1000 - path.length;
  // Somebody orders while they are there.
  if (path.startsWith('/orders')) return 0;
  // Who has agreed is not asked any more.
  if (path.endsWith('/consents/batch')) return 9;
  if (path.endsWith('/complete')) return 10;
  if (path.endsWith('/cancel')) return 11;
  return ['GET', 'POST', 'PUT', 'PATCH'].indexOf(method);
}
const inOrder = closed.toSorted((one, other) => lateness(one) - lateness(other));

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

interface Cell {
  readonly rights: Rights;
  readonly role: Role;
  readonly owner: Owner;
  readonly rows: Rows | undefined;
  readonly reply: Reply;
}

const cells: Cell[] = [];

beforeAll(async () => {
  cloud = await ownCloud();
  department = await openDepartment(cloud);
  const lanes = roles.flatMap((role) => owners.map((owner) => () => walk(role, owner)));
  await inParallel(lanes, 3);
}, 400_000);
afterAll(() => cloud?.close());

/** One role tries every route on rows of one owner, one after the other. */
async function walk(role: Role, owner: Owner): Promise<void> {
  const rows = owner === 'absent' ? undefined : department.rows(role, owner);
  for (const each of inOrder) {
    if (!isTried(each, role, owner)) continue;
    const placed = placedAt(each.key);
    const sample = sampleFor(each, role, owner, rows);
    const reply = await send(placed, sample, await tokenOf(role, placed));
    cells.push({ rights: each, role, owner, rows, reply });
  }
}

/** Whether there can be such a row: what is nobody's in particular is tried as the caller's own. */
function isTried({ way }: Rights, role: Role, owner: Owner): boolean {
  // Of masked rows test/api/search tells.
  if (way === 'none' || way === 'masked') return owner === 'own';
  if (way === 'there') return owner === 'own' || owner === 'absent';
  if (owner === 'absent') return way !== 'asked' && way !== 'listed';
  return department.rows(role, owner) !== undefined;
}

function placedAt(key: string): PlacedRoute {
  const placed = byKey.get(key);
  if (placed === undefined) throw new Error(`There is no route ${key}`);
  return placed;
}

const nothing: Fixtures = new Map();

const isPaged = (key: string): boolean => 'limit' in (placedAt(key).route.query?.shape ?? {});

/** The good request of a route, for a row of this owner. */
function sampleFor({ key, way }: Rights, role: Role, owner: Owner, rows: Rows | undefined): Sample {
  const isShared = way === 'none' || way === 'there' || way === 'masked';
  const ids = owner === 'absent' ? nothing : isShared ? department.shared(role) : (rows?.ids ?? nothing);
  const sample = sampleOf(placedAt(key), ids);
  const { externalId } = rows ?? {};
  if (way === 'asked' && key.startsWith('GET')) {
    const query = { ...sample.query, owner: rows?.owner ?? 'none' };
    return { ...sample, query: isPaged(key) ? { ...query, limit: '100' } : query };
  }
  if (way === 'asked') return { ...sample, body: { ...sample.body, owner: rows?.owner ?? null } };
  if (key === 'POST /customers/batch') {
    const row = {
      key: '1',
      name: '王小明',
      externalId: { source: 'erp', id: externalId ?? crypto.randomUUID() },
    };
    return { ...sample, body: { rows: [row] } };
  }
  // One after which the callback stays open, whatever the settings are changed to.
  if (key.endsWith('/complete')) return { ...sample, body: { outcome: 'no-answer' } };
  if (key.endsWith('/by-email') && rows !== undefined)
    return { ...sample, query: { email: rows.canaries[0] ?? '' } };
  if (key.endsWith('/by-phone') && rows !== undefined)
    return { ...sample, query: { phone: rows.canaries[2] ?? '' } };
  if (way === 'claimed' && externalId !== undefined) {
    const isInPath = key.includes('{externalId}');
    return isInPath
      ? { ...sample, params: { source: 'erp', externalId } }
      : { ...sample, query: { source: 'erp', externalId } };
  }
  if (owner === 'absent' && 'version' in sample.params)
    return { ...sample, params: { ...sample.params, version: '999' } };
  return sample;
}

async function send(placed: PlacedRoute, { params, query, body }: Sample, token?: string): Promise<Reply> {
  const { route } = placed;
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const request = {
    method: route.method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(needsIdempotencyKey(route) ? { 'idempotency-key': crypto.randomUUID() } : {}),
      ...(route.ifMatch || route.ifMatchOnceThere ? { 'if-match': '*' } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  for (let tried = 1; ; tried += 1) {
    const response = await fetch(`${cloud.url}${path}?${new URLSearchParams(query)}`, request);
    const reply = { status: response.status, headers: response.headers, text: await response.text() };
    // On a busy machine the gateway loses patience with a function; that says nothing of rights.
    if (reply.status < 500 || !reply.text.startsWith('{"message"') || tried === 3) return reply;
  }
}

const tokens = new Map<string, Promise<string>>();

/** A person's, or that of a machine with the scope of the route and no other. */
function tokenOf(role: Role, { scopes }: PlacedRoute): Promise<string> {
  if (role !== 'machine') return cloud.token(callers[role]);
  return machineToken(scopes === 'public' ? [] : scopes.slice(0, 1));
}

function machineToken(scopes: readonly string[]): Promise<string> {
  const name = scopes.join(' ');
  const known = tokens.get(name);
  if (known !== undefined) return known;
  const clientId = String(cloud.local.issuer.audience[0]);
  const token = cloud.local.issuer.mint({
    subject: clientId,
    clientId,
    scopes,
    expiresInSeconds: 86_400 * 60,
  });
  tokens.set(name, token);
  return token;
}

/** What has become of a request: of a batch what has become of its row, of a list whether the row stands in it. */
function outcomeOf({ rights: { key, way }, rows, reply }: Cell): string {
  const { status, text } = reply;
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'hidden';
  const problem = key.endsWith('/batch') && status === 200 ? JSON.parse(text).rows[0].problem : undefined;
  if (problem?.status === 404) return 'hidden';
  if (problem?.status === 403) return 'forbidden';
  // Of nobody here anything has to be decided: that refuses it, not the right.
  if (status === 422 && key.endsWith('/quality/decisions')) return 'allowed';
  // What is still under way is not undone, and what was restored not restored again: its state refuses that, not the right.
  if (status === 422 && /\/(imports|customer-corrections)\//.test(key)) return 'allowed';
  // Nothing is asked in the calls here, and nobody has called yet: the right to reach the call is looked at before.
  if (status === 422 && /\/callbacks\/\{callbackId\}\/(answers|correct)$/.test(key)) return 'allowed';
  // Customers come and go here: that refuses a row, not the right.
  if (problem?.status === 400 && key === 'POST /activities/batch') return 'allowed';
  if (status === 409 && /\/(undo|restore)$/.test(key)) return 'allowed';
  if (problem?.status === 409 || status === 409) return 'conflict';
  if (problem !== undefined || status >= 300) return `${status} ${text}`;
  const isList = way === 'listed' || (way === 'asked' && key.startsWith('GET') && isPaged(key));
  if (!isList) return 'allowed';
  // A row about a customer may have no id of its own.
  const { items } = JSON.parse(text) as { items: { id?: string; customerId?: string }[] };
  const shown = items.map(({ id, customerId }) => id ?? customerId);
  return [...(rows?.ids.values() ?? [])].some((id) => shown.includes(id)) ? 'allowed' : 'left out';
}

async function inParallel(lanes: readonly (() => Promise<void>)[], width: number): Promise<void> {
  const waiting = lanes.values();
  const runner = async () => {
    for (const lane of waiting) await lane();
  };
  await Promise.all(Array.from({ length: width }, runner));
}

describe('the table of rights', () => {
  it('is what happens, in every cell', () => {
    expect(cells.length).toBeGreaterThan(800);
    const wrong = cells.flatMap((cell) => {
      const wanted = expected(cell.rights, cell.role, cell.owner).replace('not there', 'hidden');
      const found = outcomeOf(cell);
      if (found === wanted) return [];
      return [`${cell.rights.key} as ${cell.role} for ${cell.owner}: ${found} instead of ${wanted}`];
    });
    expect(wrong).toEqual([]);
  });

  it('hides a row exactly as if it were not there', () => {
    const hidden = cells.filter((cell) => expected(cell.rights, cell.role, cell.owner) === 'hidden');
    expect(hidden.length).toBeGreaterThan(20);
    for (const cell of hidden) {
      const isTwin = ({ rights, role, owner }: Cell) =>
        rights === cell.rights && role === cell.role && owner === 'absent';
      const absent = cells.find(isTwin);
      expect(bytesOf(cell), cell.rights.key).toBe(absent && bytesOf(absent));
    }
  });
});

/** A reply but for when it was given, its number, and the ids that were asked for. */
function bytesOf({ reply, rows }: Cell): string {
  const passing = new Set(['date', 'apigw-requestid', 'connection', 'keep-alive']);
  const headers = [...reply.headers].filter(([name]) => !passing.has(name));
  const ids = [...(rows?.ids ?? new Map<string, string>())].filter(([, id]) => id !== '');
  const text = ids.reduce((all, [example, id]) => all.replaceAll(id, example), reply.text);
  return JSON.stringify([reply.status, headers, text.replace(/"requestId":"[^"]*"/, '"requestId":""')]);
}

/** Routes that show how to reach customers, those that change something aside. The trail shows whatever was changed last. */
const showContacts = [
  'GET /callbacks',
  'GET /customers',
  'GET /customers/{customerId}',
  'GET /customers/{customerId}/callbacks',
  'GET /customers/{customerId}/profile',
  'GET /customers/{customerId}/quality',
  'GET /customers/{customerId}/timeline',
  'GET /quality/worklist',
];

describe('how to reach a customer', () => {
  const showing = (role: Role) => {
    const canaries = department.canaries;
    const found = cells.filter(
      (cell) => cell.role === role && canaries.some((canary) => cell.reply.text.includes(canary)),
    );
    return [...new Set(found.map(({ rights }) => rights.key))].sort();
  };

  it('stands in no reply to an analyst, whatever the route', () => {
    expect(showing('analyst')).toEqual([]);
  });

  it('stands in those to whoever else reaches the row', () => {
    for (const role of ['admin', 'manager', 'agent', 'machine'] as const) {
      const reads = showing(role).filter((key) => key.startsWith('GET') && key !== 'GET /audit');
      expect([role, reads]).toEqual([role, showContacts]);
    }
  });

  it('is not told by what a profile says of consents and of what was sent', () => {
    const profiles = (role: Role) =>
      cells
        .filter(({ rights, reply }) => rights.key.endsWith('/profile') && reply.status === 200)
        .filter((cell) => cell.role === role)
        .map(({ reply }) => 'facts' in JSON.parse(reply.text));
    expect(new Set(profiles('analyst'))).toEqual(new Set([false]));
    expect(new Set(profiles('manager'))).toEqual(new Set([true]));
  });

  it('stands in no answer about a row that is hidden', () => {
    const refused = cells.filter(({ reply }) => reply.status >= 400);
    const told = refused.filter(({ reply }) => department.canaries.some((each) => reply.text.includes(each)));
    expect(told.map(({ rights, role, owner }) => [rights.key, role, owner])).toEqual([]);
  });
});

describe('a token', () => {
  it('is needed for every route that is not public', async () => {
    for (const { key } of closed) {
      const placed = placedAt(key);
      const reply = await send(placed, sampleOf(placed, department.shared('admin')));
      expect([key, reply.status, reply.text]).toEqual([key, 401, '{"message":"Unauthorized"}']);
    }
  });

  it('of a machine opens nothing with all scopes but the one of the route', async () => {
    for (const { key } of closed) {
      const placed = placedAt(key);
      const [scope] = placed.scopes;
      if (scope === undefined) continue;
      const others = permissions.map(scopeOf).filter((each) => each !== scope);
      const reply = await send(
        placed,
        sampleOf(placed, department.shared('admin')),
        await machineToken(others),
      );
      expect([key, reply.status]).toEqual([key, 403]);
      // Where a key of the gateway leads to several routes, whoever may do something there comes to the function.
      const isLetThrough = others.some((each) => gatewayKeyOf(key).scopes.includes(each));
      if (isLetThrough) expect([key, Problem.parse(JSON.parse(reply.text)).code]).toEqual([key, 'forbidden']);
      else expect([key, reply.text]).toEqual([key, '{"message":"Forbidden"}']);
    }
  });
});
