import * as z from 'zod';

/** A version in a path. */
export const versionInPath = z
  .string()
  .regex(/^[1-9]\d{0,3}$/, 'must be the number of a version, such as 3')
  .meta({ description: 'Counts from 1.', examples: ['1'] });
