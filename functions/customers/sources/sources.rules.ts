/** Decisions about sources that need nothing but their rules. */
import type { SourceRule, SourceRules } from './sources.schema.ts';

/** While nobody has set any: each source may write over everything. */
export const noRules: SourceRules = { version: 1, rules: [] };

/** What a source may not write over: what others own and it does not, and what it never does. */
export function closedTo(source: string, rules: readonly SourceRule[]): ReadonlySet<string> {
  const mine = rules.find((rule) => rule.source === source);
  const owned = rules.filter((rule) => rule !== mine).flatMap(({ owns }) => owns);
  const others = owned.filter((field) => !mine?.owns.includes(field));
  return new Set([...others, ...(mine?.never ?? [])]);
}
