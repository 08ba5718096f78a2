import { afterEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import { onMessage } from '../../../shared/runtime/consumers.ts';
import { environmentWithoutTable } from '../../../shared/runtime/environment.ts';
import { countFailures } from '../../../shared/runtime/failures.ts';
import { problems } from '../../../shared/runtime/http-middlewares.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { streamFunction } from '../../../shared/runtime/stream.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Every line of metrics that is written meanwhile. */
function listen(): string[] {
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    if (String(line).includes('CloudWatchMetrics')) lines.push(String(line));
    return true;
  });
  return lines;
}

const countsIn = (lines: readonly string[]) => lines.map((line) => JSON.parse(line).Failures);

describe('failures', () => {
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
  it('are a line that CloudWatch reads as a metric of the stage', () => {
    vi.stubEnv('STAGE', 'prod');
    const lines = listen();
    const before = Date.now();
    countFailures(3);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\{.*\}\n$/);
    const { _aws, ...members } = JSON.parse(lines[0]!);
    expect(members).toEqual({ stage: 'prod', Failures: 3 });
    expect(_aws.CloudWatchMetrics).toEqual([
      {
        Namespace: 'Rapport',
        Dimensions: [['stage']],
        Metrics: [{ Name: 'Failures', Unit: 'Count' }],
      },
    ]);
    expect(_aws.Timestamp).toBeGreaterThanOrEqual(before);
    expect(_aws.Timestamp).toBeLessThanOrEqual(Date.now());
  });

  it('are the messages that a batch hands back, and none when all is well', async () => {
    const Work = z.strictObject({ ok: z.boolean() });
    const handle = async ({ ok }: z.output<typeof Work>) => {
      if (!ok) throw new Error('no');
    };
    const handler = eventsFunction({ test: { build: () => [onMessage('work', Work, handle)] } });
    const record = (messageId: string, ok: boolean) =>
      ({ messageId, body: JSON.stringify({ ok }), attributes: {} }) as never;
    const lines = listen();
    await handler({ Records: [record('a', true), record('b', false), record('c', false)] });
    expect(countsIn(lines)).toEqual([2]);
    lines.length = 0;
    await handler({ Records: [record('a', true)] });
    expect(lines).toEqual([]);
  });

  it('are records of the stream that are not done', async () => {
    const record = (SequenceNumber: string) => ({ dynamodb: { SequenceNumber } });
    const handler = (done: number) =>
      streamFunction({
        environment: environmentWithoutTable({}),
        build: () => undefined,
        handle: async () => done,
      });
    const lines = listen();
    await handler(2)({ Records: [record('1'), record('2')] });
    expect(lines).toEqual([]);
    await handler(1)({ Records: [record('1'), record('2')] });
    expect(countsIn(lines)).toEqual([1]);
  });

  it('are requests that we could not answer, not those that we refuse', () => {
    const lines = listen();
    const answer = (error: Error) =>
      problems(String).onError?.({
        error,
        event: { headers: {}, requestContext: { requestId: 'r' } },
      } as never);
    answer(new AppError('not-found', 'No.'));
    expect(lines).toEqual([]);
    answer(new Error('what we did not foresee'));
    expect(countsIn(lines)).toEqual([1]);
  });
});
