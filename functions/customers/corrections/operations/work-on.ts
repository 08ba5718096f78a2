import type { StoredCorrection } from '../corrections.schema.ts';
import { runOn, undoOn } from './change-rows.ts';
import { previewOn } from './preview-rows.ts';
import { end, Stopped, type Work } from './work.ts';

/**
 * Goes on with a correction from wherever it stands, and answers the step that comes then; undefined when nothing does, or
 * when another delivery goes on.
 */
export async function workOn(
  { correctionId, step }: { readonly correctionId: string; readonly step: number },
  work: Work,
): Promise<number | undefined> {
  const correction = await work.corrections.find(correctionId);
  if (correction === undefined || correction.step < step) return undefined;
  try {
    return await phaseOf(correction, work);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    const present = await work.corrections.find(correctionId);
    return present && end(present, { status: 'stopped', stopped: error.said }, work);
  }
}

function phaseOf(correction: StoredCorrection, work: Work): Promise<number | undefined> | undefined {
  switch (correction.status) {
    case 'previewing':
      return previewOn(correction, work);
    case 'running':
    case 'cancelling':
      return runOn(correction, work);
    case 'undoing':
      return undoOn(correction, work);
    default:
      return undefined;
  }
}
