/** Starts the real DynamoDB engine that stands behind the endpoint: a process of its own, never a mock. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface Engine {
  /** `http://127.0.0.1:port`, spoken to only by the stand-in in `dynamodb.ts`. */
  readonly endpoint: string;
  readonly kind: 'dynoxide' | 'endpoint' | 'java' | 'docker';
  close(): Promise<void>;
}

export interface EngineOptions {
  /** Folder of the database file, or undefined for a temporary one that goes with the engine. */
  readonly directory: string | undefined;
  log(line: string): void;
}

interface Launch {
  readonly kind: Engine['kind'];
  readonly command: (port: number, folder: string) => readonly string[];
  /** Set where the database is an SQLite file that wants the index on its stream records. */
  readonly databaseFile?: string;
  readonly readyWithinMs: number;
}

/** As in package.json, which installs no package for another platform than that of the tests. */
const engineVersion = '1.2.1';

/**
 * A shell stands between: it ends the engine when our end of its standard input closes, which the operating
 * system sees to even when this process is killed, and then removes a temporary folder ($1).
 */
const KEEPER = `
temporary=$1; shift
exec 3<&0 4>&2 2>/dev/null
"$@" </dev/null 2>&4 & engine=$!
( read -r _ <&3; kill $engine 2>/dev/null ) &
wait $engine; code=$?
if [ -n "$temporary" ]; then rm -rf "$temporary"; fi
exit $code
`;

/** The publisher's package of the same engine for this machine; `npm ci` brings the one for Linux on x64. */
const packageHere = `@dynoxide/${process.platform}-${process.arch}`;

const NO_ENGINE = [
  'No DynamoDB engine was found. Any one of these provides it:',
  process.platform === 'linux' && process.arch === 'x64'
    ? `  - \`npm ci\` installs the optional package ${packageHere} (is \`omit=optional\` set?);`
    : `  - \`npm install --no-save ${packageHere}@${engineVersion}\` (Rapport was not tried on this platform);`,
  '  - DYNAMODB_ENDPOINT=http://127.0.0.1:8000 names a DynamoDB Local that already runs (with -sharedDb);',
  '  - DYNAMODB_LOCAL_JAR=/path/DynamoDBLocal.jar, with Java 17 or later on the PATH;',
  '  - a running Docker, from which amazon/dynamodb-local is used.',
].join('\n');

/**
 * Starts the engine and answers once it accepts calls. It ends with this process, however that ends.
 * What the environment names goes before what is installed.
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const running = process.env.DYNAMODB_ENDPOINT;
  if (running) return { endpoint: running.replace(/\/$/, ''), kind: 'endpoint', close: async () => {} };
  const launch = findJava() ?? findDynoxide() ?? findDocker();
  if (!launch) throw new Error(NO_ENGINE);
  const folder = options.directory ?? mkdtempSync(join(memoryFolder(), 'rapport-engine-'));
  mkdirSync(folder, { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run(launch, folder, options);
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

async function run(launch: Launch, folder: string, options: EngineOptions): Promise<Engine> {
  const port = await freePort();
  const temporary = options.directory ? '' : folder;
  const child = spawn('/bin/sh', ['-c', KEEPER, 'keeper', temporary, ...launch.command(port, folder)], {
    // Away from the terminal's group: at Ctrl-C the cloud closes first, then the engine.
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  child.unref();
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => {
    complaint = (complaint + text).slice(-2000);
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let closing = false;
  const close = async () => {
    closing = true;
    child.ref();
    child.stdin.destroy();
    await ended;
  };
  const endpoint = `http://127.0.0.1:${port}`;
  if (!(await answers(endpoint, child, launch.readyWithinMs))) {
    await close();
    throw new Error(`The DynamoDB engine (${launch.kind}) did not start in ${folder}. It said: ${complaint}`);
  }
  if (launch.databaseFile) indexStreamRecords(join(folder, launch.databaseFile));
  child.once('exit', (code) => {
    if (!closing) options.log(`The DynamoDB engine stopped with code ${code}: ${complaint}. Start again.`);
  });
  return { endpoint, kind: launch.kind, close };
}

function findDynoxide(): Launch | undefined {
  const require = createRequire(import.meta.url);
  try {
    const manifest = require.resolve(`${packageHere}/package.json`);
    const binary = join(dirname(manifest), 'dynoxide');
    const databaseFile = 'dynamodb.sqlite';
    const command = (port: number, folder: string) => [
      ...[binary, '--port', String(port)],
      ...['--db-path', join(folder, databaseFile)],
    ];
    return { kind: 'dynoxide', command, databaseFile, readyWithinMs: 15_000 };
  } catch {
    return undefined;
  }
}

function findJava(): Launch | undefined {
  const jar = process.env.DYNAMODB_LOCAL_JAR;
  if (!jar) return undefined;
  const libraries = `-Djava.library.path=${join(dirname(jar), 'DynamoDBLocal_lib')}`;
  const command = (port: number, folder: string) => [
    ...['java', libraries, '-jar', jar],
    ...['-sharedDb', '-dbPath', folder, '-port', String(port)],
  ];
  return { kind: 'java', command, readyWithinMs: 30_000 };
}

function findDocker(): Launch | undefined {
  try {
    execFileSync('docker', ['version', '--format', '{{.Server.Version}}'], {
      stdio: 'ignore',
      timeout: 5000,
    });
  } catch {
    return undefined;
  }
  const command = (port: number, folder: string) => [
    ...['docker', 'run', '--rm', '-p', `127.0.0.1:${port}:8000`, '-v', `${folder}:/data`, '-u', 'root'],
    ...['amazon/dynamodb-local', '-jar', 'DynamoDBLocal.jar', '-sharedDb', '-dbPath', '/data'],
  ];
  return { kind: 'docker', command, readyWithinMs: 120_000 };
}

/** Memory where there is plenty of it: a write then waits for no disk. TMPDIR goes before. */
function memoryFolder(): string {
  if (process.env.TMPDIR) return tmpdir();
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize > 512 * 2 ** 20 ? '/dev/shm' : tmpdir();
  } catch {
    return tmpdir();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

async function answers(endpoint: string, child: ChildProcess, withinMs: number): Promise<boolean> {
  for (const until = Date.now() + withinMs; Date.now() < until && child.exitCode === null; ) {
    try {
      await fetch(endpoint, { signal: AbortSignal.timeout(2000) });
      return child.exitCode === null;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  return false;
}

/**
 * dynoxide 1.2.1 looks for the next sequence number by `MAX(CAST(sequence_number AS INTEGER))` per table: without
 * this index every write reads all stream records before it (270 writes a second and falling, against 2,900).
 */
function indexStreamRecords(file: string): void {
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    database.exec(
      'CREATE INDEX IF NOT EXISTS rapport_stream_sequence ON _stream_records(table_name, CAST(sequence_number AS INTEGER))',
    );
  } finally {
    database.close();
  }
}
