/** What the products domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { productId, sku } from './products.schema.ts';

const subject = { productId: productId.schema, sku, version: z.int() };
const changed = z.array(z.string());

export const productCreated = event('product.created', z.object(subject));
export const productChanged = event('product.changed', z.object({ ...subject, changed }));
/** It is not sold any more; something else may have changed with that. */
export const productRetired = event('product.retired', z.object({ ...subject, changed }));
/** A retired product is sold again. */
export const productReinstated = event('product.reinstated', z.object({ ...subject, changed }));
