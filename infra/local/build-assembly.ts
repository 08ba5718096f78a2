/** Synthesizes the stacks of stage `local`, and skips that while nothing that goes in has changed. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const assemblies = path.join(projectRoot, '.build', 'assemblies');
/** The running folder and what a branch or two need. */
const keptAssemblies = 4;

type Settings = Readonly<Record<string, string>>;

export interface BuildOptions {
  /** Deployment settings on top of those of the stage, e.g. `{ smtpServer: 'smtps://mail.example.com' }`. */
  readonly settings?: Settings | undefined;
  readonly log?: ((line: string) => void) | undefined;
}

/** Answers the absolute folder of the cloud assembly. Several processes may build at once. */
export async function buildAssembly({
  settings = {},
  log = () => undefined,
}: BuildOptions = {}): Promise<string> {
  const folder = path.join(assemblies, hashOfSources(settings));
  if (existsSync(path.join(folder, 'manifest.json'))) {
    const now = new Date();
    utimesSync(folder, now, now);
    log('stacks unchanged');
    return folder;
  }
  const started = performance.now();
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(assemblies, { recursive: true });
  await synthesize(unfinished, settings);
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    // Another process was first; it wrote the same.
    if (!existsSync(path.join(folder, 'manifest.json'))) throw error;
    rmSync(unfinished, { recursive: true, force: true });
  }
  removeOldest();
  log(`stacks synthesized in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return folder;
}

async function synthesize(outdir: string, settings: Settings): Promise<void> {
  const program = path.join(projectRoot, 'infra', 'local', 'synthesize.ts');
  const child = spawn(process.execPath, [program, outdir, JSON.stringify(settings)], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code === 0 && existsSync(path.join(outdir, 'manifest.json'))) return;
  rmSync(outdir, { recursive: true, force: true });
  throw new Error(`The stacks could not be synthesized (npm run synth shows the same):\n${output.trim()}`);
}

/** No template and no bundle is made of these. */
const apart = ['infra/local/', 'infra/demo/', 'infra/commands/'];

/** Everything that a template or a bundle is made of. */
function hashOfSources(settings: Settings): string {
  const hash = createHash('sha256').update(process.version).update(JSON.stringify(settings));
  const folders = ['infra', 'functions', 'shared'].flatMap((folder) => filesIn(folder));
  for (const file of ['package-lock.json', 'cdk.json', 'tsconfig.json', ...folders]) {
    const whole = path.join(projectRoot, file);
    if (existsSync(whole)) hash.update(file).update('\0').update(readFileSync(whole)).update('\0');
  }
  return hash.digest('hex').slice(0, 20);
}

function filesIn(folder: string): string[] {
  return readdirSync(path.join(projectRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(projectRoot, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
    )
    .filter((file) => !apart.some((folder) => file.startsWith(folder)))
    .sort();
}

function removeOldest(): void {
  const folders = readdirSync(assemblies).map((name) => path.join(assemblies, name));
  const finished = folders.filter((folder) => /^[0-9a-f]{20}$/.test(path.basename(folder)));
  const age = (folder: string) => statSync(folder).mtimeMs;
  for (const folder of finished.toSorted((one, other) => age(other) - age(one)).slice(keptAssemblies)) {
    rmSync(folder, { recursive: true, force: true });
  }
}
