/** Runs the synthesized bundles in worker threads, with the environment, the limits and the chains of Lambda. */
import { randomUUID } from 'node:crypto';
import type { Cloud, Invocation, InvocationResult, Lambda, Trace } from '../../cloud.ts';
import type { Meter } from '../../endpoint/meter.ts';
import type { Runs } from '../../runs.ts';
import { type FunctionSettings, readFunction } from './function-settings.ts';
import { createSandboxPool, type PoolLimits } from './sandbox-pool.ts';
import { lengthen, newTrace, traceHeader } from './trace.ts';
import type { WorkerRequest } from './worker.ts';

export interface LambdaOptions {
  readonly runs: Runs;
  readonly meter?: Meter | undefined;
  readonly limits?: Partial<PoolLimits> | undefined;
}

/** The local Lambda also keeps what the functions wrote. */
export interface LocalLambda extends Lambda {
  /** The newest lines of a function's output, oldest first. */
  logs(functionId: string): readonly string[];
}

/** A free worker holds 25 to 35 MB: 32 of them fit a small machine. */
const defaultLimits: PoolLimits = { perFunction: 4, total: 32, idle: 60_000 };
/** Lambda stops a chain when the same function has run in it about so many times. */
const longestChain = 16;
const keptLines = 200;

interface LocalFunction {
  readonly settings: FunctionSettings;
  readonly lines: string[];
  invocations: number;
  errors: number;
}

export function createLambda(cloud: Cloud, { runs, meter, limits }: LambdaOptions): LocalLambda {
  // Workers share the time zone of the process, and on Lambda it is UTC.
  process.env.TZ = 'UTC';
  const byArn = new Map<string, LocalFunction>();
  for (const resource of cloud.template.ofType('AWS::Lambda::Function')) {
    const settings = readFunction(cloud, resource);
    byArn.set(settings.arn, { settings, lines: [], invocations: 0, errors: 0 });
  }
  const byId = new Map([...byArn.values()].map((entry) => [entry.settings.id, entry]));
  const pool = createSandboxPool(cloud, { ...defaultLimits, ...limits }, keepLine);

  function keepLine(functionId: string, line: string): void {
    const lines = byId.get(functionId)?.lines ?? [];
    lines.push(line);
    if (lines.length > keptLines) lines.shift();
    cloud.log(line.startsWith('{') ? line : `${functionId}: ${line}`);
  }

  async function runIn(
    settings: FunctionSettings,
    invocation: Invocation,
    trace: Trace,
  ): Promise<InvocationResult> {
    const sandbox = await pool.take(settings);
    invocation.onTaken?.();
    runs.begin(sandbox.workerId, { functionId: settings.id, trace, cause: invocation.cause });
    try {
      return await sandbox.run(requestFor(settings, invocation, trace, sandbox.workerId));
    } finally {
      runs.end(sandbox.workerId);
      pool.giveBack(sandbox);
    }
  }

  async function invoke(functionArn: string, invocation: Invocation): Promise<InvocationResult> {
    const found = byArn.get(functionArn);
    if (!found) return refused('ResourceNotFoundException', `Function not found: ${functionArn}`);
    const { settings } = found;
    if (settings.reservedConcurrency === 0) return refused('TooManyRequestsException', 'Rate Exceeded.');
    const trace = lengthen(invocation.trace ?? newTrace(cloud.clock.now()), settings.id);
    if ((trace.lineage[settings.id] ?? 0) > longestChain && !settings.recursionAllowed) {
      cloud.log(
        `${settings.id}: stopped a recursive loop after ${longestChain} invocations (${invocation.cause}).`,
      );
      return refused(
        'RecursiveLoop',
        'Lambda stopped a chain of invocations that came back to this function.',
      );
    }
    const ended = cloud.activity.begin(`invocation of ${settings.id}`);
    found.invocations += 1;
    meter?.invoked(invocation.cause, settings.id);
    try {
      const result = await runIn(settings, invocation, trace);
      if (!result.ok) found.errors += 1;
      return result;
    } finally {
      ended();
    }
  }

  return {
    invoke,
    functions: () =>
      [...byArn.values()].map(({ settings, invocations, errors }) => ({
        id: settings.id,
        description: settings.description,
        workers: pool.count(settings.id),
        invocations,
        errors,
      })),
    logs: (functionId) => byId.get(functionId)?.lines ?? [],
    kill: (workerId) => pool.kill(workerId),
    close: () => pool.close(),
  };
}

const refused = (errorType: string, errorMessage: string): InvocationResult => ({
  ok: false,
  errorType,
  errorMessage,
});

function requestFor(
  settings: FunctionSettings,
  { payload }: Invocation,
  trace: Trace,
  workerId: string,
): WorkerRequest {
  return {
    payload: JSON.stringify(payload),
    traceHeader: traceHeader(trace),
    timeout: settings.timeoutMilliseconds,
    context: {
      awsRequestId: randomUUID(),
      callbackWaitsForEmptyEventLoop: true,
      functionName: settings.name,
      functionVersion: '$LATEST',
      invokedFunctionArn: settings.arn,
      memoryLimitInMB: String(settings.memoryMegabytes),
      logGroupName: settings.logGroup,
      logStreamName: workerId,
    },
  };
}
