/** The work of an import: reading its file, checking, running and reverting, a part at a time, from wherever it stands. */
import { ConcurrentModification } from '../../../../shared/table/commit.ts';
import type { Status, StoredImport } from '../imports.schema.ts';
import { isFileRefused } from './decode-text.ts';
import { end, type Work } from './parts.ts';
import { readImport } from './read-import.ts';
import { revertOn } from './revert-rows.ts';
import { runOn } from './run-rows.ts';

/**
 * Goes on with an import and answers the step that comes then; undefined when nothing does, or when another delivery goes
 * on. A step that comes again, because whoever did it has died, begins where the import stands.
 */
export async function workOn(
  { importId, step }: { readonly importId: string; readonly step: number },
  work: Work,
): Promise<number | undefined> {
  const importing = await work.imports.find(importId);
  if (importing === undefined || importing.step < step) return undefined;
  try {
    return await phaseOf(importing.status)?.(importing, work);
  } catch (error) {
    // Whoever was faster goes on.
    if (error instanceof ConcurrentModification) return undefined;
    if (!isFileRefused(error)) throw error;
    const present = await work.imports.find(importId);
    return present && end(present, { status: 'failed', failed: error.said }, work);
  }
}

type Phase = (importing: StoredImport, work: Work) => Promise<number | undefined>;

function phaseOf(status: Status): Phase | undefined {
  switch (status) {
    case 'reading':
      return readImport;
    case 'checking':
    case 'running':
      return runOn;
    case 'reverting':
      return revertOn;
    case 'cancelling':
      return (importing, work) => end(importing, { status: 'cancelled' }, work);
    default:
      return undefined;
  }
}
