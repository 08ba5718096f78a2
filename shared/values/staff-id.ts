import * as z from 'zod';

/** A member of staff or a machine client: the subject of its access token, whatever the identity provider. */
export const staffIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._@|:-]{0,127}$/, 'must be the subject of a staff token')
  .meta({ description: 'Member of staff: the subject of their token.', examples: ['agent-lin'] });
