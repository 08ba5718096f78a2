import { ConcurrentModification } from '../../../../shared/table/commit.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import { customerId } from '../../customers/customers.schema.ts';
import { type Check, countsOf, nextStep, placesOf, sumOf } from '../imports.rules.ts';
import type { Course, StoredImport, StoredVerdict } from '../imports.schema.ts';
import { noClaims, StoredClaims } from './doubles.ts';
import { doublesIn } from './find-doubles.ts';
import { type Decision, type Judging, judgeRows } from './judge-rows.ts';
import { byAsker, end, importedIn, readerOf, rowsIn, type Work } from './parts.ts';
import { storeRows } from './store-rows.ts';
import { writeRejected } from './write-rejected.ts';

/** A part that was decided on, and nothing of it stored. */
interface Judged {
  readonly judging: Judging;
  readonly decisions: readonly Decision[];
}

/**
 * Goes on with a check or a run: the same, but that a run stores what it decides. While a part is stored the next one is
 * decided on: what lines of the file take from each other is known from the file, not from the table.
 */
export async function runOn(before: StoredImport, work: Work): Promise<number | undefined> {
  const of: Check = before.status === 'checking' ? 'check' : 'run';
  const { reader, mapping } = await readerOf(before, work);
  const doubles = await doublesIn(before, { of, begun: courseOf(before, of).startedAt, reader }, work);
  if (doubles === undefined) return before.step;
  const claims = await claimsBefore(before, of, work);
  const judge = async (chunk: number): Promise<Judged> => {
    const judging = await judgingOf(before, { reader, mapping, doubles, claims }, work);
    // Whoever was here before may have died in the midst of the first part.
    const mayHaveBegun = of === 'run' && chunk === before.chunk;
    return { judging, decisions: await judgeRows(await rowsIn(before, chunk, work), judging, mayHaveBegun) };
  };
  let importing = before;
  let ahead: Promise<Judged> | undefined;
  while (importing.chunk < importing.chunks) {
    const { judging, decisions } = await (ahead ?? judge(importing.chunk));
    const isLast = importing.chunk + 1 === importing.chunks;
    const goesOn = isLast || work.hasTime();
    ahead = isLast || !goesOn ? undefined : judge(importing.chunk + 1);
    // It is told of when it is waited for.
    ahead?.catch(() => undefined);
    const verdicts =
      of === 'check'
        ? decisions.map(({ verdict }) => checked(verdict))
        : await storeRows(decisions, judging, { commit: work.imports.commit, pace: work.pace });
    const { id: importId, listId } = importing;
    if (of === 'run' && listId !== undefined)
      await work.lists.addAll(importedIn(verdicts), { listId, importId, addedAt: work.now() });
    await keepPart(importing, { of, verdicts, claims }, work);
    importing = await advance(importing, of, verdicts, work);
    if (importing.status === 'cancelling') return end(importing, { status: 'cancelled' }, work);
    if (!goesOn) return importing.step;
  }
  await writeRejected(importing, of, work);
  const course = courseOf(importing, of);
  const status = of === 'check' ? 'ready' : 'done';
  return end(importing, { status, [of]: { ...course, doneAt: work.now() } }, work);
}

/** Whoever would be created has no id yet. */
function checked({ customerId, ...verdict }: StoredVerdict): StoredVerdict {
  return customerId === undefined || verdict.outcome === 'created' ? verdict : { ...verdict, customerId };
}

/** Everything that deciding on rows needs, in the name of whoever has asked. */
export async function judgingOf(
  importing: StoredImport,
  parts: Pick<Judging, 'reader' | 'mapping' | 'doubles' | 'claims'>,
  work: Work,
): Promise<Judging> {
  const { id: importId, expiresAt, createdAt } = importing;
  return {
    ...parts,
    ...{ importId, expiresAt },
    ...{ intake: work.openIntake(), imports: work.imports, inChinese: work.inChinese },
    by: await byAsker(importing, work),
    idOf: (line) => derivedId(customerId, createdAt, `${importId} ${line}`),
  };
}

function courseOf(importing: StoredImport, of: Check): Course {
  const course = importing[of];
  if (course === undefined) throw new Error(`The ${of} of ${importing.id} was not begun`);
  return course;
}

/** What the parts before have claimed. What later ones have, before whoever did them died, is decided on again. */
async function claimsBefore(importing: StoredImport, of: Check, work: Work): Promise<StoredClaims> {
  const { id, chunk, chunks } = importing;
  const kept =
    chunk === 0 || chunk === chunks
      ? undefined
      : await work.files.find(placesOf(id).claims(of), StoredClaims);
  if (kept === undefined) return noClaims();
  const [first] = await rowsIn(importing, chunk, work);
  const before = (lines: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(lines).filter(([, line]) => line < (first?.line ?? 0)));
  return { claimed: before(kept.claimed), freed: before(kept.freed), touched: before(kept.touched) };
}

async function keepPart(
  { id, chunk }: StoredImport,
  {
    of,
    verdicts,
    claims,
  }: {
    readonly of: Check;
    readonly verdicts: readonly StoredVerdict[];
    readonly claims: StoredClaims;
  },
  { files }: Work,
): Promise<void> {
  const places = placesOf(id);
  const hasClaims = Object.values(claims).some((lines) => Object.keys(lines).length > 0);
  await Promise.all([
    files.put(places.verdicts(of, chunk), verdicts),
    ...(hasClaims ? [files.put(places.claims(of), claims)] : []),
  ]);
}

/** The next part is in hand; whoever wants it cancelled meanwhile has this one counted, and no more begun. */
async function advance(
  before: StoredImport,
  of: Check,
  verdicts: readonly StoredVerdict[],
  { imports, now }: Work,
): Promise<StoredImport> {
  const counts = countsOf(verdicts);
  const part = { of, chunk: before.chunk, counts };
  const after = (present: StoredImport) => {
    const course = courseOf(before, of);
    const rows = course.rows + verdicts.length;
    const next = { ...course, rows, counts: sumOf(course.counts, counts) };
    return nextStep(present, now(), { chunk: before.chunk + 1, [of]: next });
  };
  const next = after(before);
  try {
    await imports.commit(imports.advance(before, next, part));
    return next;
  } catch (error) {
    if (!(error instanceof ConcurrentModification)) throw error;
    const present = await imports.find(before.id);
    if (present?.status !== 'cancelling' || present.chunk !== before.chunk) throw error;
    const cancelled = after(present);
    await imports.commit(imports.advance(present, cancelled, part));
    return cancelled;
  }
}
