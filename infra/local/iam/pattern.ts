/** Texts with `*` (any characters) and `?` (any one character), as policies write them. */

export interface Pattern {
  readonly text: string;
  matches(value: string): boolean;
}

export interface PatternOptions {
  /** Whose policy it stands in, for an error. */
  readonly owner: string;
  /** Actions are compared without regard to case, everything else with it. @default false */
  readonly ignoreCase?: boolean;
}

export function patternOf(text: string, { owner, ignoreCase = false }: PatternOptions): Pattern {
  if (text.includes('$' + '{')) {
    throw new Error(`The policy of ${owner} uses a policy variable in ${text}: those are not imitated.`);
  }
  if (!/[*?]/.test(text) && !ignoreCase) return { text, matches: (value) => value === text };
  const expression = expressionOf(text, ignoreCase ? 'i' : '');
  return { text, matches: (value) => expression.test(value) };
}

/**
 * ARNs in conditions are compared part by part, so that no wildcard reaches over a colon of the first five.
 * Source: IAM user guide, "Amazon Resource Name (ARN) condition operators".
 */
export function arnPatternOf(text: string, options: PatternOptions): Pattern {
  const parts = partsOf(text).map((part) => patternOf(part, options));
  return {
    text,
    matches(value) {
      const given = partsOf(value);
      return given.length === parts.length && parts.every((part, place) => part.matches(given[place] ?? ''));
    },
  };
}

/** `arn`, partition, service, region, account, and the rest with its colons. */
function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function expressionOf(text: string, flags: string): RegExp {
  const escaped = text.replaceAll(/[.+^$()|[\]{}\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`, flags);
}
