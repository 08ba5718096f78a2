import { ConcurrentModification } from '../../../../shared/table/commit.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import { customerId } from '../../customers/customers.schema.ts';
import { type Check, countsOf, nextStep, placesOf, sumOf } from '../imports.rules.ts';
import type { Course, FileRow, StoredImport, StoredVerdict } from '../imports.schema.ts';
import {
  createDoublesFinder,
  type Doubles,
  doublesFrom,
  noClaims,
  StoredClaims,
  StoredDoubles,
} from './doubles.ts';
import { type Judging, judgeRows } from './judge-rows.ts';
import { end, originOf, principalOf, readerOf, rowsIn, type Work } from './parts.ts';
import type { RowReader } from './read-row.ts';
import { storeRows } from './store-rows.ts';
import { writeRejected } from './write-rejected.ts';

/** Goes on with a check or a run: the same, but that a run stores what it decides. */
export async function runOn(before: StoredImport, work: Work): Promise<number | undefined> {
  const of: Check = before.status === 'checking' ? 'check' : 'run';
  const { reader, mapping } = await readerOf(before, work);
  const doubles = await doublesIn(before, { of, reader }, work);
  let importing = before;
  /** Whoever was here before may have died in the midst of this part. */
  let mayHaveBegun = of === 'run';
  let claims: StoredClaims | undefined;
  while (importing.chunk < importing.chunks) {
    if (!work.hasTime()) return importing.step;
    const rows = await rowsIn(importing, importing.chunk, work);
    claims ??= await claimsBefore(importing, of, rows, work);
    const judging = await judgingOf(importing, { reader, mapping, doubles, claims }, work);
    const decisions = await judgeRows(rows, judging, mayHaveBegun);
    const verdicts =
      of === 'check'
        ? decisions.map(({ verdict }) => verdict)
        : await storeRows(decisions, judging, work.imports.commit);
    mayHaveBegun = false;
    await keepPart(importing, { of, verdicts, claims }, work);
    importing = await advance(importing, of, verdicts, work);
    if (importing.status === 'cancelling') return end(importing, { status: 'cancelled' }, work);
  }
  await writeRejected(importing, of, work);
  const course = courseOf(importing, of);
  const status = of === 'check' ? 'ready' : 'done';
  return end(importing, { status, [of]: { ...course, doneAt: work.now() } }, work);
}

/** Everything that deciding on rows needs, in the name of whoever has asked for the run. */
export async function judgingOf(
  importing: StoredImport,
  parts: Pick<Judging, 'reader' | 'mapping' | 'doubles' | 'claims'>,
  work: Work,
): Promise<Judging> {
  const { id: importId, expiresAt, createdAt } = importing;
  const { by } = courseOf(importing, importing.status === 'checking' ? 'check' : 'run');
  const principal = await principalOf(by, importing.access, work);
  return {
    ...parts,
    ...{ importId, expiresAt },
    ...{ intake: work.openIntake(), imports: work.imports, inChinese: work.inChinese },
    by: { principal, origin: originOf(importing, by, work.now()) },
    idOf: (line) => derivedId(customerId, createdAt, `${importId} ${line}`),
  };
}

function courseOf(importing: StoredImport, of: Check): Course {
  const course = importing[of];
  if (course === undefined) throw new Error(`The ${of} of ${importing.id} was not begun`);
  return course;
}

/** What stands in the file more than once; found with the first part, for all others. */
async function doublesIn(
  importing: StoredImport,
  { of, reader }: { readonly of: Check; readonly reader: RowReader },
  work: Work,
): Promise<Doubles> {
  const place = placesOf(importing.id).doubles(of);
  const kept = importing.chunk === 0 ? undefined : await work.files.find(place, StoredDoubles);
  if (kept !== undefined) return doublesFrom(kept);
  const finder = createDoublesFinder(reader);
  for (let chunk = 0; chunk < importing.chunks; chunk += 1) finder.add(await rowsIn(importing, chunk, work));
  const found = finder.end();
  await work.files.put(place, found);
  return doublesFrom(found);
}

/** What the parts before have claimed. What this part itself has claimed, before whoever did it died, is decided on again. */
async function claimsBefore(
  { id, chunk }: StoredImport,
  of: Check,
  [first]: readonly FileRow[],
  { files }: Work,
): Promise<StoredClaims> {
  const kept = chunk === 0 ? undefined : await files.find(placesOf(id).claims(of), StoredClaims);
  if (kept === undefined) return noClaims();
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
