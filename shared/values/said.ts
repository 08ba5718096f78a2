/** A sentence in both languages: who reads it is known only later. */
import * as z from 'zod';

export const Said = z.strictObject({ en: z.string(), 'zh-CN': z.string() });
export type Said = z.infer<typeof Said>;
