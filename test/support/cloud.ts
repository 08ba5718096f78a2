/** A local cloud as a test sees it: its API through the typed client, and its control surface. */
import { inject } from 'vitest';
import * as z from 'zod';
import * as contracts from '../../functions/contracts.ts';
import { demoIdentities } from '../../infra/demo/people.ts';
import { buildAssembly } from '../../infra/local/build-assembly.ts';
import type { FaultRule, QueueState, ScheduleState, SentMail, SentText } from '../../infra/local/cloud.ts';
import type { LocalCloud } from '../../infra/local/local-cloud.ts';
import type { Identities } from '../../infra/local/services/issuer/tokens.ts';
import { type Client, createClient } from '../../shared/contract/client.ts';
import { closeAndReport } from './iam-reports.ts';
import { startWatchedCloud } from './personal-values.ts';
import { registerStaff } from './register-staff.ts';

export type Api = Client<typeof contracts>;

export interface Units {
  readonly invocations: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly calls: Readonly<Record<string, number>>;
}

export interface TestCloud {
  readonly url: string;
  readonly endpointUrl: string;
  /** The access token of a demo person or of the machine client `erp`. */
  token(id: string): Promise<string>;
  /** A typed client for that person. It does not repeat requests, so that tests see the first answer. */
  as(id: string, retries?: number): Promise<Api>;
  advance(by: { duration: string } | { to: string }): Promise<void>;
  now(): Promise<Date>;
  idle(): Promise<void>;
  inbox(): Promise<readonly SentMail[]>;
  texts(): Promise<readonly SentText[]>;
  /** Somebody answers a text. */
  /** @param how to a number that hands on STOP, where it says so */
  replyByText(from: string, text: string, how?: { readonly selfManaged: true }): Promise<void>;
  schedules(): Promise<readonly ScheduleState[]>;
  queues(): Promise<readonly QueueState[]>;
  faults(rules: readonly FaultRule[]): Promise<void>;
  meter(): Promise<{ routes: Record<string, Units>; functions: Record<string, Units> }>;
  resetMeter(): Promise<void>;
}

/** Tests make customers who are much alike: unless they say `createAnyway`, nobody is asked whether these are there. */
function withoutAsking(api: Api): Api {
  const { createCustomer } = api.customers;
  const create: typeof createCustomer = (request, options) =>
    createCustomer({ ...request, body: { createAnyway: true, ...request.body } }, options);
  return { ...api, customers: { ...api.customers, createCustomer: create } };
}

/** Asks something of every area: what a function keeps for a minute of who is calling is no part of a cost then. */
export async function greet(...callers: readonly Api[]): Promise<void> {
  for (const caller of callers) {
    await Promise.all([
      caller.staff.getMe({}),
      caller.customers.listCustomers({ query: { limit: 1 } }),
      caller.budgets.getContactPolicy({}),
      caller.surveys.listSurveys({ query: { limit: 1 } }),
      caller.callbacks.listCallbacks({ query: { owner: 'none', limit: 1 } }),
    ]);
  }
}

const Sheet = z.object({
  people: z.array(z.object({ id: z.string(), token: z.string() })),
  machine: z.object({ id: z.string(), token: z.string() }),
});

/** The cloud that the tests of this project share. */
export function sharedCloud(): TestCloud {
  return cloudAt(inject('cloud'));
}

export type OwnCloud = TestCloud & { readonly local: LocalCloud; close(): Promise<void> };

/** A cloud of a test file's own, for tests that move the clock far or inject faults. */
export async function ownCloud({
  settings,
  ...options
}: {
  now?: Date;
  log?: (line: string) => void;
  identities?: Identities;
  answeredHere?: Readonly<Record<string, string>>;
  /** Of the deployment. */
  settings?: Readonly<Record<string, string>>;
} = {}): Promise<OwnCloud> {
  const local = await startWatchedCloud({
    assembly: await buildAssembly({ settings }),
    identities: demoIdentities,
    ...options,
  });
  await registerStaff(local);
  return { ...cloudAt(local), local, close: () => closeAndReport(local) };
}

export function cloudAt({ url, endpointUrl }: { url: string; endpointUrl: string }): TestCloud {
  let sheet: Promise<z.infer<typeof Sheet>> | undefined;
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}/_local${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /_local${path} answered ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const token = async (id: string): Promise<string> => {
    sheet ??= control('GET', '/tokens').then((json) => Sheet.parse(json));
    const { people, machine } = await sheet;
    const holder = [...people, machine].find((each) => each.id === id);
    if (holder === undefined) throw new Error(`There is no demo person ${id}`);
    return holder.token;
  };
  return {
    url,
    endpointUrl,
    token,
    async as(id, retries = 0) {
      const bearer = await token(id);
      return withoutAsking(createClient(contracts, { baseUrl: url, token: () => bearer, retries }));
    },
    advance: async (by) => void (await control('POST', '/clock/advance', by)),
    now: async () => new Date(((await control('GET', '/clock')) as { now: string }).now),
    idle: async () => void (await control('GET', '/idle')),
    inbox: async () => ((await control('GET', '/inbox')) as { mails: SentMail[] }).mails,
    texts: async () => ((await control('GET', '/texts')) as { texts: SentText[] }).texts,
    replyByText: async (from, text, how) => {
      await control('POST', '/texts/reply', { from, text, ...how });
    },
    schedules: async () => ((await control('GET', '/schedules')) as { schedules: ScheduleState[] }).schedules,
    queues: async () => ((await control('GET', '/queues')) as { queues: QueueState[] }).queues,
    faults: async (rules) => void (await control('PUT', '/faults', { rules })),
    meter: async () => (await control('GET', '/meter')) as Awaited<ReturnType<TestCloud['meter']>>,
    resetMeter: async () => void (await control('DELETE', '/meter')),
  };
}
