/** What every service of the local cloud stands on: clock, state, template, endpoint. */
import { createActivity } from './activity.ts';
import { readAssembly } from './assembly.ts';
import { createClock } from './clock.ts';
import type { AwsCall, Cloud, Inbox, Template } from './cloud.ts';
import { createEndpoint, type Endpoint } from './endpoint/endpoint.ts';
import { faultGuard } from './endpoint/fault-guard.ts';
import { createFaults } from './endpoint/faults.ts';
import { createMeter, type Meter, meterGuard } from './endpoint/meter.ts';
import { createAccess, type RoleAccess } from './iam/access.ts';
import { accessGuard } from './iam/access-guard.ts';
import { optionalText, record } from './reading.ts';
import { createRuns, type Runs } from './runs.ts';
import { issuerPath } from './services/issuer/sign-in.ts';
import { mailServersOf, type SmtpContext, startSmtp } from './services/smtp/smtp.ts';
import { createState } from './state.ts';
import { readTemplate } from './template.ts';

export interface FoundationOptions {
  readonly assembly: string;
  readonly directory?: string | undefined;
  readonly now?: Date | undefined;
  readonly answeredHere?: Readonly<Record<string, string>> | undefined;
  readonly log?: ((line: string) => void) | undefined;
}

/** Undone in the reverse order. */
export type Closers = (() => unknown)[];

/** What is made one after another. */
type LateParts = Pick<Cloud, 'lambda' | 'queues' | 'publish' | 'putObject'> & Pick<Inbox, 'keep'>;

export interface Foundation {
  readonly cloud: Cloud;
  /** Puts a part into place once it is made. */
  fill(parts: Partial<LateParts>): void;
  readonly endpoint: Endpoint;
  readonly runs: Runs;
  readonly meter: Meter;
  readonly access: RoleAccess;
  readonly unawaited: readonly AwsCall[];
}

/** On AWS the account and region of a deployment; here they only have to look like them. */
const accountId = '000000000000';
const region = 'eu-central-1';

export async function startFoundation(
  options: FoundationOptions,
  closers: Closers,
  apiUrl: string,
): Promise<Foundation> {
  const { directory, assembly, log = () => undefined } = options;
  const activity = createActivity();
  const state = createState(directory);
  closers.push(async () => state.close());
  const clock = startClock(options, state, activity);
  const [faults, meter, runs] = [createFaults(), createMeter(), createRuns()];
  const unawaited: AwsCall[] = [];
  const late: Partial<LateParts> = {};
  function part<Name extends keyof LateParts>(name: Name): LateParts[Name] {
    const found = late[name];
    if (found === undefined) throw new Error(`The local cloud asked for ${name} before it had been made.`);
    return found;
  }
  const endpoint = await createEndpoint({
    clock,
    runs,
    // A reply that a fault drops has still been metered: the work was done.
    guards: [
      accessGuard(
        () => access,
        () => place,
      ),
      faultGuard(faults, (workerId) => part('lambda').kill(workerId)),
      meterGuard(meter),
    ],
    onUnawaitedCall(call) {
      unawaited.push(call);
      log(`${call.caller.functionId} called ${call.operation} after its invocation had ended: await it.`);
    },
    log,
  });
  closers.push(() => endpoint.close());
  const physical = addressOfApi(assembly, apiUrl);
  const template = readTemplate(assembly, { region, accountId, endpointUrl: endpoint.url, physical });
  const access = createAccess({ template, accountId });
  const place = {
    template,
    arn: (service: string, path: string) => `arn:aws:${service}:${region}:${accountId}:${path}`,
  };
  const cloud: Cloud = {
    ...{ clock, activity, state, template, access, faults, region, accountId, directory, log },
    answeredHere: {
      ...issuerIn(template, apiUrl),
      ...(await startMailServers(template, { clock, log, keep: (mail) => part('keep')(mail) }, closers)),
      ...options.answeredHere,
    },
    endpointUrl: endpoint.url,
    get lambda() {
      return part('lambda');
    },
    get queues() {
      return part('queues');
    },
    publish: (bus, event) => part('publish')(bus, event),
    putObject: (bucket, key, body) => part('putObject')(bucket, key, body),
  };
  return { cloud, fill: (parts) => Object.assign(late, parts), endpoint, runs, meter, access, unawaited };
}

/** Virtual time goes on from where it was, and never stands before `now`. */
function startClock(options: FoundationOptions, state: Cloud['state'], activity: Cloud['activity']) {
  const wanted = options.now === undefined ? 0 : options.now.getTime() - Date.now();
  const kept = state.map<number>('clock');
  return createClock({
    activity,
    offset: Math.max(kept.get('offset') ?? wanted, wanted),
    log: options.log,
    onChange: (offset) => void kept.set('offset', offset),
  });
}

/** The issuer is out in the world; what functions ask of it is answered here. */
function issuerIn(template: Template, apiUrl: string): Record<string, string> {
  const [authorizer] = template.ofType('AWS::ApiGatewayV2::Authorizer');
  const issuer = optionalText(record(record(authorizer?.properties).JwtConfiguration).Issuer);
  return issuer === undefined ? {} : { [issuer]: `${apiUrl}${issuerPath}` };
}

/** So is a server that functions mail by; each gets a port of this machine. */
async function startMailServers(
  template: Template,
  context: SmtpContext,
  closers: Closers,
): Promise<Record<string, string>> {
  const values = template
    .ofType('AWS::Lambda::Function')
    .flatMap(({ properties }) => Object.values(record(record(properties.Environment).Variables)).map(String));
  const here: [string, string][] = [];
  for (const address of mailServersOf(values)) {
    const { port, close } = await startSmtp(context);
    closers.push(close);
    here.push([address, `smtp://127.0.0.1:${port}?ignoreTLS=true`]);
  }
  return Object.fromEntries(here);
}

/** AWS names the address of an API; here it is where we listen, so that links in mails lead to it. */
function addressOfApi(assembly: string, url: string): Record<string, string> {
  const apis = readAssembly(assembly).stacks.flatMap(({ Resources }) =>
    Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::ApiGatewayV2::Api'),
  );
  return Object.fromEntries(apis.map(([logicalId]) => [`${logicalId}.ApiEndpoint`, url]));
}
