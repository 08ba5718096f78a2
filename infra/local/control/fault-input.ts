/** Reads the rules of `PUT /_local/faults`. */
import * as z from 'zod';
import type { FaultRule } from '../cloud.ts';
import { parsed } from './problem.ts';

const services = ['dynamodb', 'sqs', 'events', 'scheduler', 'ses', 's3', 'secretsmanager'] as const;
const deliveries = ['queue', 'stream', 'bus', 'schedule'] as const;
const isDelivery = (service: string) => deliveries.some((kind) => kind === service);

const ruleSchema = z
  .strictObject({
    service: z.enum([...services, ...deliveries, '*']),
    operation: z.string().min(1).max(64).optional(),
    rate: z.number().min(0).max(1),
    kind: z.enum([
      'throttle',
      'conflict',
      'unprocessed',
      'error',
      'drop-reply',
      'stall',
      'kill',
      'duplicate',
      'late',
    ]),
    seed: z.number().int().default(1),
  })
  .superRefine(({ service, kind }, context) => {
    const ofDelivery = kind === 'duplicate' || kind === 'late';
    if (service === '*' || isDelivery(service) === ofDelivery) return;
    const fitting = ofDelivery ? deliveries.join(', ') : services.join(', ');
    context.addIssue({ code: 'custom', path: ['service'], message: `${kind} goes with ${fitting} or *` });
  });

const rulesSchema = z.array(ruleSchema).max(100);

/** Takes a list of rules, or an object with the list in `rules`. */
export function readRules(input: unknown): readonly FaultRule[] {
  return Array.isArray(input)
    ? parsed(rulesSchema, input)
    : parsed(z.strictObject({ rules: rulesSchema }), input).rules;
}
