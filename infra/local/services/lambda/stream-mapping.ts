/** Feeds a function from the stream of a table: in order, batch by batch, from a kept position on. */
import type { Cloud, InvocationResult } from '../../cloud.ts';
import {
  changesNothing,
  type StreamPosition,
  type StreamReader,
  type StreamRecord,
} from '../dynamodb/table-stream.ts';
import { failedItems } from './failed-items.ts';
import { checkDestination, type Discarded, discard } from './failure-destination.ts';
import { complaint, type Mapping } from './mapping-settings.ts';
import { createPump } from './stream-pump.ts';

const PAGE = 1000;
/** A stream holds a record for 24 hours. */
const STREAM_RETENTION_SECONDS = 86_400;
/** Retries so often wait in real time and count as work; later ones wait on the agenda. */
const QUICK_RETRIES = 8;
const GATHERING = 20;

interface Told {
  readonly position: StreamPosition;
  /** Virtual milliseconds. */
  readonly arrivedAt: number;
  readonly event: object;
}

/** Answers how to stop it. */
export function startStreamMapping(cloud: Cloud, streams: StreamReader, mapping: Mapping): () => void {
  const table = tableOf(mapping);
  const wrong = checkDestination(mapping);
  if (wrong !== undefined) throw complaint(mapping, wrong);
  const batchSize = mapping.batchSize ?? 100;
  const positions = cloud.state.map<StreamPosition>('streams');
  let position = positions.get(mapping.logicalId);
  let cursor = streams.open(table, position);
  const pump = createPump(cloud, `stream ${table}`, drainSafely);

  function checkpoint(reached: StreamPosition | undefined): void {
    if (!reached) return;
    position = reached;
    positions.set(mapping.logicalId, reached);
  }

  async function drainSafely(): Promise<void> {
    try {
      await drain();
    } catch (error) {
      // The cursor may be ahead of what was delivered.
      cursor = streams.open(table, position);
      throw error;
    }
  }

  async function drain(): Promise<void> {
    for (;;) {
      let page = await cursor.next(PAGE);
      if (page.length === 0 || pump.stopped()) return;
      pump.busy();
      if (mapping.windowSeconds > 0 && page.length < batchSize) {
        await pump.sleep(GATHERING);
        page = [...page, ...(await cursor.next(PAGE))];
      }
      const wanted = page
        .filter((record) => !changesNothing(record))
        .map((record) => tell(cloud, mapping, record))
        .filter(({ event }) => mapping.accepts(event));
      for (let start = 0; start < wanted.length && !pump.stopped(); start += batchSize) {
        await deliver(wanted.slice(start, start + batchSize));
      }
      if (!pump.stopped()) checkpoint(page.at(-1)?.position);
    }
  }

  /** Delivers until the batch has succeeded or is given up. `retries` counts only failures of the whole. */
  async function deliver(batch: readonly Told[], retriesSoFar = 0): Promise<void> {
    const fault = cloud.faults.forDelivery('stream');
    if (fault.lateMs > 0) await pump.until(cloud.clock.now() + fault.lateMs, `late stream of ${table}`);
    let rest = batch;
    let { duplicate } = fault;
    for (let retries = retriesSoFar; ; ) {
      rest = withoutOld(rest, retries);
      if (rest.length === 0 || pump.stopped()) return;
      const failed = firstFailure(rest, await invoke(rest));
      if (failed === undefined) {
        if (!duplicate) return checkpoint(rest.at(-1)?.position);
        duplicate = false;
        continue;
      }
      if (failed > 0) {
        checkpoint(rest[failed - 1]?.position);
        rest = rest.slice(failed);
        if (mapping.bisects) continue;
      } else if (mapping.bisects && rest.length > 1) {
        const middle = Math.ceil(rest.length / 2);
        await deliver(rest.slice(0, middle), retries);
        return deliver(rest.slice(middle), retries);
      }
      retries += 1;
      if (mapping.maxRetries >= 0 && retries > mapping.maxRetries) {
        return giveUp(rest, 'RetryAttemptsExhausted', retries);
      }
      await backOff(retries);
    }
  }

  function invoke(batch: readonly Told[]): Promise<InvocationResult> {
    return cloud.lambda.invoke(mapping.functionArn, { payload: payloadOf(batch), cause: `stream ${table}` });
  }

  /** The place of the lowest failed record; 0 when the whole batch failed. */
  function firstFailure(batch: readonly Told[], result: InvocationResult): number | undefined {
    if (!result.ok) return 0;
    const failed = mapping.reportsFailures ? failedItems(result.payload) : [];
    if (failed === 'all') return 0;
    const places = failed.map((id) => batch.findIndex(({ position }) => position.sequenceNumber === id));
    return places.length === 0 ? undefined : Math.max(0, Math.min(...places));
  }

  function withoutOld(batch: readonly Told[], invocations: number): readonly Told[] {
    const { maxRecordAgeSeconds: limit } = mapping;
    const oldest = cloud.clock.now() - (limit < 0 ? STREAM_RETENTION_SECONDS : limit) * 1000;
    const old = batch.filter((record) => record.arrivedAt < oldest);
    if (old.length > 0) giveUp(old, 'RecordAgeExceeded', invocations);
    return old.length === 0 ? batch : batch.slice(old.length);
  }

  function giveUp(batch: readonly Told[], condition: Discarded['condition'], invocations: number): void {
    discard(cloud, mapping, { records: batch, payload: payloadOf(batch), condition, invocations });
    checkpoint(batch.at(-1)?.position);
  }

  function backOff(retries: number): Promise<void> {
    if (retries <= QUICK_RETRIES) return pump.sleep(Math.min(10 * 2 ** retries, 500));
    const minutes = Math.min(2 ** (retries - QUICK_RETRIES - 1), 15);
    return pump.until(cloud.clock.now() + minutes * 60_000, `retry of the stream of ${table}`);
  }

  if (!mapping.enabled) return () => {};
  const unsubscribe = streams.onWrite(pump.wake);
  pump.start();
  return () => {
    unsubscribe();
    pump.stop();
  };
}

function tableOf(mapping: Mapping): string {
  const table = /:table\/([^/]+)\/stream\//.exec(mapping.sourceArn)?.[1];
  if (table !== undefined) return table;
  throw complaint(mapping, `${mapping.sourceArn} is not the stream of a table`);
}

function payloadOf(batch: readonly Told[]): object {
  return { Records: batch.map((record) => record.event) };
}

/** Source: Lambda developer guide, "Using AWS Lambda with Amazon DynamoDB", example event. */
function tell(cloud: Cloud, mapping: Mapping, record: StreamRecord): Told {
  const arrivedAt = cloud.clock.now();
  const event = {
    eventID: record.eventId,
    eventName: record.eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: cloud.region,
    // The engine knows real time only.
    dynamodb: { ...record.change, ApproximateCreationDateTime: Math.floor(arrivedAt / 1000) },
    eventSourceARN: mapping.sourceArn,
    ...(record.expired && { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } }),
  };
  return { position: record.position, arrivedAt, event };
}
