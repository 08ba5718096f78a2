import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { inTemporaryFolder } from './rig.ts';

const source = new URL('../../infra/local/services/dynamodb/engine.ts', import.meta.url);
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
  await inTemporaryFolder(async (folder) => {
    const env = { ...process.env, TMPDIR: folder };
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program], { env });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const endpoint = line.toString().trim();
    expect((await fetch(endpoint)).status).toBe(200);
    expect(readdirSync(folder)).not.toEqual([]);
    parent.kill('SIGKILL');
    const refused = () =>
      fetch(endpoint).then(
        () => false,
        () => true,
      );
    await until(refused);
    await until(async () => readdirSync(folder).length === 0);
  });
});

it('lets its process end in order once it is closed', async () => {
  const closing = program.replace('setInterval(() => {}, 1000);', 'await engine.close();');
  const parent = spawn(process.execPath, ['--input-type=module', '-e', closing]);
  expect(await once(parent, 'exit')).toEqual([0, null]);
});

it('names the one command that brings it to another platform, as README does', async () => {
  const program = `
    Object.defineProperty(process, 'arch', { value: 'arm64' });
    const { startEngine } = await import(${JSON.stringify(source.href)});
    await startEngine({ directory: undefined, log: () => {} });
  `;
  const env = { PATH: '', TMPDIR: tmpdir() };
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { env });
  let told = '';
  child.stderr.on('data', (text: Buffer) => (told += text.toString()));
  await once(child, 'close');
  const { optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const version = optionalDependencies['@dynoxide/linux-x64'];
  expect(told).toContain(`npm install --no-save @dynoxide/${process.platform}-arm64@${version}`);
  for (const page of ['README.md', 'README.zh-CN.md']) {
    expect(readFileSync(page, 'utf8')).toContain(`npm install --no-save @dynoxide/darwin-arm64@${version}`);
  }
});
