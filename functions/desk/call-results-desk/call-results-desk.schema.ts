/** Which calls somebody looks at. */
import * as z from 'zod';

/** A form of the browser sends its empty fields, too; what the values mean is for the route that the page calls to say. */
const field = z.string().max(200).optional();

export const CallsFilter = z.object({
  ...{ from: field, to: field, by: field, owner: field, team: field, reason: field },
});
export type CallsFilter = z.infer<typeof CallsFilter>;
