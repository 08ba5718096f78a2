/** Decisions about imports that need nothing but the import. */
import { AppError } from '../../../shared/errors/app-error.ts';
import type { Principal } from '../../../shared/identity/principal.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import type { Language } from '../../../shared/values/language.ts';
import type {
  Counts,
  Format,
  Import,
  Outcome,
  RowReason,
  Status,
  StoredImport,
  StoredReason,
  Upload,
} from './imports.schema.ts';

/** Where the files of an import lie. */
export const placesOf = (importId: string) => {
  const folder = `imports/${importId}`;
  return {
    file: `${folder}/file`,
    preview: `${folder}/preview`,
    rows: (chunk: number) => `${folder}/rows/${chunk}`,
    verdicts: (of: Check, chunk: number) => `${folder}/${of}/${chunk}`,
    /** Which values stand in the file more than once. */
    doubles: (of: Check) => `${folder}/${of}/repeated`,
    /** What is compared for that, of some parts; @param begun when the check or run has begun, for its mapping */
    hashes: (of: Check, begun: string, from: number) => `${folder}/${of}/compared-${begun}-${from}`,
    /** Which of these are taken so far. */
    claims: (of: Check) => `${folder}/${of}/claims`,
    rejected: (of: Check, language: Language, part: number) => `${folder}/${of}/rejected-${language}-${part}`,
  };
};

/** A check and a run are the same, but for what is written. */
export type Check = 'check' | 'run';

/** The format that the ending of a name tells. */
export function formatOf(name: string): Format | undefined {
  const ending = name.toLowerCase().split('.').at(-1);
  if (ending === 'xlsx' || ending === 'xlsm') return 'xlsx';
  if (ending === 'jsonl' || ending === 'ndjson') return 'jsonl';
  return ending === 'csv' || ending === 'tsv' || ending === 'txt' ? 'csv' : undefined;
}

/** The system that the numbers of a file are of where nobody says it: `people.csv` and `people.rejected.csv` are of one. */
export function sourceOf(name: string): string {
  const stem = name.split(/[\\/]/).at(-1)?.split('.')[0] ?? '';
  return (
    stem
      .replace(/[^A-Za-z0-9._-]/g, '-')
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, 40) || 'file'
  );
}

/** Whoever may change the rows of all sees the imports of all; others see their own. */
export function maySee(importing: Pick<StoredImport, 'by'>, principal: Principal): boolean {
  return importing.by.id === principal.id || principal.rowAccess['customers.write'] === 'all';
}

export const noCounts: Counts = { created: 0, updated: 0, unchanged: 0, skipped: 0, refused: 0 };

export function countsOf(outcomes: readonly { readonly outcome: Outcome }[]): Counts {
  const counts = { ...noCounts };
  for (const { outcome } of outcomes) counts[outcome] += 1;
  return counts;
}

export function sumOf(one: Counts, other: Counts): Counts {
  const names = Object.keys(one) as Outcome[];
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as Counts;
}

function whyNot(status: Status): string {
  switch (status) {
    case 'waiting':
      return 'It waits for its file.';
    case 'reading':
      return 'Its file is being read. Wait until it is ready.';
    case 'ready':
      return 'It was not run yet.';
    case 'checking':
      return 'It is being checked. Wait until that is done, or cancel it.';
    case 'running':
      return 'It is running. Wait until it is done, or cancel it.';
    case 'done':
      return 'It was run already. Import the file again.';
    case 'reverting':
      return 'It is being reverted.';
    case 'reverted':
      return 'It was reverted already.';
    case 'cancelling':
      return 'It is being cancelled.';
    case 'cancelled':
      return 'It was cancelled.';
    case 'failed':
      return 'Its file could not be read.';
  }
}

/** Throws `not-allowed-now` unless the import is in one of these states. */
export function assertStatus({ status }: Pick<StoredImport, 'status'>, ...allowed: readonly Status[]): void {
  if (!allowed.includes(status)) throw new AppError('not-allowed-now', whyNot(status));
}

/** With its next part of the work in hand. */
export function nextStep(before: StoredImport, at: string, fields: Partial<StoredImport>): StoredImport {
  const { version, step } = before;
  return { ...before, ...fields, version: version + 1, step: step + 1, updatedAt: at };
}

/** Files and rows are kept so many days, counted from the beginning of the import. */
export function expiryOf(at: string, days: number): string {
  return instantAfter(at, { days });
}

/** The import as the API shows it, in a language. */
export function shown(
  { told: _, asker, step, chunk, chunks, ...importing }: StoredImport,
  language: Language,
  upload?: Upload,
): Import {
  const { found, failed, mapping } = importing;
  const used = new Set(mapping?.columns.flatMap(({ columns }) => columns));
  return {
    ...importing,
    found: found && {
      ...found,
      unused: found.columns.filter((column) => !used.has(column)),
      notes: found.notes.map((note) => note[language]),
    },
    failed: failed?.[language],
    ...(upload === undefined ? {} : { upload }),
  };
}

/** A reason in one language. */
export function reasonIn(language: Language): (reason: StoredReason) => RowReason {
  return ({ reason, ...place }) => ({ ...place, reason: reason[language] });
}
