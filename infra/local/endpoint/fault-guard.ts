/** Makes calls of functions suffer the faults in force; the operator's calls are spared. */
import { setTimeout as pause } from 'node:timers/promises';
import { type AwsCall, AwsError, type AwsReply, type Faults } from '../cloud.ts';
import { list, record } from '../reading.ts';
import { jsonError } from './error-reply.ts';
import { type CallGuard, ConnectionDropped } from './guards.ts';
import { jsonReply } from './json-protocol.ts';

/** A stalled call is held until its client gives up, but not longer than this. */
const longestStall = 8_000;

export function faultGuard(faults: Faults, kill: (workerId: string) => void): CallGuard {
  let kills = 0;
  return async (call, next, connection) => {
    if (call.caller.functionId === 'operator') return next(call);
    const fault = faults.forCall(call.service, call.operation);
    switch (fault) {
      case undefined:
        return next(call);
      case 'throttle':
        throw throttles[call.service] ?? new AwsError(400, 'ThrottlingException', 'Rate exceeded');
      case 'error':
        throw new AwsError(
          500,
          internalErrors[call.service] ?? 'InternalServerError',
          'Internal server error',
        );
      case 'conflict':
        return conflict(call);
      case 'unprocessed':
        return halfProcessed(call, next);
      case 'drop-reply':
        await next(call);
        throw new ConnectionDropped();
      case 'kill':
        kills += 1;
        if (kills % 2 === 0) await next(call);
        if (call.caller.workerId !== undefined) kill(call.caller.workerId);
        throw new ConnectionDropped();
      case 'stall':
        await Promise.race([connection.closed, pause(longestStall, undefined, { ref: false })]);
        throw new ConnectionDropped();
    }
  };
}

const throttles: Readonly<Record<string, AwsError>> = {
  dynamodb: new AwsError(
    400,
    'ThrottlingException',
    'Throughput exceeds the current capacity of your table or index.',
  ),
  sqs: new AwsError(400, 'RequestThrottled', 'The request was denied due to request throttling.'),
  scheduler: new AwsError(429, 'ThrottlingException', 'Rate exceeded'),
  ses: new AwsError(429, 'TooManyRequestsException', 'Maximum sending rate exceeded.'),
  s3: new AwsError(503, 'SlowDown', 'Please reduce your request rate.'),
};

const internalErrors: Readonly<Record<string, string>> = {
  events: 'InternalException',
  scheduler: 'InternalServerException',
  ses: 'InternalServiceErrorException',
  s3: 'InternalError',
  secretsmanager: 'InternalServiceError',
};

async function halfProcessed(call: AwsCall, next: (call: AwsCall) => Promise<AwsReply>): Promise<AwsReply> {
  const request = record(JSON.parse(call.body.toString()));
  const halves = Object.entries(record(request.RequestItems)).map(([table, asked]) => {
    const keys = list(record(asked).Keys);
    const middle = Math.floor(keys.length / 2);
    const part = (Keys: readonly unknown[]) => [table, { ...record(asked), Keys }] as const;
    return { taken: part(keys.slice(0, middle)), left: part(keys.slice(middle)), isEmpty: middle === 0 };
  });
  const UnprocessedKeys = Object.fromEntries(halves.map(({ left }) => left));
  if (halves.some(({ isEmpty }) => isEmpty)) {
    return jsonReply({ Responses: {}, UnprocessedKeys: request.RequestItems });
  }
  const body = JSON.stringify({
    ...request,
    RequestItems: Object.fromEntries(halves.map(({ taken }) => taken)),
  });
  const reply = await next({ ...call, body: Buffer.from(body) });
  if (reply.status !== 200) return reply;
  return { ...reply, body: JSON.stringify({ ...record(JSON.parse(String(reply.body))), UnprocessedKeys }) };
}

function conflict(call: AwsCall): AwsReply {
  if (call.operation !== 'TransactWriteItems') {
    throw new AwsError(400, 'TransactionConflictException', 'Transaction is ongoing for the item');
  }
  const items = list(record(JSON.parse(call.body.toString())).TransactItems);
  const codes = items.map(() => 'TransactionConflict');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`;
  return jsonError(new AwsError(400, 'TransactionCanceledException', message), {
    Message: message,
    CancellationReasons: codes.map((Code) => ({ Code, Message: 'Transaction is ongoing for the item' })),
  });
}
