import * as z from 'zod';

/** Words of queries that stand where a staff id stands, so nobody can have them as an id. */
const reserved = new Set(['none', 'me', 'all']);

/** A member of staff or a machine client: the subject of its access token, whatever the identity provider. */
export const staffIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._@|:-]{0,127}$/, 'must be the subject of a staff token')
  .refine((id) => !reserved.has(id), 'must be the subject of a staff token, not a word of a query')
  .meta({ description: 'Member of staff: the subject of their token.', examples: ['agent-lin'] });

/** Filters a list by owner: a staff id, `me` for the caller, or `none` for the rows of nobody. */
export const ownerFilter = z.union([z.enum(['none', 'me']), staffIdSchema]).optional();
