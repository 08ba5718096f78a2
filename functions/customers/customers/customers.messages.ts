/** What lies in the queue of attachments beside events. */
import * as z from 'zod';

/** Files to look for once more: one that was being uploaded when it was removed may have come since. */
export const RemovedFiles = z.strictObject({ files: z.array(z.string()).min(1) });
