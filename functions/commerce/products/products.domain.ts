/** What the products domain is: what it keeps. */
import { domain } from '../../../shared/contract/domain.ts';
import { productItem, productsList } from './products.items.ts';
import { productId } from './products.schema.ts';

export const productsDomain = domain('products', {
  area: 'commerce',
  ids: [productId],
  items: [productItem],
  lists: [productsList],
});
