/**
 * The vocabulary of the local cloud: what its parts are called and what they may ask of each other.
 * Each part lives in a file of its own and is created by `createX(cloud)`; `local-cloud.ts` joins them.
 */
import type { IncomingHttpHeaders } from 'node:http';

/** One entry of the agenda: something that becomes due at a virtual instant. */
export interface AgendaEntry {
  /** Milliseconds since the epoch, virtual time. */
  readonly at: number;
  /** Shown on the control page, e.g. `schedule callback-…`. */
  readonly label: string;
  cancel(): void;
}

/**
 * The virtual clock and the one agenda of everything that waits (SQS delays and visibility, schedules,
 * TTL, backoff). Virtual time = real time + an offset that only grows. While nobody advances the clock the
 * agenda fires by itself as real time passes. Lambda timeouts and SDK retries stay in real time.
 */
export interface Clock {
  now(): number;
  /** Shared with the worker threads, whose `Date` adds it: one BigInt64 with the offset in milliseconds. */
  readonly offset: SharedArrayBuffer;
  /** Runs `fire` once virtual time reaches `at`; a past instant fires on the next turn. */
  schedule(at: number, label: string, fire: () => void | Promise<void>): AgendaEntry;
  agenda(): readonly AgendaEntry[];
  /** Takes the earliest due entry, sets the clock to it, fires it, waits until idle, and repeats up to `to`. */
  advanceTo(to: number): Promise<{ fired: number }>;
}

/**
 * Counts the work in progress. Idle = nothing begun is unfinished: no invocation, no visible or in-flight
 * message, stream at its tail, bus empty. Work that waits for a future instant does not count.
 */
export interface Activity {
  /** Marks work as begun; call the answer once when it has ended. */
  begin(label: string): () => void;
  pending(): Record<string, number>;
  /** Resolves once nothing has been pending for one turn of the event loop. */
  idle(): Promise<void>;
}

/** What services remember, kept in `.local/` or, with `--memory`, nowhere. */
export interface State {
  /**
   * The map of this name as it was left. Each change is kept before the next statement runs, so that whatever a
   * caller was told is still there when the process is killed. Values are JSON.
   */
  map<Value>(name: string): Map<string, Value>;
  close(): void;
}

/** A resource of the synthesized templates with every intrinsic resolved. */
export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  /** What `Ref` answers: the queue URL, table name, role name … as on AWS. */
  readonly ref: string;
  readonly arn: string;
}

export interface Template {
  readonly resources: readonly Resource[];
  ofType(type: string): readonly Resource[];
  byArn(arn: string): Resource | undefined;
  byLogicalId(logicalId: string): Resource | undefined;
  /** Absolute folder of an asset, by its hash. */
  asset(hash: string): string;
}

/** Who makes an AWS call: taken from the access key id, the session token and the trace header. */
export interface Caller {
  /** Logical id of the function, or `operator` for a call from outside (tests, scripts). */
  readonly functionId: string;
  readonly workerId?: string;
  /** Of the invocation in whose course the call is made. */
  readonly trace?: Trace;
  /** The HTTP route key or the event source of that invocation: the row of the meter. */
  readonly cause?: string;
}

/** The X-Ray trace of a chain of invocations, with what Lambda counts to stop recursive loops. */
export interface Trace {
  readonly id: string;
  /** Function logical id → how often it has run in this chain. */
  readonly lineage: Readonly<Record<string, number>>;
}

export interface AwsCall {
  /** From the SigV4 credential scope: `dynamodb`, `sqs`, `events`, `scheduler`, `ses`, `s3`, `secretsmanager`. */
  readonly service: string;
  /** API operation, e.g. `PutItem`, `SendMessageBatch`, `CreateSchedule`. */
  readonly operation: string;
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer<ArrayBuffer>;
  readonly caller: Caller;
}

export interface AwsReply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** A stand-in behind the endpoint. It throws `AwsError` for every refusal. */
export interface AwsService {
  /** Names of the SigV4 scope under which calls arrive. */
  readonly scopes: readonly string[];
  /** The operation a REST request means; services with `X-Amz-Target` leave it out. */
  operationOf?(method: string, url: URL): string;
  handle(call: AwsCall): Promise<AwsReply>;
  /** How this protocol writes an error; JSON services leave it out (`{"__type","message"}`). */
  errorReply?(error: AwsError): AwsReply;
}

/** An error as the AWS service answers it, e.g. `new AwsError(400, 'ResourceNotFoundException', '…')`. */
export class AwsError extends Error {
  readonly status: number;
  readonly code: string;
  /** What a JSON service says beside the message. */
  readonly members: Readonly<Record<string, unknown>>;
  constructor(
    status: number,
    code: string,
    message: string,
    members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.members = members;
    this.status = status;
    this.code = code;
  }
}

export type InvocationResult =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

export interface Invocation {
  /** The event as AWS sends it. */
  readonly payload: unknown;
  /** Row of the meter: `POST /customers`, or the name of the queue, stream or schedule. */
  readonly cause: string;
  readonly trace?: Trace | undefined;
  /** Told when a worker takes it: waiting for one is this machine's matter, AWS starts more of them. */
  readonly onTaken?: (() => void) | undefined;
}

/** Runs the synthesized bundles in worker threads, one request at a time per worker. */
export interface Lambda {
  /** Never rejects: a crash, a timeout or a throw is `ok: false`, as a poller sees it. */
  invoke(functionArn: string, invocation: Invocation): Promise<InvocationResult>;
  /** Ends a worker at once, whatever it is doing, as a host that dies does. */
  kill(workerId: string): void;
  functions(): readonly {
    id: string;
    description: string;
    workers: number;
    invocations: number;
    errors: number;
  }[];
  close(): Promise<void>;
}

export interface SentMessage {
  readonly body: string;
  readonly delaySeconds?: number;
  readonly attributes?: Record<string, { DataType: string; StringValue?: string; BinaryValue?: string }>;
  readonly trace?: Trace | undefined;
}

/** A received message, held by a consumer until it is deleted or its visibility runs out. */
export interface HeldMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly receiveCount: number;
  readonly sentAt: number;
  readonly firstReceivedAt: number;
  readonly attributes: NonNullable<SentMessage['attributes']>;
  readonly trace?: Trace | undefined;
}

/** The queues, as the other services use them; the wire protocol stands in front of the same. */
export interface Queues {
  send(queueArn: string, message: SentMessage): string;
  receive(queueArn: string, max: number): readonly HeldMessage[];
  remove(queueArn: string, receiptHandle: string): void;
  /** Ends the visibility timeout after so many virtual seconds (0 = at once). */
  release(queueArn: string, receiptHandle: string, afterSeconds: number): void;
  /** Tells whoever polls that a message is visible. */
  onVisible(queueArn: string, listener: () => void): void;
  list(): readonly QueueState[];
  /** Moves the messages of a dead-letter queue back to the queues they came from; answers how many. */
  redrive(name: string, destinationArn?: string): number;
}

export interface QueueState {
  readonly name: string;
  readonly arn: string;
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** Names of the queues whose dead letters come here. */
  readonly deadLetterOf: readonly string[];
  readonly messages: readonly { messageId: string; body: string; receiveCount: number }[];
}

/**
 * `kill` ends the calling worker, in turn before and after the call is carried out; `unprocessed` leaves the second
 * half of the keys of a BatchGetItem for another request.
 */
export type CallFault = 'throttle' | 'conflict' | 'unprocessed' | 'error' | 'drop-reply' | 'stall' | 'kill';
export type DeliveryFault = 'duplicate' | 'late';

/**
 * A rule of `PUT /_local/faults`. `service` is a SigV4 scope (`dynamodb`, `sqs` …) for calls, or `queue`,
 * `stream`, `bus`, `schedule` for deliveries, or `*`. Left-out `operation` means every operation.
 */
export interface FaultRule {
  readonly service: string;
  readonly operation?: string | undefined;
  /** 0 to 1. */
  readonly rate: number;
  readonly kind: CallFault | DeliveryFault;
  readonly seed: number;
}

export interface Faults {
  rules(): readonly FaultRule[];
  replace(rules: readonly FaultRule[]): void;
  /** Decides, with the rule's own seeded generator, whether this call suffers. */
  forCall(service: string, operation: string): CallFault | undefined;
  forDelivery(kind: 'queue' | 'stream' | 'bus' | 'schedule'): { duplicate: boolean; lateMs: number };
}

export interface SentMail {
  readonly id: string;
  readonly at: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** What SES lets the account send. */
export interface SesAccount {
  readonly mailsPerSecond: number;
  /** In any 24 hours. */
  readonly mailsPerDay: number;
  /** Only to verified addresses. */
  readonly sandbox: boolean;
  /** Addresses and domains that are verified beside the identities of the templates. */
  readonly verified: readonly string[];
}

export interface Inbox {
  mails(): readonly SentMail[];
  /** Puts a mail there that came another way. */
  keep(mail: SentMail): void;
  /** Changes what SES lets the account send. @default a thousand a second, to anybody */
  grant(account: Partial<SesAccount>): void;
  clear(): void;
}

export interface SentText {
  readonly id: string;
  readonly at: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly context: Readonly<Record<string, string>>;
}

/** The phones of everybody. */
export interface TextInbox {
  sent(): readonly SentText[];
  /** Somebody answers a text. @param options `selfManaged`: to a number that hands on STOP and stops nothing itself */
  reply(from: string, text: string, options?: { readonly selfManaged?: boolean | undefined }): void;
  clear(): void;
}

export interface ScheduleState {
  readonly name: string;
  readonly group: string;
  readonly expression: string;
  readonly timezone: string;
  readonly enabled: boolean;
  /** RFC 3339, or null when it will not fire again. */
  readonly next: string | null;
  readonly target: string;
}

/** On whose behalf a service of AWS acts: an event rule, a schedule. */
export interface ServiceCaller {
  /** E.g. `events.amazonaws.com`. */
  readonly service: string;
  readonly sourceArn: string;
}

/** Asked before a service of AWS does something by itself; each throws `AwsError` where AWS would refuse. */
export interface Access {
  /** With its own name: the policy of the resource must allow it. */
  asService(caller: ServiceCaller, action: string, resourceArn: string): void;
  /** In a role that trusts it: the policies of the role must allow it. */
  asRole(roleArn: string, caller: ServiceCaller, action: string, resourceArn: string): void;
}

/** What every part is given. `local-cloud.ts` fills it in step by step; parts read it when they need it. */
export interface Cloud {
  readonly clock: Clock;
  readonly activity: Activity;
  readonly state: State;
  readonly template: Template;
  /** Absent where a part is run by itself, without roles. */
  readonly access?: Access | undefined;
  readonly faults: Faults;
  readonly region: string;
  readonly accountId: string;
  /** `http://127.0.0.1:port` of the endpoint. */
  readonly endpointUrl: string;
  /** Folder of the data, or undefined with `--memory`. */
  readonly directory: string | undefined;
  /** Addresses of the world outside that functions reach here instead: how each begins → how it begins here. */
  readonly answeredHere?: Readonly<Record<string, string>> | undefined;
  readonly lambda: Lambda;
  readonly queues: Queues;
  /** Puts an event on a bus from inside (S3, SES, Scheduler do that on AWS). */
  publish(
    busName: string,
    event: { source: string; detailType: string; detail: unknown; resources?: string[] },
  ): void;
  /** Keeps an object in a bucket from inside (the failure destination of a stream). */
  putObject(bucketName: string, key: string, body: string): void;
  log(line: string): void;
}
