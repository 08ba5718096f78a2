import { randomBytes } from 'node:crypto';
import type { Trace } from '../../cloud.ts';

/** A chain that begins now: an X-Ray root is a version, the second it began and 96 random bits. */
export function newTrace(now: number): Trace {
  const seconds = Math.floor(now / 1000).toString(16);
  return { id: `1-${seconds}-${randomBytes(12).toString('hex')}`, lineage: {} };
}

/** The same chain with one more run of a function. */
export function lengthen({ id, lineage }: Trace, functionId: string): Trace {
  return { id, lineage: { ...lineage, [functionId]: (lineage[functionId] ?? 0) + 1 } };
}

/** As the function finds it in `_X_AMZN_TRACE_ID` and the SDK sends it on. */
export function traceHeader({ id, lineage }: Trace): string {
  const runs = Object.entries(lineage).map(([functionId, count]) => `${functionId}:${count}`);
  return `Root=${id};Parent=${randomBytes(8).toString('hex')};Sampled=1;Lineage=${runs.join('|')}`;
}
