/** Decisions about products that need nothing but what is known of them. */
import { derivedId } from '../../../shared/values/derived-id.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { mergePatch } from '../../../shared/values/merge-patch.ts';
import {
  type Product,
  type ProductEntry,
  type ProductPatch,
  type ProductStatus,
  type ProductSummary,
  productId,
} from './products.schema.ts';

/** Any instant will do, as long as it is the same for one number. */
const anyInstant = '1970-01-01T00:00:00.000Z';

/** The id of the product with this number in the catalogue. */
export function idOfProduct(sku: string): string {
  return derivedId(productId, anyInstant, sku);
}

/** How many characters of a name lists go by. */
const sortedCharacters = 30;

/** By what a name sorts and is found: whatever the case of its letters, without the signs that keys are cut at. */
export function sortNameOf(name: string): string {
  const comparable = name.normalize('NFKC').toLowerCase().replaceAll(/[#%]/g, ' ');
  return [...comparable].slice(0, sortedCharacters).join('');
}

/** A product after what was told of it: nothing stays of what is left out but the status. */
export function afterEntry(
  before: Product | undefined,
  sku: string,
  { status, ...told }: ProductEntry,
  at: Instant,
): Product {
  return {
    id: idOfProduct(sku),
    version: (before?.version ?? 0) + 1,
    sku,
    ...told,
    status: status ?? before?.status ?? 'active',
    createdAt: before?.createdAt ?? at,
    updatedAt: at,
  };
}

export function patchedProduct(before: Product, patch: ProductPatch, at: Instant): Product {
  return { ...mergePatch(before, patch), version: before.version + 1, updatedAt: at };
}

/** What products are looked for by. */
export interface ProductFilters {
  /** What its name begins with. */
  readonly name?: string | undefined;
  readonly category?: string | undefined;
  readonly status?: ProductStatus | undefined;
}

/** Whether a product is among those that are looked for. */
export function isAmong({ name, category, status }: ProductFilters, product: Product): boolean {
  return (
    sortNameOf(product.name).startsWith(sortNameOf(name ?? '')) &&
    (category ?? product.category) === product.category &&
    (status ?? product.status) === product.status
  );
}

/** The row that lists show. */
export function rowOfProduct({ createdAt: _, ...product }: Product): ProductSummary {
  return product;
}
