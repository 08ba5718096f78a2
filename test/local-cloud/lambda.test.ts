import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Invocation, Trace } from '../../infra/local/cloud.ts';
import { aFunction, arnOf, startTinyCloud, type TinyCloud } from './tiny-cloud.ts';

const handlers = {
  Echo: `
    let count = 0;
    export const handler = async (event, context) => {
      count += 1;
      return { event, count, now: Date.now(), made: new Date().getTime(), text: Date(), isDate: new Date(0) instanceof Date,
        sameConstructor: new Date().constructor === Date, zone: new Date(2026, 6, 1).getTimezoneOffset(),
        remaining: context.getRemainingTimeInMillis(), context: { ...context }, env: { ...process.env } };
    };`,
  Slow: `export const handler = async () => { await new Promise((resolve) => setTimeout(resolve, 60_000)); };`,
  Busy: `export const handler = () => { for (;;); };`,
  Fragile: `
    let calls = 0;
    export const handler = async (event) => {
      calls += 1;
      if (event === 'exit') process.exit(3);
      if (event === 'uncaught') { setTimeout(() => { throw new Error('later'); }, 0); await new Promise(() => {}); }
      if (event === 'throw') throw new RangeError('too far');
      console.log('call', calls);
      return calls;
    };`,
  Broken: `throw new Error('cannot load');`,
  Again: `export const handler = async () => process.env._X_AMZN_TRACE_ID;`,
  Allowed: `export const handler = async () => 'ran';`,
  Waits: `
    let running = 0, most = 0;
    export const handler = async () => {
      running += 1; most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 20));
      running -= 1;
      return most;
    };`,
  Calls: `
    const call = (operation) => fetch(process.env.AWS_ENDPOINT_URL, { method: 'POST', body: '{}', headers: {
      'x-amz-target': 'Test.' + operation, 'x-amz-security-token': process.env.AWS_SESSION_TOKEN,
      authorization: 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/20260101/eu-central-1/test/aws4_request' } });
    export const handler = async (event) => {
      if (event === 'unawaited') { void call('Forgotten').catch(() => {}); return; }
      return (await call('Kept')).json();
    };`,
};

const event = (payload: unknown, trace?: Trace): Invocation => ({ payload, cause: 'GET /test', trace });

/** What the handler of Echo answers. */
const Echoed = z.object({
  event: z.unknown(),
  count: z.number(),
  now: z.number(),
  made: z.number(),
  text: z.string(),
  isDate: z.boolean(),
  sameConstructor: z.boolean(),
  zone: z.number(),
  remaining: z.number(),
  context: z.record(z.string(), z.unknown()),
  env: z.record(z.string(), z.string()),
});

describe('Lambda', () => {
  let cloud: TinyCloud;
  beforeAll(async () => {
    cloud = await startTinyCloud(
      {
        ...aFunction('Echo', { Environment: { Variables: { GREETING: 'hello' } }, Description: 'Echoes' }),
        ...aFunction('Slow', { Timeout: 1 }),
        ...aFunction('Busy', { Timeout: 1 }),
        ...aFunction('Fragile'),
        ...aFunction('Broken'),
        ...aFunction('Again'),
        ...aFunction('Allowed', { RecursiveLoop: 'Allow' }),
        ...aFunction('Waits', { ReservedConcurrentExecutions: 2 }),
        ...aFunction('Calls'),
      },
      handlers,
    );
    cloud.endpoint.register({
      scopes: ['test'],
      handle: async (call) => ({ status: 200, body: JSON.stringify(call.caller) }),
    });
  });
  afterAll(() => cloud.close());

  async function run(id: string, payload: unknown, trace?: Trace) {
    const result = await cloud.lambda.invoke(arnOf(id), event(payload, trace));
    return result.ok ? result.payload : result;
  }

  const echo = async (payload: unknown) => Echoed.parse(await run('Echo', payload));

  it('gives a function its own variables and those of the runtime, and nothing of this process', async () => {
    const { env, context, event: seen } = await echo({ a: 1 });
    expect(seen).toEqual({ a: 1 });
    expect(env).toMatchObject({
      GREETING: 'hello',
      AWS_ACCESS_KEY_ID: 'Echo',
      AWS_SESSION_TOKEN: expect.stringMatching(/^Echo\/\d+$/),
      AWS_ENDPOINT_URL: cloud.endpointUrl,
      AWS_REGION: 'eu-central-1',
      AWS_LAMBDA_FUNCTION_NAME: 'Stack-Echo',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    });
    expect(env).not.toHaveProperty('HOME');
    expect(context).toMatchObject({
      functionName: 'Stack-Echo',
      invokedFunctionArn: arnOf('Echo'),
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/Stack-Echo',
    });
  });

  it('keeps a worker warm, so that state of the module outlives an invocation', async () => {
    const { count: before } = await echo({});
    const { count: after, remaining } = await echo({});
    expect(after).toBe(before + 1);
    expect(remaining).toBeGreaterThan(4_000);
    expect(cloud.lambda.functions().find(({ id }) => id === 'Echo')).toMatchObject({
      workers: 1,
      description: 'Echoes',
    });
  });

  it('moves the Date of a running worker with the clock, in UTC, and keeps it a Date', async () => {
    await echo({});
    const to = cloud.clock.now() + 90 * 86_400_000;
    await cloud.clock.advanceTo(to);
    const seen = await echo({});
    expect(seen.now - to).toBeLessThan(5_000);
    expect(seen.now).toBeGreaterThanOrEqual(to);
    expect(seen.made).toBeGreaterThanOrEqual(to);
    expect(new Date(seen.text).getUTCDate()).toBe(new Date(seen.now).getUTCDate());
    expect(seen).toMatchObject({ isDate: true, sameConstructor: true, zone: 0 });
  });

  it('ends a function that waits or loops past its timeout, and runs the next invocation', async () => {
    const [waited, looped] = await Promise.all([run('Slow', {}), run('Busy', {})]);
    expect(waited).toEqual({
      ok: false,
      errorType: 'Sandbox.Timedout',
      errorMessage: 'Task timed out after 1.00 seconds',
    });
    expect(looped).toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect(cloud.lambda.functions().find(({ id }) => id === 'Busy')).toMatchObject({ workers: 0, errors: 1 });
  });

  it('reports a crash as Lambda does and starts afresh, but keeps the worker after a plain throw', async () => {
    expect(await run('Fragile', 'exit')).toMatchObject({ ok: false, errorType: 'Runtime.ExitError' });
    expect(await run('Fragile', 'uncaught')).toMatchObject({ ok: false, errorType: 'Runtime.ExitError' });
    expect(await run('Fragile', 'fine')).toBe(1);
    expect(await run('Fragile', 'throw')).toEqual({
      ok: false,
      errorType: 'RangeError',
      errorMessage: 'too far',
    });
    expect(await run('Fragile', 'fine')).toBe(3);
    for (const written of ['Error: later', 'call 3']) {
      await expect.poll(() => cloud.lambda.logs('Fragile').join(), { timeout: 5_000 }).toContain(written);
    }
  });

  it('answers a bundle that does not load, and an unknown function, with an error', async () => {
    expect(await run('Broken', {})).toEqual({ ok: false, errorType: 'Error', errorMessage: 'cannot load' });
    expect(await run('Nobody', {})).toMatchObject({ errorType: 'ResourceNotFoundException' });
  });

  it('stops a chain that comes back a 17th time, unless the function allows recursion', async () => {
    const chain = (id: string, runs: number): Trace => ({ id: '1-65f0-abc', lineage: { [id]: runs } });
    expect(await run('Again', {}, chain('Again', 15))).toContain('Root=1-65f0-abc;');
    expect(await run('Again', {}, chain('Again', 15))).toContain('Lineage=Again:16');
    expect(await run('Again', {}, chain('Again', 16))).toMatchObject({
      ok: false,
      errorType: 'RecursiveLoop',
    });
    expect(await run('Allowed', {}, chain('Allowed', 16))).toBe('ran');
  });

  it('serves one request at a time per worker, within the reserved concurrency', async () => {
    const most = await Promise.all(Array.from({ length: 12 }, () => run('Waits', {})));
    expect(most).toEqual(Array.from({ length: 12 }, () => 1));
    expect(cloud.lambda.functions().find(({ id }) => id === 'Waits')).toMatchObject({ workers: 2 });
  });

  it('dies in the middle of a call when a fault kills it: in turn before and after the call is carried out', async () => {
    const kept = () => cloud.meter.report().routes['GET /test']?.calls.Kept ?? 0;
    const before = kept();
    cloud.faults.replace([{ service: 'test', rate: 1, kind: 'kill', seed: 1 }]);
    for (const carriedOut of [0, 1]) {
      const result = await cloud.lambda.invoke(arnOf('Calls'), event('kept'));
      expect(result).toMatchObject({ ok: false, errorType: 'Runtime.ExitError' });
      await expect.poll(kept).toBe(before + carriedOut);
    }
    cloud.faults.replace([]);
    expect(await run('Calls', 'kept')).toMatchObject({ functionId: 'Calls' });
    cloud.meter.reset();
  });

  it('tells the endpoint who calls and why, and a call of no invocation is reported as unawaited', async () => {
    const caller = await run('Calls', 'kept');
    expect(caller).toMatchObject({
      functionId: 'Calls',
      cause: 'GET /test',
      trace: { lineage: { Calls: 1 } },
    });
    expect(cloud.unawaited).toEqual([]);
    await run('Calls', 'unawaited');
    await expect
      .poll(() => cloud.unawaited.map(({ operation }) => operation), { timeout: 5_000 })
      .toEqual(['Forgotten']);
    expect(cloud.meter.report().routes['GET /test']?.calls).toMatchObject({ Kept: 1 });
    expect(cloud.meter.report().functions.Calls).toMatchObject({ invocations: 2 });
  });

  it('is idle only when no invocation runs', async () => {
    const running = run('Waits', {});
    expect(cloud.activity.pending()).toHaveProperty('invocation of Waits');
    await cloud.activity.idle();
    expect(cloud.activity.pending()).toEqual({});
    await running;
  });
});

it('stops the longest idle worker of another function when the machine is full', async () => {
  const cloud = await startTinyCloud(
    { ...aFunction('One'), ...aFunction('Two'), ...aFunction('Three') },
    Object.fromEntries(
      ['One', 'Two', 'Three'].map((id) => [id, `export const handler = async () => '${id}';`]),
    ),
    { limits: { total: 2 } },
  );
  for (const id of ['One', 'Two', 'Three', 'One']) {
    expect(await cloud.lambda.invoke(arnOf(id), event({}))).toEqual({ ok: true, payload: id });
  }
  expect(cloud.lambda.functions().map(({ workers }) => workers)).toEqual([1, 0, 1]);
  await cloud.close();
});
