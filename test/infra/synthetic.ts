/** Domains that do not exist, deployed with the real constructs: what the stacks become when there are many. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Duration } from 'aws-cdk-lib';
import * as z from 'zod';
import type { Area, OwnFunction } from '../../infra/areas/area.ts';
import { platform } from '../../infra/areas/platform.ts';
import { createDeployment } from '../../infra/constructs/deployment.ts';
import { readSettings } from '../../infra/settings.ts';
import { createStacks, type DeployedDomain } from '../../infra/stacks/all-stacks.ts';
import { type Contract, contract, type Route } from '../../shared/contract/route.ts';
import { event } from '../../shared/events/event.ts';
import { subscription } from '../../shared/events/subscription.ts';
import { newOutdir, readSynthesis, type Synthesis } from './synthesis.ts';

export interface SyntheticDomain {
  readonly name: string;
  readonly area: string;
  readonly routes: readonly string[];
  /** Route keys that anybody may request, served by a function `<domain>.page.http`. */
  readonly publicRoutes?: readonly string[];
  /** Event types it listens to. */
  readonly listensTo?: readonly string[];
  /** The job of a function with a queue of its own. */
  readonly ownQueue?: string;
}

/** Synthesizes a deployment of these domains and the platform. */
export function synthesizeDomains(
  domains: readonly SyntheticDomain[],
  context: Record<string, unknown> = {},
): Synthesis {
  const { context: ofProject } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  const app = new App({
    outdir: newOutdir(),
    analyticsReporting: false,
    context: { ...ofProject, ...context },
  });
  const areas = [...Map.groupBy(domains, ({ area }) => area)].map(([name, own]) => areaOf(name, own));
  const all = [...areas, platform];
  createStacks(app, {
    deployment: createDeployment(readSettings(app.node.getAllContext()), bundlesOf(all)),
    areas: all,
    domains: domains.map(declare),
    contracts: Object.fromEntries(domains.map((domain) => [domain.name, contractOf(domain)])),
  });
  return readSynthesis(app);
}

function contractOf({ name, routes, publicRoutes = [] }: SyntheticDomain): Contract {
  const route = (key: string, permission: Route['permission']): Route => {
    const [method, address] = key.split(' ') as [Route['method'], Route['path']];
    return { method, path: address, permission, summary: key, replies: {}, errors: [] };
  };
  return contract(name, 'Made up.', {
    ...Object.fromEntries(routes.map((key, index) => [`${name}${index}`, route(key, 'people.read')])),
    ...Object.fromEntries(publicRoutes.map((key, index) => [`${name}Page${index}`, route(key, 'public')])),
  });
}

function declare({ name, area, listensTo = [], ownQueue }: SyntheticDomain): DeployedDomain {
  const events = listensTo.map((type) => event(type, z.object({})));
  const queue = `${name}-${ownQueue}`;
  return {
    name,
    area,
    subscriptions: [
      ...(events.length > 0 ? [subscription(`${name}-list`, events)] : []),
      ...(ownQueue === undefined
        ? []
        : [subscription(queue, [event(`${name}.${ownQueue}`, z.object({}))], { queue })]),
    ],
  };
}

function areaOf(name: string, domains: readonly SyntheticDomain[]): Area {
  const words = { purpose: 'Does what it does.', impact: 'somebody notices it.' };
  const lateAfter = Duration.minutes(30);
  const table = { items: ['GetItem', 'PutItem'], query: ['table', 'gsi1'] } as const;
  const functions: OwnFunction[] = domains.flatMap((domain) => [
    ...((domain.publicRoutes ?? []).length > 0
      ? [{ ...words, table, entryPoint: `${domain.name}.page.http`, reservedConcurrency: 20 }]
      : []),
    ...(domain.ownQueue === undefined
      ? []
      : [{ ...words, table, entryPoint: `${domain.name}.${domain.ownQueue}.queue`, lateAfter }]),
  ]);
  const listens = domains.some(({ listensTo = [] }) => listensTo.length > 0);
  return {
    name,
    http: { ...words, table },
    ...(listens ? { events: { ...words, table } } : {}),
    functions,
  };
}

/** Code that is never run. */
function bundlesOf(areas: readonly Area[]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bundle-'));
  writeFileSync(path.join(folder, 'index.mjs'), 'export const handler = () => undefined;\n');
  return areas
    .flatMap(({ name, functions = [] }) => [
      `${name}.http`,
      `${name}.events.queue`,
      ...functions.map(({ entryPoint }) => entryPoint),
    ])
    .map((name) => ({ name, folder, bytes: 0 }));
}
