/** Calls of the local cloud itself on the DynamoDB engine, and the proxied ones of its callers. */
import { Agent, request } from 'node:http';
import * as z from 'zod';
import { AwsError } from '../../cloud.ts';

export interface EngineReply {
  readonly status: number;
  readonly body: Buffer;
  readonly requestId: string | undefined;
}

export interface EngineClient {
  /** Sends a body as it is; `target` is the full `X-Amz-Target`. */
  send(target: string, body: Buffer | string): Promise<EngineReply>;
  /** A call of our own: JSON in, JSON out, `AwsError` when the engine refuses. */
  call(operation: string, input: unknown): Promise<unknown>;
  close(): void;
}

const refusal = z.looseObject({
  __type: z.string(),
  message: z.string().optional(),
  Message: z.string().optional(),
});

const STREAM_OPERATIONS = new Set(['ListStreams', 'DescribeStream', 'GetShardIterator', 'GetRecords']);

/** One access key for everybody: DynamoDB Local would otherwise keep separate data for each caller. */
const CREDENTIAL = 'Credential=local/20200101/local/dynamodb/aws4_request';
const AUTHORIZATION = `AWS4-HMAC-SHA256 ${CREDENTIAL}, SignedHeaders=host;x-amz-date, Signature=0`;

/** Keeps connections open: a new one for every call would double the time of a small read. */
export function createEngineClient(endpoint: string): EngineClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const url = new URL(endpoint);

  function attempt(target: string, body: Buffer | string, retry: boolean): Promise<EngineReply> {
    return new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/x-amz-json-1.0',
        'content-length': Buffer.byteLength(body),
        'x-amz-target': target,
        'x-amz-date': '20200101T000000Z',
        authorization: AUTHORIZATION,
      };
      const call = request(url, { method: 'POST', agent, headers }, (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('error', reject);
        reply.on('end', () => {
          const id = reply.headers['x-amzn-requestid'];
          const requestId = typeof id === 'string' ? id : undefined;
          resolve({ status: reply.statusCode ?? 500, body: Buffer.concat(chunks), requestId });
        });
      });
      call.on('error', (error) => {
        // A kept connection that the engine closed meanwhile never carried the request.
        if (retry && call.reusedSocket) resolve(attempt(target, body, false));
        else reject(error);
      });
      call.end(body);
    });
  }

  async function send(target: string, body: Buffer | string): Promise<EngineReply> {
    try {
      return await attempt(target, body, true);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new AwsError(
        500,
        'InternalServerError',
        `The DynamoDB engine does not answer (${reason}). Stop the local cloud and start it again.`,
      );
    }
  }

  async function call(operation: string, input: unknown): Promise<unknown> {
    const service = STREAM_OPERATIONS.has(operation) ? 'DynamoDBStreams_20120810' : 'DynamoDB_20120810';
    const reply = await send(`${service}.${operation}`, JSON.stringify(input));
    const answer: unknown = JSON.parse(reply.body.toString() || '{}');
    if (reply.status < 300) return answer;
    const { __type, message, Message } = refusal.parse(answer);
    const refused = new AwsError(reply.status, __type.replace(/^.*#/, ''), message ?? Message ?? operation);
    // What else the engine said, e.g. the item a condition met.
    refused.cause = answer;
    throw refused;
  }

  return { send, call, close: () => agent.destroy() };
}
