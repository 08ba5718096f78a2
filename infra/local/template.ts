import { readAssembly, type StackTemplate } from './assembly.ts';
import type { Resource, Template } from './cloud.ts';
import { evaluate, noValue, type Scope } from './intrinsics.ts';
import { record, text } from './reading.ts';
import { type Naming, resourceType } from './resource-types.ts';

export interface TemplateOptions {
  readonly region: string;
  readonly accountId: string;
  readonly endpointUrl: string;
  /**
   * Answers that only the local cloud knows: logical id → physical name, or `logicalId.Attribute` → value,
   * e.g. `{ 'Api.ApiEndpoint': 'http://127.0.0.1:3000' }`.
   */
  readonly physical?: Readonly<Record<string, string>> | undefined;
}

interface Named {
  readonly resource: Resource;
  attribute(name: string): string;
}

/** Reads a cloud assembly and resolves every intrinsic; throws on what the local cloud does not know. */
export function readTemplate(assemblyDirectory: string, options: TemplateOptions): Template {
  const assembly = readAssembly(assemblyDirectory);
  const exports = new Map<string, () => unknown>();
  const outputs = new Map<string, () => unknown>();
  const stacks = assembly.stacks.map((stack) => openStack(stack, options, { exports, outputs }));
  for (const stack of stacks) stack.offerOutputs();
  const resources = stacks.flatMap((stack) => stack.resources());
  const byLogicalId = new Map(resources.map((resource) => [resource.logicalId, resource]));
  const byArn = new Map(resources.map((resource) => [resource.arn, resource]));
  return {
    resources,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    byArn: (arn) => byArn.get(arn),
    byLogicalId: (logicalId) => byLogicalId.get(logicalId),
    asset(hash) {
      const folder = assembly.assets.get(hash);
      if (folder) return folder;
      throw new Error(
        `The cloud assembly in ${assemblyDirectory} has no asset ${hash}: synthesize it again.`,
      );
    },
  };
}

interface Shared {
  readonly exports: Map<string, () => unknown>;
  readonly outputs: Map<string, () => unknown>;
}

function openStack(stack: StackTemplate, options: TemplateOptions, shared: Shared) {
  const named = new Map<string, Named>();
  const scope = createScope(stack, options, shared, find);

  function find(logicalId: string): Named {
    let found = named.get(logicalId);
    if (!found) {
      found = nameResource(stack, logicalId, options, scope);
      named.set(logicalId, found);
    }
    return found;
  }

  return {
    offerOutputs() {
      for (const [name, output] of Object.entries(stack.Outputs)) {
        if (output.Condition !== undefined && !scope.condition(output.Condition)) continue;
        const value = () => evaluate(output.Value, scope);
        shared.outputs.set(`${stack.name}.${name}`, value);
        if (output.Export) shared.exports.set(text(evaluate(output.Export.Name, scope)), value);
      }
    },
    resources(): Resource[] {
      return Object.entries(stack.Resources)
        .filter(([, { Condition }]) => Condition === undefined || scope.condition(Condition))
        .map(([logicalId, { Properties }]) => ({
          ...find(logicalId).resource,
          properties: record(evaluate(Properties, scope)),
        }));
    },
  };
}

function nameResource(
  stack: StackTemplate,
  logicalId: string,
  options: TemplateOptions,
  scope: Scope,
): Named {
  const raw = stack.Resources[logicalId];
  if (!raw) throw new Error(`Stack ${stack.name} refers to ${logicalId}, which it does not contain.`);
  const type = resourceType(raw.Type, Object.keys(raw.Properties ?? {}));
  const { region, accountId, endpointUrl, physical = {} } = options;
  const property = (name: string): unknown => {
    const value = evaluate(raw.Properties?.[name], scope);
    return value === noValue ? undefined : value;
  };
  const fixedName = type.name === undefined ? undefined : property(type.name);
  const name =
    physical[logicalId] ?? (fixedName === undefined ? `${stack.name}-${logicalId}` : text(fixedName));
  const naming: Naming = { region, accountId, endpointUrl, stack: stack.name, logicalId, name, property };
  const arn = type.arn(naming);
  return {
    resource: {
      stack: stack.name,
      logicalId,
      type: raw.Type,
      properties: {},
      metadata: raw.Metadata ?? {},
      ref: type.ref(naming),
      arn,
    },
    attribute(attribute) {
      const known = physical[`${logicalId}.${attribute}`] ?? type.attributes[attribute]?.(naming);
      if (known !== undefined) return known;
      throw new Error(
        `The local cloud does not know the attribute ${attribute} of ${raw.Type} (${logicalId}); teach infra/local/resource-types.ts.`,
      );
    },
  };
}

function createScope(
  stack: StackTemplate,
  options: TemplateOptions,
  { exports, outputs }: Shared,
  find: (logicalId: string) => Named,
): Scope {
  const pseudo: Record<string, unknown> = {
    'AWS::Region': options.region,
    'AWS::AccountId': options.accountId,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': `arn:aws:cloudformation:${options.region}:${options.accountId}:stack/${stack.name}/local`,
    'AWS::NoValue': noValue,
  };
  const scope: Scope = {
    ref: (name) => pseudo[name] ?? stack.Parameters[name]?.Default ?? find(name).resource.ref,
    attribute: (logicalId, attribute) => find(logicalId).attribute(attribute),
    importValue: (name) => answer(exports, name, 'no stack exports'),
    stackOutput: (stackName, name) => answer(outputs, `${stackName}.${name}`, 'there is no stack output'),
    condition: (name) => evaluate(stack.Conditions[name], scope) === true,
    mapping: (map, first, second) => stack.Mappings[map]?.[first]?.[second],
  };
  return scope;
}

function answer(values: Map<string, () => unknown>, name: string, otherwise: string): unknown {
  const value = values.get(name);
  if (!value)
    throw new Error(`Stack templates do not fit together: ${otherwise} ${name}. Synthesize them again.`);
  return value();
}
