/** Which calls somebody looks at. */
import * as z from 'zod';

const narrowing = z.string().max(20).optional();

/** What narrows the calls further; what the values mean is for the route that the page calls to say. */
export const callsNarrowing = {
  ...{ status: narrowing, reason: narrowing, from: narrowing, to: narrowing },
  ...{ reached: narrowing, onTime: narrowing },
};
