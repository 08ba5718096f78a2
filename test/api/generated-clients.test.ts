/** What generators of others make of our document: it compiles under the strictest settings, and it can call. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { beforeAll, expect, it } from 'vitest';
import { sharedCloud } from '../support/cloud.ts';

const cloud = sharedCloud();
const modules = path.resolve(import.meta.dirname, '../../node_modules');
const folder = mkdtempSync(path.join(tmpdir(), 'clients-'));
const file = (name: string) => path.join(folder, name);

/** Runs a command of a package with the Node that runs the tests. */
function run(program: string, ...parameters: string[]): string {
  const command = path.join(modules, program);
  expect(existsSync(command), `${program}: run npm ci`).toBe(true);
  return execFileSync(process.execPath, [command, ...parameters], {
    cwd: folder,
    encoding: 'utf8',
    stdio: 'pipe',
  });
}

const strict = {
  strict: true,
  noEmit: true,
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  lib: ['es2023', 'dom', 'dom.iterable'],
  skipLibCheck: false,
  types: [],
};

beforeAll(async () => {
  const response = await fetch(`${cloud.url}/openapi.json`);
  writeFileSync(file('openapi.json'), await response.text());
  writeFileSync(file('package.json'), '{"type":"module"}');
  symlinkSync(modules, file('node_modules'));
});

const compile = (entry: string) => {
  writeFileSync(file('tsconfig.json'), JSON.stringify({ compilerOptions: strict, files: [entry] }));
  try {
    execFileSync(path.join(modules, '.bin/tsc'), ['-p', file('tsconfig.json')], {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  } catch (error) {
    throw new Error(String((error as { stdout?: string }).stdout));
  }
};

it('openapi-typescript makes types that tell what may be sent and what comes back', () => {
  run('openapi-typescript/bin/cli.js', 'openapi.json', '-o', 'schema.d.ts', '--default-non-nullable=false');
  writeFileSync(
    file('types.ts'),
    `import type { components, operations } from './schema.d.ts';
     type Schemas = components['schemas'];
     export const body: Schemas['NewCustomer'] = { name: 'Ada' };
     export const due: Schemas['RequestedTime'] = { wallTime: '2036-11-21T10:00' };
     // @ts-expect-error one of the two is missing
     export const none: Schemas['RequestedTime'] = { timeZone: 'Asia/Shanghai' };
     // @ts-expect-error a name is needed
     export const nobody: Schemas['NewCustomer'] = {};
     type Reply = operations['createCustomer']['responses'][201]['content']['application/json'];
     export const read = (reply: Reply): string => reply.id;
     type Sent = operations['patchCustomer']['requestBody'];
     export const patch = (sent: NonNullable<Sent>): unknown => sent.content['application/json'].name;`,
  );
  compile('types.ts');
});

it('@hey-api/openapi-ts makes a client that creates, reads and changes a customer', async () => {
  run('@hey-api/openapi-ts/bin/run.js', '-i', 'openapi.json', '-o', 'client');
  expect(readFileSync(file('client/sdk.gen.ts'), 'utf8')).toContain('createCustomer');
  writeFileSync(
    file('calls.ts'),
    `import { createCustomer, getCustomer, listCustomers, patchCustomer } from './client/index';
     import { client } from './client/client.gen';
     export async function calls(baseUrl: string, token: string, key: string) {
       client.setConfig({ baseUrl, auth: () => token });
       const created = await createCustomer({
         body: { name: 'Ada Lovelace', language: 'en' },
         headers: { 'Idempotency-Key': key },
         throwOnError: true,
       });
       const path = { customerId: created.data.id };
       const changed = await patchCustomer({
         path,
         body: { company: 'Analytical Engines' },
         headers: { 'If-Match': '"1"' },
         throwOnError: true,
       });
       const read = await getCustomer({ path, throwOnError: true });
       const list = await listCustomers({ query: { limit: 2 }, throwOnError: true });
       const refused = await createCustomer({ body: { name: '' }, headers: { 'Idempotency-Key': key + 'x' } });
       return {
         created: created.data.name,
         changed: changed.data.version,
         read: read.data.company,
         listed: Array.isArray(list.data.items),
         refused: refused.response?.status,
       };
     }`,
  );
  compile('calls.ts');
  const outfile = file('calls.mjs');
  await build({ entryPoints: [file('calls.ts')], bundle: true, format: 'esm', platform: 'node', outfile });
  const { calls } = (await import(outfile)) as {
    calls: (url: string, token: string, key: string) => Promise<Record<string, unknown>>;
  };
  expect(await calls(cloud.url, await cloud.token('li.na'), crypto.randomUUID())).toEqual({
    created: 'Ada Lovelace',
    changed: 2,
    read: 'Analytical Engines',
    listed: true,
    refused: 400,
  });
});
