/** What lies in the queue of imports beside events. */
import * as z from 'zod';
import { importId } from './imports.schema.ts';

/** An import goes on with its next part. */
export const ImportStepMessage = z.strictObject({ importId: importId.schema, step: z.int().min(0) });
export type ImportStepMessage = z.infer<typeof ImportStepMessage>;
