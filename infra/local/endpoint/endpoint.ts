/** The one address at which bundles, tests and the AWS command line reach the stand-ins of the AWS services. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AwsCall, AwsError, type AwsReply, type AwsService, type Clock } from '../cloud.ts';
import { listenOn } from '../listen.ts';
import type { Runs } from '../runs.ts';
import { errorReply } from './error-reply.ts';
import { keyOfForm, readForm } from './form.ts';
import { type CallGuard, ConnectionDropped } from './guards.ts';
import { readCaller, readOperation, readSignature } from './request.ts';

export interface EndpointOptions {
  readonly clock: Clock;
  readonly runs: Runs;
  /** Run around every call, the first one outermost. */
  readonly guards?: readonly CallGuard[] | undefined;
  /** A worker called although no invocation ran in it, or its invocation ended before the call did. */
  readonly onUnawaitedCall?: ((call: AwsCall) => void) | undefined;
  readonly log?: ((line: string) => void) | undefined;
}

/** Told of every call once it is over; `reply` is undefined when the connection was dropped. */
type CallListener = (call: AwsCall, reply: AwsReply | undefined, milliseconds: number) => void;

export interface Endpoint {
  /** `http://127.0.0.1:<port>`: an IP address, since the S3 client goes path-style only on one. */
  readonly url: string;
  register(service: AwsService): void;
  onCall(listener: CallListener): void;
  close(): Promise<void>;
}

/** An idle connection of the SDK's agent is kept, so that it never meets a closing one. */
const keepAlive = 600_000;

export async function createEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const { clock, runs, guards = [], onUnawaitedCall, log = console.error } = options;
  const services = new Map<string, AwsService>();
  const listeners: CallListener[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now();
    const closed = new Promise<void>((resolve) => response.once('close', resolve));
    let call: AwsCall | undefined;
    let service: AwsService | undefined;
    let reply: AwsReply | undefined;
    let scope: string | undefined;
    try {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const body = await readBody(request);
      const form = await readForm(request.headers, body);
      const signature = readSignature(request.headers, url, form?.fields);
      scope = signature.service;
      service = services.get(scope);
      if (!service) throw unknownService(scope, [...services.keys()]);
      call = {
        service: signature.service,
        operation: readOperation(service, request, url),
        method: request.method ?? 'GET',
        url:
          form === undefined
            ? url
            : new URL(`${url.pathname.replace(/\/$/, '')}/${encodeURI(keyOfForm(form))}`, url),
        headers: request.headers,
        body,
        caller: readCaller(signature, runs),
      };
      reply = await pass(call, service, { closed }, guards);
    } catch (error) {
      if (!(error instanceof ConnectionDropped)) reply = refusal(error, request, service, scope);
    }
    if (call && isUnawaited(call, response)) onUnawaitedCall?.(call);
    if (reply) send(response, reply);
    else response.destroy();
    if (call) for (const listener of listeners) listener(call, reply, performance.now() - started);
  }

  function isUnawaited({ caller }: AwsCall, response: ServerResponse): boolean {
    if (caller.workerId === undefined || response.destroyed) return false;
    return caller.trace === undefined || runs.find(caller.workerId)?.trace !== caller.trace;
  }

  function refusal(
    error: unknown,
    { headers }: IncomingMessage,
    service: AwsService | undefined,
    scope: string | undefined,
  ): AwsReply {
    const known = error instanceof AwsError ? error : new AwsError(500, 'InternalFailure', String(error));
    if (known !== error) log(`endpoint: ${error instanceof Error ? error.stack : String(error)}`);
    return service?.errorReply?.(known) ?? errorReply(known, headers, scope);
  }

  function send(response: ServerResponse, reply: AwsReply): void {
    response.sendDate = false;
    response.writeHead(reply.status, {
      // The SDK corrects its own clock by this header: real time here would undo a moved clock.
      date: new Date(clock.now()).toUTCString(),
      'x-amzn-requestid': randomUUID(),
      ...reply.headers,
    });
    response.end(reply.body);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      log(`endpoint: ${String(error)}`);
      response.destroy();
    });
  });
  server.keepAliveTimeout = keepAlive;
  const listening = await listenOn(server, 0);

  return {
    url: listening.url,
    register(service) {
      for (const scope of service.scopes) services.set(scope, service);
    },
    onCall(listener) {
      listeners.push(listener);
    },
    close: listening.close,
  };
}

async function pass(
  call: AwsCall,
  service: AwsService,
  connection: { closed: Promise<void> },
  [guard, ...others]: readonly CallGuard[],
): Promise<AwsReply> {
  if (!guard) return service.handle(call);
  return guard(call, (passed) => pass(passed, service, connection, others), connection);
}

async function readBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function unknownService(scope: string, known: readonly string[]): AwsError {
  return new AwsError(
    501,
    'NotImplemented',
    `The local cloud has no stand-in for the service "${scope}"; it knows ${known.toSorted().join(', ')}.`,
  );
}
