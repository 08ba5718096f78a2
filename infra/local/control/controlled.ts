import type { Cloud, Inbox, TextInbox } from '../cloud.ts';
import type { Meter } from '../endpoint/meter.ts';
import type { RoleAccess } from '../iam/access.ts';
import type { Tokens } from '../services/issuer/tokens.ts';
import type { LocalLambda } from '../services/lambda/lambda.ts';
import type { Scheduler } from '../services/scheduler/scheduler.ts';

/** What the control surface shows and moves. */
export interface Controlled {
  readonly cloud: Cloud;
  readonly url: string;
  readonly inbox: Inbox;
  readonly texts: TextInbox;
  readonly scheduler: Scheduler;
  readonly meter: Meter;
  readonly lambda: LocalLambda;
  readonly tokens: Tokens;
  readonly access: RoleAccess;
  /** Moves the clock to an instant in milliseconds and waits until everything has come to rest. */
  advance(to: number): Promise<{ readonly fired: number }>;
}
