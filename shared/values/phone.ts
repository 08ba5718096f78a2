import * as z from 'zod';

/**
 * A phone number in E.164 (`+8613812345678`). Checks the shape only; where a person types a number, use
 * `parsePhone` of `phone-number.ts`, which knows every country's plan and costs its bundle 190 KB.
 */
export const phoneSchema = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number in E.164, such as +8613812345678')
  .meta({ description: 'Phone number (E.164).', examples: ['+8613812345678'] });
