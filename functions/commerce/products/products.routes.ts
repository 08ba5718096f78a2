/** Binds the routes of products. */
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { patchProduct, putProduct, restoreProduct } from './operations/change-product.ts';
import { productsContract } from './products.contract.ts';
import { idOfProduct, isAmong, rowOfProduct } from './products.rules.ts';
import { productsSentences } from './products.sentences.ts';
import { createProductsStore } from './products.store.ts';

export const productsRoutes = routes(productsContract, { sentences: productsSentences }, ({ table }) => {
  const products = createProductsStore(table);
  return {
    putProduct: async ({ query: { sku }, body, origin }) => {
      const { created, ...change } = await putProduct({ sku, entry: body }, { products, origin });
      return answerAfter(created ? 201 : 200, change);
    },

    batchProducts: async ({ body: { key: _, sku, ...entry }, origin }) => {
      const { created, result, writes } = await putProduct({ sku, entry }, { products, origin });
      return { status: created ? 201 : 200, body: { id: result.id }, writes };
    },

    listProducts: async ({ query: { sku, name, category, status, ...page } }) => {
      const filters = { name, category, status };
      if (sku === undefined) return answer(200, await products.list(filters, page));
      const found = await products.find(idOfProduct(sku));
      const items = found !== undefined && isAmong(filters, found) ? [rowOfProduct(found)] : [];
      return answer(200, { items, cursor: null });
    },

    getProduct: async ({ params }) => answer(200, await products.get(params.productId)),

    patchProduct: async ({ params, body, ifMatch, origin }) => {
      const input = { id: params.productId, version: ifMatch, patch: body };
      return answerAfter(200, await patchProduct(input, { products, origin }));
    },

    restoreProduct: async ({ params, origin }) => {
      const input = { id: params.productId, changeId: params.eventId };
      return answerAfter(200, await restoreProduct(input, { products, origin }));
    },
  };
});
