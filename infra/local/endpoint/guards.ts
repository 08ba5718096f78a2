import type { AwsCall, AwsReply } from '../cloud.ts';

/** The connection on which a call came. */
interface Connection {
  /** Resolves when the client has gone away or has been answered. */
  readonly closed: Promise<void>;
}

/**
 * Stands around every call, the first guard outermost. It passes the call on with `next`, refuses it by
 * throwing `AwsError`, answers in the service's place, or cuts the line by throwing `ConnectionDropped`.
 * The check of the caller's role, the meter and the faults are guards.
 */
export type CallGuard = (
  call: AwsCall,
  next: (call: AwsCall) => Promise<AwsReply>,
  connection: Connection,
) => Promise<AwsReply>;

/** The client sees its connection break and no reply. */
export class ConnectionDropped extends Error {}
