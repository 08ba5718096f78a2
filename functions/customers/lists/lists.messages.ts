/** What lies in the queue of lists beside events. */
import * as z from 'zod';
import { extractId, listId } from './lists.schema.ts';

/** A list goes on to be filled with this step. */
export const FillMessage = z.strictObject({ fill: listId.schema, step: z.int().min(1) });
export type FillMessage = z.infer<typeof FillMessage>;

/** What a deleted list still holds goes. */
export const EmptyMessage = z.strictObject({ empty: listId.schema });

/** Customers are extracted on with this step. */
export const ExtractMessage = z.strictObject({ extract: extractId.schema, step: z.int().min(1) });

export const ListsMessage = z.union([FillMessage, EmptyMessage, ExtractMessage]);
