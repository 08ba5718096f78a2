/**
 * EventBridge: PutEvents, the buses and rules of the templates, delivery to queues and functions.
 * Limits from the EventBridge API reference: 10 entries and 1 MiB a request.
 */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import {
  type AwsCall,
  AwsError,
  type AwsReply,
  type AwsService,
  type Cloud,
  type SentMessage,
  type ServiceCaller,
  type Trace,
} from '../../cloud.ts';
import { jsonReply, readBody, wholeSeconds } from '../../endpoint/json-protocol.ts';
import { invokeLater } from '../lambda/async-invoke.ts';
import { createDeliveries } from '../late-deliveries.ts';
import { matchesPattern } from './event-pattern.ts';
import { busName, inputFor, type RuleTarget, readRules } from './event-rules.ts';

export type InsideEvent = Parameters<Cloud['publish']>[1];
export type EventBus = AwsService & { publish(bus: string, event: InsideEvent): void };

const entrySchema = z.looseObject({
  Time: z.number().optional(),
  Source: z.string().optional(),
  Resources: z.array(z.string()).optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
});
type Entry = z.output<typeof entrySchema>;
const requestSchema = z.looseObject({ Entries: z.array(entrySchema).min(1).max(10) });
const requestBytes = 1_048_576;

interface Delivery {
  readonly ruleArn: string;
  readonly target: RuleTarget;
  readonly input: string;
  readonly trace: Trace | undefined;
}

export function createEventBus(cloud: Cloud): EventBus {
  const rules = readRules(cloud);
  const buses = new Set(['default', ...cloud.template.ofType('AWS::Events::EventBus').map((bus) => bus.ref)]);
  const deliveries = createDeliveries(cloud, 'bus', deliver);

  function dispatch(bus: string, event: Record<string, unknown>, trace: Trace | undefined): void {
    for (const rule of rules) {
      if (rule.bus !== bus || !matchesPattern(rule.pattern, event)) continue;
      for (const target of rule.targets) {
        const input = inputFor(target, event);
        deliveries.plan({ ruleArn: rule.arn, target, input, trace }, `event for ${lastOf(target.Arn)}`);
      }
    }
  }

  function deliver({ ruleArn, target, input, trace }: Delivery): void {
    const rule = { service: 'events.amazonaws.com', sourceArn: ruleArn };
    const isQueue = target.Arn.includes(':sqs:');
    try {
      cloud.access?.asService(rule, isQueue ? 'sqs:SendMessage' : 'lambda:InvokeFunction', target.Arn);
      if (isQueue) cloud.queues.send(target.Arn, { body: input, trace });
      else
        invokeLater(cloud, target.Arn, {
          payload: JSON.parse(input),
          cause: `rule ${lastOf(ruleArn)}`,
          trace,
        });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      cloud.log(`rule ${lastOf(ruleArn)} could not reach ${target.Arn}: ${reason}`);
      const code =
        error instanceof AwsError && error.code === 'AccessDenied' ? 'NO_PERMISSIONS' : 'NO_RESOURCE';
      if (target.DeadLetterConfig !== undefined) {
        bury(rule, target.DeadLetterConfig.Arn, deadLetter(ruleArn, target.Arn, input, { code, reason }));
      }
    }
  }

  /** The dead-letter queue must let the rule in, too; otherwise the event is lost. */
  function bury(rule: ServiceCaller, deadLetterArn: string, message: SentMessage): void {
    try {
      cloud.access?.asService(rule, 'sqs:SendMessage', deadLetterArn);
      cloud.queues.send(deadLetterArn, message);
    } catch (error) {
      cloud.log(`rule ${lastOf(rule.sourceArn)} lost an event: ${String(error)}`);
    }
  }

  function putEntry(entry: Entry, trace: Trace | undefined): { EventId: string } | EntryRefusal {
    const bus = busName(entry.EventBusName ?? 'default');
    const refusal =
      refuseEntry(entry) ??
      (buses.has(bus) ? undefined : refuse('ResourceNotFoundException', `Event bus ${bus} does not exist.`));
    if (refusal !== undefined) return refusal;
    const id = randomUUID();
    const at = entry.Time === undefined ? cloud.clock.now() : entry.Time * 1000;
    const detail: unknown = JSON.parse(entry.Detail ?? '');
    dispatch(bus, envelope(id, at, entry.Source, entry.DetailType, entry.Resources ?? [], detail), trace);
    return { EventId: id };
  }

  /** The event as a rule and a target see it. */
  function envelope(
    id: string,
    at: number,
    source = '',
    type = '',
    resources: readonly string[],
    detail: unknown,
  ) {
    const place = { account: cloud.accountId, time: wholeSeconds(at), region: cloud.region };
    return { version: '0', id, 'detail-type': type, source, ...place, resources, detail };
  }

  async function handle(call: AwsCall): Promise<AwsReply> {
    if (call.operation !== 'PutEvents') {
      throw new AwsError(400, 'UnknownOperationException', `${call.operation} is not imitated locally.`);
    }
    const { Entries } = readBody(requestSchema, call);
    if (Entries.reduce((sum, entry) => sum + entryBytes(entry), 0) > requestBytes) {
      throw new AwsError(
        400,
        'ValidationException',
        'Total size of the entries in the request is over the limit.',
      );
    }
    // Lambda's loop detection does not see through the bus: the trace goes on, its count starts anew.
    const trace = call.caller.trace === undefined ? undefined : { id: call.caller.trace.id, lineage: {} };
    const results = Entries.map((entry) => putEntry(entry, trace));
    return jsonReply({
      FailedEntryCount: results.filter((one) => 'ErrorCode' in one).length,
      Entries: results,
    });
  }

  function publish(bus: string, event: InsideEvent): void {
    const { source, detailType, detail, resources = [] } = event;
    dispatch(
      bus,
      envelope(randomUUID(), cloud.clock.now(), source, detailType, resources, detail),
      undefined,
    );
  }

  return { scopes: ['events'], handle, publish };
}

interface EntryRefusal {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

function refuse(ErrorCode: string, ErrorMessage: string): EntryRefusal {
  return { ErrorCode, ErrorMessage };
}

function refuseEntry(entry: Entry): EntryRefusal | undefined {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if ((entry[name] ?? '') !== '') continue;
    return refuse(
      'InvalidArgument',
      `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
    );
  }
  if (entry.Source?.startsWith('aws.')) {
    return refuse('NotAuthorizedForSourceException', `Not authorized for the source ${entry.Source}.`);
  }
  if ((entry.DetailType ?? '').length > 128)
    return refuse('InvalidArgument', 'DetailType is longer than 128.');
  try {
    const detail: unknown = JSON.parse(entry.Detail ?? '');
    if (typeof detail === 'object' && detail !== null && !Array.isArray(detail)) return undefined;
  } catch {}
  return refuse('MalformedDetail', 'Detail is malformed.');
}

/** How EventBridge counts the size of an entry. */
function entryBytes(entry: Entry): number {
  const texts = [entry.Source ?? '', entry.DetailType ?? '', entry.Detail ?? '', ...(entry.Resources ?? [])];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), entry.Time === undefined ? 0 : 14);
}

function deadLetter(
  ruleArn: string,
  targetArn: string,
  body: string,
  why: { readonly code: string; readonly reason: string },
): SentMessage {
  const text = (value: string) => ({ DataType: 'String', StringValue: value.slice(0, 1024) });
  const attributes = { RULE_ARN: text(ruleArn), TARGET_ARN: text(targetArn) };
  return {
    body,
    attributes: { ...attributes, ERROR_CODE: text(why.code), ERROR_MESSAGE: text(why.reason) },
  };
}

function lastOf(arn: string): string {
  return arn.split(/[:/]/).at(-1) ?? arn;
}
