import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';

const source = new URL('../../../infra/local/services/dynamodb-engine.ts', import.meta.url);
const program = `
  import { startEngine } from ${JSON.stringify(source.href)};
  const engine = await startEngine({ directory: undefined, log: () => {} });
  console.log(engine.endpoint);
  setInterval(() => {}, 1000);
`;

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}

it('ends with the process that started it, even when that is killed, and leaves no folder behind', async () => {
  const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('rapport-engine-'));
  const before = new Set(folders());
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program]);
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const endpoint = line.toString().trim();
  expect((await fetch(endpoint)).status).toBe(200);
  parent.kill('SIGKILL');
  const refused = () =>
    fetch(endpoint).then(
      () => false,
      () => true,
    );
  await until(refused);
  await until(async () => folders().every((name) => before.has(name)));
});
