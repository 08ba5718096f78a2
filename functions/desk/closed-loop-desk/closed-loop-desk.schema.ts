/** Which loops somebody looks at. */
import * as z from 'zod';

/** A form of the browser sends its empty fields, too; what the values mean is for the routes that the page calls to say. */
const field = z.string().max(200).optional();

export const LoopsFilter = z.object({
  ...{ by: field, from: field, to: field, status: field, caller: field, surveyId: field },
});
export type LoopsFilter = z.infer<typeof LoopsFilter>;
