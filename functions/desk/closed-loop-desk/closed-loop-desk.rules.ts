/** Decisions about the page of the closed loop. */

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

/** How long it took from one moment to a later one. */
export function minutesBetween(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 60_000);
}
