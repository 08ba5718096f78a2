/** Counts, per route and per function, how often they ran, what they called and what DynamoDB would charge. */
import type { AwsCall, AwsReply } from '../cloud.ts';
import { isRecord, list, optionalNumber } from '../reading.ts';
import type { CallGuard } from './guards.ts';

interface MeterRow {
  readonly invocations: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** AWS operation → number of calls that reached the service. */
  readonly calls: Readonly<Record<string, number>>;
}

interface MeterReport {
  /** By route key (`POST /customers`), or by the name of the queue, stream or schedule. */
  readonly routes: Readonly<Record<string, MeterRow>>;
  /** By logical id of the function; `operator` for calls from outside. */
  readonly functions: Readonly<Record<string, MeterRow>>;
}

interface Units {
  readonly read: number;
  readonly write: number;
}

export interface Meter {
  invoked(cause: string, functionId: string): void;
  record(cause: string, functionId: string, operation: string, units: Units): void;
  report(): MeterReport;
  reset(): void;
}

interface Row {
  invocations: number;
  readUnits: number;
  writeUnits: number;
  calls: Record<string, number>;
}

export function createMeter(): Meter {
  const routes = new Map<string, Row>();
  const functions = new Map<string, Row>();
  function rows(cause: string, functionId: string): Row[] {
    return [rowOf(routes, cause), rowOf(functions, functionId)];
  }
  return {
    invoked(cause, functionId) {
      for (const row of rows(cause, functionId)) row.invocations += 1;
    },
    record(cause, functionId, operation, units) {
      for (const row of rows(cause, functionId)) {
        row.readUnits += units.read;
        row.writeUnits += units.write;
        row.calls[operation] = (row.calls[operation] ?? 0) + 1;
      }
    },
    report: () =>
      structuredClone({ routes: Object.fromEntries(routes), functions: Object.fromEntries(functions) }),
    reset() {
      routes.clear();
      functions.clear();
    },
  };
}

function rowOf(rows: Map<string, Row>, key: string): Row {
  let row = rows.get(key);
  if (!row) {
    row = { invocations: 0, readUnits: 0, writeUnits: 0, calls: {} };
    rows.set(key, row);
  }
  return row;
}

const reads = new Set(['GetItem', 'BatchGetItem', 'TransactGetItems', 'Query', 'Scan']);
const writes = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems']);

/** Meters every call that reaches its service; a refused call has no units, though AWS bills some of those. */
export function meterGuard(meter: Meter): CallGuard {
  return async (call, next) => {
    const { caller, operation, service } = call;
    const metered = service === 'dynamodb' && (reads.has(operation) || writes.has(operation));
    const reply = metered
      ? await withUnits(call, next)
      : { reply: await next(call), units: { read: 0, write: 0 } };
    meter.record(caller.cause ?? caller.functionId, caller.functionId, operation, reply.units);
    return reply.reply;
  };
}

/** Asks for the consumed capacity, and takes it out of the reply when the caller did not ask for it. */
async function withUnits(
  call: AwsCall,
  next: (call: AwsCall) => Promise<AwsReply>,
): Promise<{ reply: AwsReply; units: Units }> {
  const request: unknown = JSON.parse(call.body.toString());
  const asked = isRecord(request) && (request.ReturnConsumedCapacity ?? 'NONE') !== 'NONE';
  const reply = await next(
    asked || !isRecord(request)
      ? call
      : { ...call, body: Buffer.from(JSON.stringify({ ...request, ReturnConsumedCapacity: 'INDEXES' })) },
  );
  const answer: unknown = JSON.parse(String(reply.body ?? '{}'));
  if (reply.status !== 200 || !isRecord(answer)) return { reply, units: { read: 0, write: 0 } };
  const { ConsumedCapacity: consumed, ...rest } = answer;
  const units = unitsOf(consumed, reads.has(call.operation));
  return { reply: asked ? reply : { ...reply, body: JSON.stringify(rest) }, units };
}

function unitsOf(consumed: unknown, isRead: boolean): Units {
  let read = 0;
  let write = 0;
  for (const capacity of Array.isArray(consumed) ? consumed : list(consumed && [consumed])) {
    if (!isRecord(capacity)) continue;
    const total = optionalNumber(capacity.CapacityUnits) ?? 0;
    const readPart = optionalNumber(capacity.ReadCapacityUnits);
    const writePart = optionalNumber(capacity.WriteCapacityUnits);
    const split = readPart !== undefined || writePart !== undefined;
    read += split ? (readPart ?? 0) : isRead ? total : 0;
    write += split ? (writePart ?? 0) : isRead ? 0 : total;
  }
  return { read, write };
}
