/** Lists whose pages may be short or empty although they go on, as somebody turns their pages. */

interface Page {
  readonly items: readonly unknown[];
  readonly cursor: string | null;
}

/** Reads a part of a list; without a limit as much as stands on a page. */
type ReadPage<Found extends Page> = (cursor: string | undefined, limit?: number) => Promise<Found>;

/** So many pages without anything on them are passed over: months of nothing, or rows of others. */
const passedOver = 5;

/** The first page with anything on it; it goes on only where something follows. */
export async function filledPage<Found extends Page>(
  read: ReadPage<Found>,
  cursor: string | undefined,
): Promise<Found> {
  const page = await firstFilled(read, cursor);
  if (page.cursor === null) return page;
  const following = await firstFilled((from) => read(from, 1), page.cursor);
  return following.items.length === 0 && following.cursor === null ? { ...page, cursor: null } : page;
}

async function firstFilled<Found extends Page>(
  read: ReadPage<Found>,
  cursor: string | undefined,
): Promise<Found> {
  let page = await read(cursor);
  for (let count = 0; count < passedOver && page.items.length === 0 && page.cursor !== null; count += 1)
    page = await read(page.cursor);
  return page;
}
