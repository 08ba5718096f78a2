/**
 * What CloudFormation does with two versions of the templates, step by step: stack after stack in the order of
 * deployment; within a stack first what is new or changed, in the order of its dependencies, then what is gone.
 */
import type { Synthesis, TemplateResource } from './synthesis.ts';

type Deployed = ReadonlyMap<string, TemplateResource>;

export interface Step {
  /** e.g. `edge: remove Routes123`. */
  readonly name: string;
  /** Everything that is there after the step. */
  readonly deployed: readonly TemplateResource[];
}

const addressOf = ({ stack, logicalId }: TemplateResource) => `${stack}/${logicalId}`;

/** Every state between two versions; `before` is undefined for a first deployment. */
export function stepsBetween(before: Synthesis | undefined, after: Synthesis): Step[] {
  const deployed = new Map((before?.resources ?? []).map((each) => [addressOf(each), each]));
  const steps: Step[] = [];
  const note = (name: string) => steps.push({ name, deployed: [...deployed.values()] });
  for (const stack of after.stacks) {
    for (const resource of inOrder(after.inStack(stack.name))) {
      const address = addressOf(resource);
      if (JSON.stringify(deployed.get(address)) === JSON.stringify(resource)) continue;
      note(`${deployed.has(address) ? 'before changing' : 'before making'} ${address}`);
      deployed.set(address, resource);
      note(`${address} is there`);
    }
    for (const address of gone(deployed, after, stack.name)) {
      deployed.delete(address);
      note(`${address} is gone`);
    }
  }
  return steps;
}

/** Imports that find nothing at some step, because a stack has taken back its export while another one is older. */
export function brokenImports(before: Synthesis | undefined, after: Synthesis): string[] {
  const deployed = new Map((before?.stacks ?? []).map((stack) => [stack.name, stack]));
  return after.stacks.flatMap((updated) => {
    deployed.set(updated.name, updated);
    const offered = new Set([...deployed.values()].flatMap((each) => each.exports));
    return [...deployed.values()].flatMap(({ name, imports }) =>
      imports
        .filter((wanted) => !offered.has(wanted))
        .map((wanted) => `${updated.name} takes ${wanted} from ${name}`),
    );
  });
}

/**
 * Route keys that API Gateway refuses beside an earlier one: the same key, or another name for a variable in the same
 * place ("has a conflicting variable on the same hierarchical level", ConflictException).
 */
export function conflictingRoutes(keys: readonly string[]): string[] {
  const variables = new Map<string, string>();
  return keys.filter((key, index) => {
    const segments = (key.split(' ')[1] ?? '').split('/');
    const isOther = segments.some((segment, depth) => {
      if (!segment.startsWith('{')) return false;
      const place = segments
        .slice(0, depth)
        .join('/')
        .replaceAll(/\{\w+\}/g, '{}');
      const known = variables.get(place) ?? segment;
      variables.set(place, known);
      return known !== segment;
    });
    return isOther || keys.indexOf(key) !== index;
  });
}

function gone(deployed: Deployed, after: Synthesis, stack: string): string[] {
  const kept = new Set(after.inStack(stack).map(addressOf));
  return [...deployed]
    .filter(([address, resource]) => resource.stack === stack && !kept.has(address))
    .map(([address]) => address);
}

/** What a resource names comes before it. */
function inOrder(resources: readonly TemplateResource[]): TemplateResource[] {
  const byId = new Map(resources.map((each) => [each.logicalId, each]));
  const ordered = new Set<TemplateResource>();
  const visit = (resource: TemplateResource): void => {
    if (ordered.has(resource)) return;
    for (const id of namedBy(resource)) {
      const other = byId.get(id);
      if (other !== undefined && other !== resource) visit(other);
    }
    ordered.add(resource);
  };
  for (const resource of resources) visit(resource);
  return [...ordered];
}

function namedBy(resource: TemplateResource): string[] {
  const text = JSON.stringify(resource.Properties);
  return [
    ...[resource.DependsOn ?? []].flat(),
    ...[...text.matchAll(/"(?:Ref)":"(\w+)"|"Fn::GetAtt":\["(\w+)"/g)].map(([, ref, attribute]) =>
      String(ref ?? attribute),
    ),
  ];
}
