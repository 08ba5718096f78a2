/** Rows of a list that cannot be read are left out and told of, so that one of them does not take the list away. */
import * as z from 'zod';
import { countFailures } from '../runtime/failures.ts';
import { logger } from '../runtime/logger.ts';
import type { StoredRecord } from './item.ts';

/**
 * What `read` makes of the rows. A row that it cannot read is skipped; the log says which one it is and which of its
 * fields are wrong, never what they hold, and the metric behind the alarm `failures` counts it.
 */
export function readable<Value>(rows: readonly StoredRecord[], read: (row: StoredRecord) => Value): Value[] {
  return rows.flatMap((row) => {
    try {
      return [read(row)];
    } catch (error) {
      const { pk, sk, type, v } = row;
      logger.error('unreadable row', { key: { pk, sk }, type, v, fields: fieldsOf(error) });
      countFailures(1);
      return [];
    }
  });
}

function fieldsOf(error: unknown): readonly string[] {
  return error instanceof z.ZodError ? error.issues.map(({ code, path }) => `${path.join('.')} ${code}`) : [];
}
