import type { CallFault, DeliveryFault, FaultRule, Faults } from '../cloud.ts';

const deliveryKinds: ReadonlySet<string> = new Set<DeliveryFault>(['duplicate', 'late']);
const isDeliveryFault = (kind: FaultRule['kind']): kind is DeliveryFault => deliveryKinds.has(kind);

/** Only these can meet another transaction on the same item. */
const conflicting = new Set(['TransactWriteItems', 'PutItem', 'UpdateItem', 'DeleteItem']);

/** A late delivery comes up to so many virtual milliseconds later. */
const longestDelay = 60_000;

interface ActiveRule {
  readonly rule: FaultRule;
  /** The next number of the rule's own sequence, at least 0 and below 1. */
  readonly draw: () => number;
}

/**
 * The rules in force. Each rule draws from its own seeded sequence, so that the same calls in the same order
 * suffer the same faults, whatever the other rules are. The first rule that strikes wins.
 */
export function createFaults(): Faults {
  let active: readonly ActiveRule[] = [];
  const strikes = ({ rule, draw }: ActiveRule): boolean => draw() < rule.rate;

  return {
    rules: () => active.map(({ rule }) => rule),
    replace(rules) {
      active = rules.map((rule) => ({ rule, draw: generator(rule) }));
    },
    forCall(service, operation): CallFault | undefined {
      for (const entry of active) {
        const { rule } = entry;
        if (isDeliveryFault(rule.kind) || !matches(rule, service, operation)) continue;
        if (rule.kind === 'conflict' && !(service === 'dynamodb' && conflicting.has(operation))) continue;
        if (rule.kind === 'unprocessed' && operation !== 'BatchGetItem') continue;
        if (strikes(entry)) return rule.kind;
      }
      return undefined;
    },
    forDelivery(kind) {
      const suffering = { duplicate: false, lateMs: 0 };
      for (const entry of active) {
        if (!isDeliveryFault(entry.rule.kind) || !matches(entry.rule, kind)) continue;
        if (!strikes(entry)) continue;
        if (entry.rule.kind === 'duplicate') suffering.duplicate = true;
        else suffering.lateMs = Math.ceil(entry.draw() * longestDelay);
      }
      return suffering;
    },
  };
}

function matches(rule: FaultRule, service: string, operation?: string): boolean {
  const sameService = rule.service === '*' || rule.service === service;
  return (
    sameService && (rule.operation === undefined || operation === undefined || rule.operation === operation)
  );
}

/** mulberry32; the rule's text is mixed in, so that two rules with the same seed do not strike together. */
function generator(rule: FaultRule): () => number {
  let state = rule.seed;
  for (const character of `${rule.service} ${rule.operation ?? ''} ${rule.kind}`) {
    state = Math.imul(state ^ character.charCodeAt(0), 0x01000193);
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
