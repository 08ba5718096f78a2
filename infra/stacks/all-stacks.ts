/** Every stack of a deployment, in the order in which they go up; each refers to those before it only. */
import type { App } from 'aws-cdk-lib';
import { type Contract, type GatewayKey, gatewayKeysOf, routesOf } from '../../shared/contract/route.ts';
import type { Subscription } from '../../shared/events/subscription.ts';
import { type Area, functionsOf } from '../areas/area.ts';
import type { Deployment } from '../constructs/deployment.ts';
import { defaultTimeout } from '../constructs/domain-function.ts';
import type { Settings } from '../settings.ts';
import { AreaStack } from './area-stack.ts';
import { DataStack } from './data-stack.ts';
import { EdgeStack, type PublicFunction } from './edge-stack.ts';
import { GatewayStack } from './gateway-stack.ts';
import { IdentityStack } from './identity-stack.ts';
import { OperationsStack } from './operations-stack.ts';

/** As much of a domain's declaration as the stacks follow. */
export interface DeployedDomain {
  /** Also the name of its contract. */
  readonly name: string;
  readonly area: string;
  readonly subscriptions: readonly Subscription[];
}

export interface AllStacksProps {
  readonly deployment: Deployment;
  readonly areas: readonly Area[];
  readonly domains: readonly DeployedDomain[];
  readonly contracts: Readonly<Record<string, Contract>>;
}

export function createStacks(app: App, { deployment, areas, domains, contracts }: AllStacksProps): void {
  const { settings, nameOf } = deployment;
  const data = new DataStack(app, nameOf('data'), { deployment });
  const identity =
    settings.issuer === 'cognito' ? new IdentityStack(app, nameOf('identity'), { deployment }) : undefined;
  const issuer = identity?.issuer ?? { url: settings.issuer, audience: settings.audience ?? [] };
  const gateway = new GatewayStack(app, nameOf('gateway'), { deployment, issuer, identity });
  const { api } = gateway;
  const publicUrl = settings.publicUrl ?? api.endpoint;
  const areaOf = new Map(domains.map(({ name, area }) => [name, area]));
  const keys = gatewayKeysOf(routesOf(contracts), (domain) => areaOf.get(domain));

  const areaStacks = areas.map((area) => {
    const own = domains.filter((domain) => domain.area === area.name);
    return new AreaStack(app, nameOf(area.name), {
      ...{ deployment, data, api, publicUrl, area, signIn: gateway.signIn },
      keys: keys.filter(({ routes }) => routes.some(({ domain }) => areaOf.get(domain) === area.name)),
      subscriptions: own.flatMap((domain) => domain.subscriptions),
    });
  });
  const functions = areas.flatMap((area) => publicFunctionsOf(area, keys, domains, settings));
  const edge = new EdgeStack(app, nameOf('edge'), { deployment, api, functions });
  const operations = new OperationsStack(app, nameOf('operations'), { deployment, data, api, areaStacks });
  assertEverythingIsServed({ areas, domains, functions, keys });

  // What is composed of fixed names makes no reference that CDK could see.
  identity?.addStackDependency(data);
  for (const stack of areaStacks) edge.addStackDependency(stack);
  operations.addStackDependency(edge);
}

/**
 * A page of its own belongs to the domain that it is named after, and serves all of that domain's public routes; the
 * pages of an area are those of all its domains.
 */
function publicFunctionsOf(
  area: Area,
  keys: readonly GatewayKey[],
  domains: readonly DeployedDomain[],
  settings: Settings,
): PublicFunction[] {
  const own = domains.filter((domain) => domain.area === area.name).map(({ name }) => name);
  const serves = (entryPoint: string, domain: string) =>
    area.pages === undefined ? domain === entryPoint.split('.')[0] : own.includes(domain);
  const open = keys.filter(({ scopes }) => scopes === 'public');
  return functionsOf(area, settings)
    .filter(({ entryPoint }) => entryPoint.endsWith('.http'))
    .map(({ entryPoint, timeout, servesDefault }) => ({
      entryPoint,
      timeout: timeout ?? defaultTimeout(entryPoint),
      servesDefault: servesDefault ?? false,
      keys: open.filter(({ routes }) => routes.some(({ domain }) => serves(entryPoint, domain))),
    }))
    .filter(({ keys: served, servesDefault }) => served.length > 0 || servesDefault);
}

interface Served extends Pick<AllStacksProps, 'areas' | 'domains'> {
  readonly functions: readonly PublicFunction[];
  readonly keys: readonly GatewayKey[];
}

function assertEverythingIsServed({ areas, domains, functions, keys }: Served): void {
  const withHttp = new Set(areas.filter(({ http }) => http !== undefined).map(({ name }) => name));
  const areaOf = new Map(domains.map(({ name, area }) => [name, area]));
  const open = new Set(functions.flatMap((fn) => fn.keys));
  const unserved = keys
    .filter((each) => !open.has(each))
    .flatMap(({ scopes, routes }) =>
      routes.filter(({ domain }) => scopes === 'public' || !withHttp.has(areaOf.get(domain) ?? '')),
    );
  const strangers = domains.filter(({ area }) => !areas.some(({ name }) => name === area));
  if (unserved.length + strangers.length === 0) return;
  throw new Error(
    [
      ...unserved.map(({ key, domain }) => `No function in infra/areas serves ${key} of ${domain}.`),
      ...strangers.map(({ name, area }) => `${name} belongs to the area ${area}, which infra/areas lacks.`),
    ].join('\n'),
  );
}
