/** The bus rules of the templates, read once at the start; anything not imitated is refused by name. */
import * as z from 'zod';
import type { Cloud, Resource } from '../../cloud.ts';

const targetSchema = z.strictObject({
  Arn: z.string(),
  Id: z.string(),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
  RetryPolicy: z.looseObject({}).optional(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z
    .strictObject({ InputPathsMap: z.record(z.string(), z.string()), InputTemplate: z.string() })
    .optional(),
  RoleArn: z.string().optional(),
});

const ruleSchema = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  EventBusName: z.string().default('default'),
  EventPattern: z.record(z.string(), z.unknown()),
  State: z.enum(['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS']).default('ENABLED'),
  Targets: z.array(targetSchema).default([]),
  Tags: z.unknown().optional(),
});

export type RuleTarget = z.output<typeof targetSchema>;

export interface Rule {
  readonly arn: string;
  readonly bus: string;
  readonly pattern: Record<string, unknown>;
  readonly targets: readonly RuleTarget[];
}

/** Enabled rules only. */
export function readRules(cloud: Cloud): readonly Rule[] {
  return cloud.template.ofType('AWS::Events::Rule').flatMap((resource) => {
    const parsed = ruleSchema.safeParse(resource.properties);
    if (!parsed.success) throw new Error(complaint(resource, parsed.error));
    const { EventBusName, EventPattern, State, Targets } = parsed.data;
    for (const { Arn } of Targets) assertTarget(cloud, resource, Arn);
    if (State === 'DISABLED') return [];
    return [{ arn: resource.arn, bus: busName(EventBusName), pattern: EventPattern, targets: Targets }];
  });
}

function complaint(resource: Resource, error: z.ZodError): string {
  const hint =
    'ScheduleExpression' in resource.properties
      ? ' Use AWS::Scheduler::Schedule for what happens at a time.'
      : '';
  return `The local cloud does not imitate rule ${resource.logicalId} of ${resource.stack}: ${z.prettifyError(error)}.${hint}`;
}

function assertTarget(cloud: Cloud, rule: Resource, arn: string): void {
  const target = cloud.template.byArn(arn);
  if (target?.type === 'AWS::SQS::Queue' || target?.type === 'AWS::Lambda::Function') return;
  throw new Error(
    `Rule ${rule.logicalId} targets ${arn}: the local cloud delivers to its queues and functions only.`,
  );
}

/** PutEvents takes a bus by name or by ARN. */
export function busName(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? (nameOrArn.split('event-bus/')[1] ?? nameOrArn) : nameOrArn;
}

/** What the target receives: the event, a part of it, or a constant. */
export function inputFor(target: RuleTarget, event: unknown): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputTransformer !== undefined) return transformed(target.InputTransformer, event);
  return JSON.stringify(target.InputPath === undefined ? event : (valueAt(target.InputPath, event) ?? null));
}

/** Each `<name>` of the template stands for the JSON of what is found at its path. */
function transformed(
  { InputPathsMap, InputTemplate }: NonNullable<RuleTarget['InputTransformer']>,
  event: unknown,
): string {
  return InputTemplate.replace(/<([\w-]+)>/g, (_, name: string) => {
    const value = valueAt(InputPathsMap[name] ?? '', event);
    if (value === undefined) throw new Error(`The event has nothing at ${InputPathsMap[name]} (${name}).`);
    return JSON.stringify(value);
  });
}

function valueAt(path: string, event: unknown): unknown {
  let value = event;
  for (const key of path.split('.').slice(1)) {
    value =
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([k]) => k === key)?.[1]
        : undefined;
  }
  return value;
}
