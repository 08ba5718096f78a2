/** What a deployment asks of an account, counted in its templates. */
import { readFileSync } from 'node:fs';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import * as z from 'zod';

/** What is limited, in the words of the report. */
export const limited = {
  resourcesInStack: 'Resources in one stack',
  routes: 'Routes of the HTTP API',
  integrations: 'Integrations of the HTTP API',
  rules: 'Rules on one event bus',
  concurrency: 'Concurrent executions of functions',
  schedules: 'Schedules',
  scopes: 'Scopes of one app client',
  mailsInDay: 'Mails in 24 hours',
  mailsInSecond: 'Mails in a second',
} as const;

export type Limited = keyof typeof limited;

export interface Need {
  readonly count: number;
  /** What the number is made of, where that is not plain. */
  readonly because?: string;
}

export type Needs = Readonly<Record<Limited, Need>> & {
  /** Whether texts go through AWS. */
  readonly usesTexts: boolean;
};

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});
type Resource = z.output<typeof Template>['Resources'][string] & { readonly logicalId: string };

const Mapping = z.object({
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }).default({ MaximumConcurrency: 1 }),
});
const Sender = z.object({
  Environment: z.object({
    Variables: z.object({ MAILS_PER_SECOND: z.coerce.number(), SMTP_SERVER: z.literal('') }),
  }),
});

/** Requests that are answered at the same time in an ordinary hour of a department. */
const requestsAtOnce = 20;

/** With the desk each may be one of its pages, which waits for a route of the API: two executions at once. */
const isOfDesk = ({ Type, Properties }: Resource) =>
  Type === 'AWS::ApiGatewayV2::Route' && Properties.RouteKey === 'GET /desk';

/** Reads the templates of a cloud assembly. */
export function needsOf(assembly: CloudAssembly): Needs {
  const stacks = assembly.stacks.map((stack) => {
    const { Resources } = Template.parse(JSON.parse(readFileSync(stack.templateFullPath, 'utf8')));
    return Object.entries(Resources).map(([logicalId, resource]) => ({ logicalId, ...resource }));
  });
  const all = stacks.flat();
  const ofType = (type: string) => all.filter(({ Type }) => Type === type);
  const rules = Object.values(Object.groupBy(ofType('AWS::Events::Rule'), busOf));
  const clients = ofType('AWS::Cognito::UserPoolClient');
  return {
    resourcesInStack: { count: largest(stacks.map((resources) => resources.length)) },
    routes: { count: ofType('AWS::ApiGatewayV2::Route').length },
    integrations: { count: ofType('AWS::ApiGatewayV2::Integration').length },
    rules: { count: largest(rules.map((each) => each?.length ?? 0)) },
    concurrency: concurrencyOf(all),
    schedules: {
      count: ofType('AWS::Scheduler::Schedule').length + 10_000,
      because: 'the sweeps, and one for each campaign and each open callback: 10,000',
    },
    scopes: { count: largest(clients.map(({ Properties }) => lengthOf(Properties.AllowedOAuthScopes))) },
    mailsInDay: usesSes(all)
      ? { count: 1000, because: 'a small campaign; the sandbox allows 200' }
      : { count: 0, because: 'mail goes through the setting smtpServer' },
    mailsInSecond: mailsInSecond(all),
    usesTexts: ofType('AWS::SMSVOICE::ConfigurationSet').length > 0,
  };
}

/** Whether mail goes through SES. */
function usesSes(resources: readonly Pick<Resource, 'Type'>[]): boolean {
  return resources.some(({ Type }) => Type === 'AWS::SES::ConfigurationSet');
}

/** All queues at work at once, what is set aside, and people who wait for an answer. */
function concurrencyOf(resources: readonly Resource[]): Need {
  const consumers = sum(mappingsOf(resources).map(({ ScalingConfig }) => ScalingConfig.MaximumConcurrency));
  const reserved = sum(
    resources
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .map(({ Properties }) => z.number().default(0).parse(Properties.ReservedConcurrentExecutions)),
  );
  // Lambda keeps 100 executions of an account unreserved, whatever is set aside.
  const requests = resources.some(isOfDesk) ? 2 * requestsAtOnce : requestsAtOnce;
  const needed = consumers + requests;
  const count = reserved > 0 ? Math.max(needed, reserved + 100) : needed;
  return {
    count,
    because: `${consumers} of consumers, ${requests} of requests, ${reserved} set aside`,
  };
}

/** What the sender is set to; the sandbox's pace where nothing is sent. */
function mailsInSecond(resources: readonly Resource[]): Need {
  const rates = resources
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Properties }) => Sender.safeParse(Properties).data?.Environment.Variables.MAILS_PER_SECOND ?? 1);
  return { count: largest([1, ...rates]), because: 'the setting mailsPerSecond' };
}

function mappingsOf(resources: readonly Resource[]) {
  return resources
    .filter(({ Type }) => Type === 'AWS::Lambda::EventSourceMapping')
    .map(({ Properties }) => Mapping.parse(Properties));
}

const busOf = ({ Properties }: Resource) => JSON.stringify(Properties.EventBusName ?? 'default');
const lengthOf = (value: unknown) => (Array.isArray(value) ? value.length : 0);
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
const largest = (numbers: readonly number[]) => Math.max(0, ...numbers);
