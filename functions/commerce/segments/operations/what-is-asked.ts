/** What an event makes of a customer, as far as segments are concerned. */
import type { Instant } from '../../../../shared/values/instant.ts';
import { customerChanged, customersThatChange } from '../../../customers/customers/customers.events.ts';
import type { Asked } from './hold-customer.ts';
import { factTold, keeperOf, profileFields } from './read-rule.ts';

interface Told {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The rules that ask for what an event has changed. */
export function askedByEvent({ type, data }: Told): Asked {
  const fact = factTold(type);
  if (fact !== undefined)
    return {
      which: (rules) => idsOf(rules.filter(({ facts }) => facts.has(fact.name))),
      because: 'change',
      isTouched: ({ field }) => keeperOf(field) === fact.name,
    };
  if (type !== customerChanged.type)
    return { which: (rules) => idsOf(rules), because: 'change', isTouched: () => true };
  // Every change is one of when they were last changed.
  const changed = new Set([...customerChanged.data.parse(data).changed, 'updatedAt']);
  return {
    which: (rules) => idsOf(rules.filter(({ profile }) => [...profile].some((name) => changed.has(name)))),
    because: 'change',
    isTouched: (condition) =>
      keeperOf(condition.field) === undefined && profileFields(condition).some((name) => changed.has(name)),
  };
}

/** Those by which it has become time to look at a customer. */
export function askedByTime(at: Instant): Asked {
  return {
    which: (_, places) => new Set(Object.keys(places).filter((id) => (places[id]?.next ?? '~') <= at)),
    because: 'time',
    isTouched: ({ op, where }) => op === 'withinLastDays' || where?.lastDays !== undefined,
  };
}

/** Whom an event is about: also the other record of a merge, and whose an order was before. */
export function concernedBy({ type, data }: Told): readonly string[] {
  const isOfCustomer = customersThatChange.some((each) => each.type === type);
  const names = ['customerId', ...(isOfCustomer ? ['into', 'from'] : (factTold(type)?.alsoNamed ?? []))];
  // `from` of a change is the name of a source.
  const told = type === customerChanged.type ? ['customerId'] : names;
  return told.map((name) => data[name]).filter((id) => typeof id === 'string');
}

function idsOf(rules: readonly { readonly id: string }[]): ReadonlySet<string> {
  return new Set(rules.map(({ id }) => id));
}
