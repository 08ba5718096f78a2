import { AppError } from '../../../../shared/errors/app-error.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import type { Language } from '../../../../shared/values/language.ts';
import { type Check, placesOf } from '../imports.rules.ts';
import { rowsOfRejectedFile, type StoredImport } from '../imports.schema.ts';

interface Context {
  /** The address of a file for so many seconds. */
  readonly downloadLink: (
    key: string,
    options: { readonly name: string; readonly seconds: number },
  ) => Promise<string>;
  readonly language: Language;
  readonly seconds: number;
  readonly now: string;
}

/** Where the refused rows of a check or a run lie, as CSV. Throws `not-allowed-now` before it has ended. */
export async function listRejected(
  { id, name, ...importing }: StoredImport,
  of: Check,
  { downloadLink, language, seconds, now }: Context,
) {
  const course = importing[of];
  if (course?.doneAt === undefined)
    throw new AppError('not-allowed-now', 'The refused rows are written when it is done.');
  const { refused } = course.counts;
  const places = placesOf(id);
  const parts = Array.from({ length: Math.ceil(refused / rowsOfRejectedFile) }, (_, part) => part);
  const files = parts.map(async (part) => ({
    url: await downloadLink(places.rejected(of, language, part), { name: rejectedName(name, part), seconds }),
    rows: Math.min(rowsOfRejectedFile, refused - part * rowsOfRejectedFile),
  }));
  return { files: await Promise.all(files), expiresAt: instantAfter(now, { seconds }) };
}

/** `people.csv` → `people.rejected.csv`, `people.rejected-2.csv`. */
function rejectedName(name: string, part: number): string {
  return name.replace(/(\.\w+)?$/, `.rejected${part === 0 ? '' : `-${part + 1}`}.csv`);
}
