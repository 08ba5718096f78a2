/**
 * The Condition element: operators with `ForAllValues:`, `ForAnyValue:` and `IfExists`, over the keys that requests
 * carry here. Source: IAM user guide, "IAM JSON policy elements: Condition operators" and "Set operators for
 * multivalued context keys".
 */
import { arnPatternOf, patternOf } from './pattern.ts';

/** Condition key in lower case → its value or values. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

export interface Condition {
  holds(context: Context): boolean;
}

/** A key that no request brings along would make a condition false for ever, so it is refused. */
const knownKeys = new Set([
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalisawsservice',
  'aws:securetransport',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceowner',
  'dynamodb:enclosingoperation',
  'iam:passedtoservice',
  'ses:fromaddress',
  'ses:fromdisplayname',
  'ses:recipients',
]);

type Matcher = (wanted: string, owner: string) => (value: string) => boolean;

const equal: Matcher = (wanted) => (value) => value === wanted;
const equalIgnoringCase: Matcher = (wanted) => (value) => value.toLowerCase() === wanted.toLowerCase();
const like: Matcher = (wanted, owner) => patternOf(wanted, { owner }).matches;
const arnLike: Matcher = (wanted, owner) => arnPatternOf(wanted, { owner }).matches;

const operators: Readonly<Record<string, { readonly matcher: Matcher; readonly negated: boolean }>> = {
  StringEquals: { matcher: equal, negated: false },
  StringNotEquals: { matcher: equal, negated: true },
  StringEqualsIgnoreCase: { matcher: equalIgnoringCase, negated: false },
  StringNotEqualsIgnoreCase: { matcher: equalIgnoringCase, negated: true },
  StringLike: { matcher: like, negated: false },
  StringNotLike: { matcher: like, negated: true },
  ArnEquals: { matcher: arnLike, negated: false },
  ArnNotEquals: { matcher: arnLike, negated: true },
  ArnLike: { matcher: arnLike, negated: false },
  ArnNotLike: { matcher: arnLike, negated: true },
  Bool: { matcher: equalIgnoringCase, negated: false },
};

type Block = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** All of them must hold. */
export function readConditions(block: Block, owner: string): readonly Condition[] {
  return Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => {
      if (!knownKeys.has(key.toLowerCase())) {
        throw new Error(
          `The policy of ${owner} has a condition on ${key}, which no request brings along here; teach infra/local/iam.`,
        );
      }
      return readCondition(operator, key.toLowerCase(), values, owner);
    }),
  );
}

function readCondition(operator: string, key: string, wanted: readonly string[], owner: string): Condition {
  if (operator === 'Null') {
    return { holds: (context) => wanted.includes(String(valuesOf(context, key) === undefined)) };
  }
  const [, set, name = '', ifExists] =
    /^(ForAllValues:|ForAnyValue:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const known = operators[name];
  if (!known) {
    throw new Error(
      `The local cloud does not know the condition operator ${operator} in the policy of ${owner}; teach infra/local/iam/conditions.ts.`,
    );
  }
  const matchers = wanted.map((each) => known.matcher(each, owner));
  const fits = (value: string): boolean => matchers.some((matches) => matches(value)) !== known.negated;
  return {
    holds(context) {
      const values = valuesOf(context, key);
      if (set === 'ForAllValues:') return (values ?? []).every(fits);
      if (set === 'ForAnyValue:') return (values ?? []).some(fits);
      if (values === undefined) return ifExists !== undefined || known.negated;
      return known.negated ? values.every(fits) : values.some(fits);
    },
  };
}

function valuesOf(context: Context, key: string): readonly string[] | undefined {
  const value = context[key];
  if (value === undefined) return undefined;
  return typeof value === 'string' ? [value] : value;
}
