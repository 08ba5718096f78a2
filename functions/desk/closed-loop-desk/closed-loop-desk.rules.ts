/** Decisions about the page of the closed loop. */
import type { LoopRule } from '../../callbacks/closed-loop/closed-loop.schema.ts';

/**
 * The surveys whose questions rules name: those that a rule is meant for, and of a rule for any survey some that there are.
 */
export function surveysAsking(
  rules: readonly Pick<LoopRule, 'when'>[],
  surveys: readonly { readonly id: string }[],
): readonly string[] {
  const named = rules.flatMap(({ when }) => {
    const names = [when.score?.question, when.choice?.question, when.text?.question];
    if (names.every((name) => name === undefined)) return [];
    return when.surveys ?? surveys.map(({ id }) => id);
  });
  return [...new Set(named)].slice(0, askedAtMost);
}

const askedAtMost = 20;

/** So many months are shown unless others are asked for: a call and the next answer take a while. */
const usualMonths = 3;

/** The months to show, the last ones where none are asked for; what is no month is for the route to refuse. */
export function monthsOf(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  at: string,
): { readonly from: string; readonly to: string } {
  const last = to ?? at.slice(0, 'yyyy-mm'.length);
  return { from: from ?? monthsBefore(last, usualMonths - 1), to: last };
}

function monthsBefore(month: string, count: number): string {
  const date = new Date(`${month}-01T00:00:00.000Z`);
  if (Number.isNaN(date.getTime())) return month;
  date.setUTCMonth(date.getUTCMonth() - count);
  return date.toISOString().slice(0, 'yyyy-mm'.length);
}

/** How long it took from one moment to a later one, as exactly as the figures of the API tell it. */
export function minutesBetween(from: string, to: string): number {
  return Number(Math.max(0, (Date.parse(to) - Date.parse(from)) / 60_000).toFixed(1));
}
