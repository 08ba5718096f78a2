/** What lies in the queue of a reindexing beside events. */
import * as z from 'zod';
import { reindexingId } from './reindexing.schema.ts';

/** The next page of a reindexing, as its version says; an older one is a second delivery. */
export const ReindexingPage = z.strictObject({ reindexingId: reindexingId.schema, version: z.int() });
export type ReindexingPage = z.infer<typeof ReindexingPage>;
