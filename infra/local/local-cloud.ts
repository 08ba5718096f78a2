/** Joins the parts of the local cloud and starts them; `npm start` and every test run this. */
import type { AwsCall, Cloud, Faults, Inbox, Queues, ScheduleState } from './cloud.ts';
import { readAdvance } from './control/clock-input.ts';
import { handleControl } from './control/control.ts';
import type { Controlled } from './control/controlled.ts';
import { handleSignIn } from './control/sign-in-page.ts';
import type { Endpoint } from './endpoint/endpoint.ts';
import type { Meter } from './endpoint/meter.ts';
import { lockFolder } from './folder-lock.ts';
import { type Closers, startFoundation } from './foundation.ts';
import type { RoleAccess } from './iam/access.ts';
import { checkPlatformAccess } from './iam/platform-access.ts';
import { startAwsServices } from './services/aws-services.ts';
import { createDoor, createHttpApi } from './services/http-api/http-api.ts';
import { createIssuer, type Issuer } from './services/issuer/issuer.ts';
import { createSignIn } from './services/issuer/sign-in.ts';
import { createTokens, type Identities } from './services/issuer/tokens.ts';
import { createLambda, type LocalLambda } from './services/lambda/lambda.ts';
import type { Scheduler } from './services/scheduler/scheduler.ts';

export interface LocalCloudOptions {
  /** Folder of the cloud assembly, e.g. what `buildAssembly()` answers. */
  readonly assembly: string;
  /** Port of the API and of `/_local/`; 0 takes a free one. @default 0 */
  readonly port?: number | undefined;
  /** Folder of the data; nothing is kept without one. */
  readonly directory?: string | undefined;
  /** Where the clock stands at the start, unless it has been moved further before. @default now */
  readonly now?: Date | undefined;
  /** Whose tokens it hands out. @default nobody's */
  readonly identities?: Identities | undefined;
  /** Addresses of the world outside that functions reach here instead: how each begins → how it begins here. */
  readonly answeredHere?: Readonly<Record<string, string>> | undefined;
  /** @default silent */
  readonly log?: ((line: string) => void) | undefined;
}

export interface LocalCloud {
  /** Of the API, without a slash at the end. */
  readonly url: string;
  /** `AWS_ENDPOINT_URL` for SDK clients and the AWS command line. */
  readonly endpointUrl: string;
  readonly cloud: Cloud;
  readonly endpoint: Endpoint;
  readonly issuer: Issuer;
  readonly inbox: Inbox;
  readonly queues: Queues;
  readonly meter: Meter;
  readonly faults: Faults;
  readonly lambda: LocalLambda;
  /** What the roles have allowed and refused so far. */
  readonly access: RoleAccess;
  schedules(): readonly ScheduleState[];
  /** Delivers the latest firing of a schedule once more; false when there is no such schedule. */
  fireAgain(schedule: string): boolean;
  /** An access token of one of the `identities`. */
  token(id: string): Promise<string>;
  /** Moves the clock, firing everything that falls due, in order; answers when the system is idle. */
  advance(by: { readonly duration: string } | { readonly to: string }): Promise<{ readonly fired: number }>;
  idle(): Promise<void>;
  now(): Date;
  /** AWS calls of a worker after its invocation had ended: a promise nobody waited for. */
  unawaitedCalls(): readonly AwsCall[];
  close(): Promise<void>;
}

export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const closers: Closers = [];
  async function close(): Promise<void> {
    for (const closer of closers.splice(0).reverse()) await closer();
  }
  try {
    return await start(options, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  options: LocalCloudOptions,
  closers: Closers,
  close: () => Promise<void>,
): Promise<LocalCloud> {
  const { directory } = options;
  const lock = directory === undefined ? undefined : lockFolder(directory);
  if (lock !== undefined) closers.push(lock.release);
  const door = await createDoor(options.port ?? 0);
  closers.push(door.close);
  const { url } = door;
  const foundation = await startFoundation(options, closers, url);
  const { cloud, endpoint, meter, access } = foundation;
  checkPlatformAccess(cloud, access);

  const lambda = createLambda(cloud, { runs: foundation.runs, meter });
  foundation.fill({ lambda });
  const services = await startAwsServices(foundation, closers);
  closers.push(() => lambda.close());
  const issuer = await createIssuer(cloud);
  const tokens = createTokens(cloud, issuer, options.identities);

  const signIn = createSignIn(cloud, {
    ...{ url, issuer, identities: options.identities },
    users: () => services.cognito.users(),
  });

  const advance = createAdvance(cloud, services.scheduler);
  const { inbox, texts, scheduler } = services;
  const controlled: Controlled = {
    cloud,
    url,
    inbox,
    texts,
    scheduler,
    meter,
    lambda,
    tokens,
    access,
    advance,
  };
  createHttpApi(cloud, {
    door,
    issuer,
    control: async (request, response) => {
      if (!(await handleSignIn(signIn, request, response)))
        await handleControl(controlled, request, response);
      return true;
    },
  });
  // Before anything that answers behind it.
  closers.push(door.close);
  lock?.announce(url);
  services.begin();

  return {
    url,
    endpointUrl: endpoint.url,
    cloud,
    endpoint,
    issuer,
    inbox,
    queues: cloud.queues,
    meter,
    faults: cloud.faults,
    lambda,
    access,
    schedules: () => scheduler.list(),
    fireAgain: (schedule) => scheduler.fireAgain(schedule),
    token: (id) => tokens.of(id),
    advance: (by) => advance(readAdvance(by, cloud.clock.now())),
    idle: () => cloud.activity.idle(),
    now: () => new Date(cloud.clock.now()),
    unawaitedCalls: () => foundation.unawaited,
    close,
  };
}

/** Up to here a move of the clock fires every sweep of every minute on the way; farther, that would take too long. */
const shortMove = 2 * 3_600_000;

/** One advance after another; a long one ends with the sweeps that were skipped on the way. */
function createAdvance(cloud: Cloud, scheduler: Scheduler) {
  let running = 0;
  return async (to: number): Promise<{ readonly fired: number }> => {
    running += 1;
    if (to - cloud.clock.now() > shortMove) scheduler.hurry(true);
    try {
      return await cloud.clock.advanceTo(to);
    } finally {
      running -= 1;
      if (running === 0) scheduler.hurry(false);
      await cloud.activity.idle();
    }
  };
}
