/** What is known of a product after it was told, and which products are found. */
import { describe, expect, it } from 'vitest';
import {
  afterEntry,
  idOfProduct,
  isAmong,
  patchedProduct,
  sortNameOf,
} from '../../../functions/commerce/products/products.rules.ts';
import { ProductEntry, ProductPatch } from '../../../functions/commerce/products/products.schema.ts';

const [monday, tuesday] = ['2026-11-23T01:00:00.000Z', '2026-11-24T01:00:00.000Z'];
const price = { minorUnits: 4900, currency: 'CNY' };
const tea = afterEntry(undefined, 'TEA-250', { name: 'Green tea', category: 'Tea', price }, monday);

describe('a product', () => {
  it('has the same id under the same number, whoever tells it and when', () => {
    expect(tea).toMatchObject({
      id: idOfProduct('TEA-250'),
      version: 1,
      status: 'active',
      createdAt: monday,
    });
    expect(idOfProduct('TEA-250')).not.toBe(idOfProduct('tea-250'));
  });

  it('is what was told last, as a whole, but stays retired', () => {
    const retired = patchedProduct(tea, { status: 'retired' }, monday);
    const told = afterEntry(retired, 'TEA-250', { name: 'Green tea, 250 g' }, tuesday);
    expect(told).toEqual({
      ...{ id: tea.id, version: 3, sku: 'TEA-250', name: 'Green tea, 250 g', status: 'retired' },
      ...{ createdAt: monday, updatedAt: tuesday },
    });
    const again = afterEntry(retired, 'TEA-250', { name: 'Green tea', status: 'active' }, tuesday);
    expect(again.status).toBe('active');
  });

  it('loses by a patch what this says is null, and keeps the rest', () => {
    const patch = ProductPatch.parse({ price: null, taxCategory: 'reduced' });
    const { price: lost, ...kept } = patchedProduct(tea, patch, tuesday);
    expect([lost, kept.category, kept.taxCategory, kept.version]).toEqual([undefined, 'Tea', 'reduced', 2]);
  });

  it('takes amounts of the smallest unit only', () => {
    for (const minorUnits of [-1, 0.5, 10_000_000_001, Number.NaN])
      expect(ProductEntry.safeParse({ name: 'Tea', price: { ...price, minorUnits } }).success).toBe(false);
    expect(ProductEntry.safeParse({ name: 'Tea', price: { minorUnits: 0, currency: 'JPY' } }).success).toBe(
      true,
    );
    expect(ProductEntry.safeParse({ name: 'Tea', price: { minorUnits: 1, currency: 'XXZ' } }).success).toBe(
      false,
    );
  });
});

describe('a product that is looked for', () => {
  it('is found by the beginning of its name, whatever the case, the width or the signs', () => {
    expect(isAmong({ name: 'gReen' }, tea)).toBe(true);
    expect(isAmong({ name: 'Ｇreen Tea' }, tea)).toBe(true);
    expect(isAmong({ name: 'tea' }, tea)).toBe(false);
    expect(sortNameOf('50 % #1')).not.toMatch(/[#%]/);
    expect(sortNameOf('茶'.repeat(40))).toBe('茶'.repeat(30));
  });

  it('is of the category and in the state that are asked for', () => {
    expect(isAmong({}, tea)).toBe(true);
    expect(isAmong({ category: 'Tea', status: 'active' }, tea)).toBe(true);
    expect(isAmong({ category: 'Cups' }, tea)).toBe(false);
    expect(isAmong({ status: 'retired' }, tea)).toBe(false);
  });
});
