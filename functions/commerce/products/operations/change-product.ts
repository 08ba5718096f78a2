import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { asPatch, restoring } from '../../../../shared/events/restore.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { afterEntry, idOfProduct, patchedProduct } from '../products.rules.ts';
import { type Product, type ProductEntry, ProductPatch } from '../products.schema.ts';
import type { ProductsStore } from '../products.store.ts';

interface Context {
  readonly products: Pick<ProductsStore, 'find' | 'get' | 'create' | 'change' | 'valuesBefore'>;
  readonly origin: EventContext;
}

/** Takes in what a system tells of a product. Telling the same again changes nothing. */
export async function putProduct(
  { sku, entry }: { readonly sku: string; readonly entry: ProductEntry },
  { products, origin }: Context,
): Promise<Change<Product> & { readonly created: boolean }> {
  const before = await products.find(idOfProduct(sku));
  const after = afterEntry(before, sku, entry, origin.at);
  if (before === undefined) return { result: after, writes: products.create(after, origin), created: true };
  const writes = products.change(before, after, origin);
  return { result: writes.length === 0 ? before : after, writes, created: false };
}

/** Changes a product. A patch that changes nothing is free. */
export async function patchProduct(
  { id, version, patch }: { readonly id: string; readonly version: IfMatch; readonly patch: ProductPatch },
  { products, origin }: Context,
): Promise<Change<Product>> {
  const before = await products.get(id);
  assertVersion(before, version);
  const after = patchedProduct(before, patch, origin.at);
  const writes = products.change(before, after, origin);
  return { result: writes.length === 0 ? before : after, writes };
}

/** Gives a product back what it was before a change. Throws what `valuesBefore` throws. */
export async function restoreProduct(
  { id, changeId }: { readonly id: string; readonly changeId: string },
  context: Context,
): Promise<Change<Product>> {
  const present = await context.products.get(id);
  const patch = asPatch(ProductPatch, await context.products.valuesBefore(present, changeId));
  return restoring(context.origin, changeId, (origin) =>
    patchProduct({ id, version: [present.version], patch }, { ...context, origin }),
  );
}
