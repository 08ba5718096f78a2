interface Paged<Item> {
  readonly body: { readonly items: readonly Item[]; readonly cursor: string | null };
}

/** Reads a list to its end. */
export async function everyPage<Item>(
  read: (query: { limit: number; cursor?: string | undefined }) => Promise<Paged<Item>>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await read({ limit: 100, cursor });
    items.push(...body.items);
    cursor = body.cursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}
