/** The words in which an area says how it is deployed; `infra/stacks/area-stack.ts` follows them. */
import type { Duration } from 'aws-cdk-lib';
import {
  type Environment,
  environment,
  httpEnvironment,
  tableEnvironment,
} from '../../shared/runtime/environment.ts';
import type { Report } from '../constructs/bus-rule.ts';
import type { Consumption } from '../constructs/queue-consumer.ts';
import type { TableAccess } from '../constructs/single-table.ts';
import type { Settings } from '../settings.ts';
import { keepTrail, type Parts, type Use } from './uses.ts';

/**
 * One area: a stack, an HTTP function, an events queue with one consumer, and what its domains need beside those.
 * Routes, scopes, bus rules and event types are not here: they follow from what its domains declare.
 */
export interface Area {
  /** The folder in `functions/`; names the stack, `<area>.http` and `<area>.events.queue`. */
  readonly name: string;
  /** Serves every route of the area that needs a token. */
  readonly http?: FunctionGrants;
  /** Serves every page of the area that needs a session; its domains' public pages, too. */
  readonly pages?: FunctionGrants;
  /** Takes every event of the area's subscriptions that name no queue of their own. */
  readonly events?: FunctionGrants & QueueReading;
  /** Functions for public pages, a special right or a pace of their own. */
  readonly functions?: readonly OwnFunction[];
}

/** What a function is for and everything it may do. */
export interface FunctionGrants {
  /** One short sentence; begins the description of the function. */
  readonly purpose: string;
  /** What people notice while it fails, as the rest of a sentence. */
  readonly impact: string;
  /** @default no access */
  readonly table?: TableAccess;
  /** The declaration that the handler reads. @default the name of the table only */
  readonly environment?: Environment;
  /** Rights beside the table, each with the variables that belong to it. */
  readonly uses?: readonly Use[];
}

/** The queue that a function reads bears the name of the function. */
export interface QueueReading extends Consumption {
  /** Every message waits so long before it can be read. @default none */
  readonly delay?: Duration;
  /** Rings an alarm when a message waits longer. @default lateness hurts nobody here */
  readonly lateAfter?: Duration;
  /** What AWS services report on the default bus and the function wants to know. */
  readonly reports?: (parts: Parts) => readonly Report[];
  /** What AWS reports of texts, or what people answer to them, comes into the queue, by a topic. */
  readonly texts?: 'reports' | 'replies';
  /** When which job is to run: name of the job → in EventBridge Scheduler's words, e.g. `rate(1 hour)`. */
  readonly jobs?: Readonly<Record<string, string>>;
  /** Schedules that are made at run time fire into the queue. */
  readonly scheduled?: true;
}

/** A function with an entry point of its own: `x.<job>.http`, `.queue`, `.schedule` or `.stream`. */
export interface OwnFunction extends FunctionGrants, QueueReading {
  readonly entryPoint: string;
  /** Deployed only where these settings want it. @default always */
  readonly when?: (settings: Settings) => boolean;
  /** @default 60 seconds, for public pages 10 */
  readonly timeout?: Duration;
  /** In MiB. @default 1024 for public pages, 512 for the others */
  readonly memorySize?: number;
  /** Concurrency to set aside where the setting `concurrency` allows it. @default none */
  readonly reservedConcurrency?: number;
  /** The function sends to the queue it reads from; Lambda would stop that after 16 rounds. */
  readonly continuesItself?: true;
  /** Answers whatever no route matches. */
  readonly servesDefault?: true;
}

/** Every function of an area as it is set, those of its routes and events first. */
export function functionsOf(
  { name, http, pages, events, functions = [] }: Area,
  settings: Settings,
): readonly OwnFunction[] {
  return [
    ...(http ? [{ ...keepingTrail(http), entryPoint: `${name}.http` }] : []),
    ...(pages ? [{ ...pages, entryPoint: `${name}.http` }] : []),
    ...(events ? [{ ...events, entryPoint: `${name}.events.queue` }] : []),
    ...functions.filter(({ when }) => when?.(settings) ?? true),
  ];
}

/** Who opens or is refused what is kept by the runtime of every area's routes. */
function keepingTrail(http: FunctionGrants): FunctionGrants {
  return {
    ...http,
    environment: environment({ ...http.environment?.shape, ...httpEnvironment.shape }),
    uses: [keepTrail, ...(http.uses ?? [])],
  };
}

/** A value for each variable that a function reads from its environment, no more and no fewer. */
export function variablesOf(
  fn: OwnFunction,
  parts: Parts,
  tableName: string,
): Readonly<Record<string, string>> {
  const declared = Object.keys((fn.environment ?? tableEnvironment).shape);
  const given = Object.assign({}, ...(fn.uses ?? []).map((use) => use.variables?.(parts)));
  const values: Record<string, string> = { TABLE_NAME: tableName, ...given };
  const missing = declared.filter((name) => values[name] === undefined);
  const unread = Object.keys(given).filter((name) => !declared.includes(name));
  if (missing.length + unread.length > 0) {
    throw new Error(
      `The environment of ${fn.entryPoint} and its uses in infra/areas differ. ` +
        `Nothing gives: ${missing.join(', ') || '-'}. Nobody reads: ${unread.join(', ') || '-'}.`,
    );
  }
  return Object.fromEntries(declared.map((name) => [name, values[name] ?? '']));
}
