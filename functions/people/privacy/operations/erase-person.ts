import type { EventContext } from '../../../../shared/events/event.ts';
import { hashOfToken } from '../../../../shared/messaging/links.ts';
import type { FileStore } from '../../../../shared/runtime/file-store.ts';
import type { StoredRecord } from '../../../../shared/table/item.ts';
import type { ErasedRecord } from '../../../../shared/table/personal-data.ts';
import { retryOnConflict } from '../../../../shared/table/retry.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { counted, fileOf, keptOf, tombstoneOf } from '../privacy.rules.ts';
import { type ErasureRecord, erasureOf } from '../privacy.schema.ts';
import type { PeopleStore, PrivacyStore } from '../privacy.store.ts';

interface Context {
  readonly privacy: Pick<
    PrivacyStore,
    'findErasure' | 'requestErasure' | 'changeErasure' | 'tellErased' | 'commit'
  >;
  readonly people: PeopleStore;
  readonly files: Pick<FileStore, 'put' | 'remove'>;
  /** By then it has to be done. */
  readonly erasureDays: number;
  readonly origin: EventContext;
}

/** So long work that was under way may take to write what it has begun with. */
const minutesToLookAgain = 15;
/** Each takes at most four writes, of which a transaction has a hundred. */
const recordsAtOnce = 20;

/** An erasure that was demanded, as its event tells. */
export interface Demand {
  readonly erasureId: string;
  /** Missing where it only looks again. */
  readonly customerId?: string | undefined;
  readonly by: EventContext['actor'];
  readonly at: string;
}

/** What was said is not in the event. */
const reasonAfterRestore = 'Demanded before the table was restored';

/**
 * Erases a customer: first they are gone for everybody, so that nothing new comes of them; then everything that is found
 * goes, in transactions that count what they do; then it is looked for again, until nothing turns up. Repeated or
 * interrupted anywhere, it goes on with what is left. What was demanded of a table that has been put in the place of
 * another since is demanded of this one, too.
 */
export async function erasePerson(
  demand: Demand,
  context: Context,
): Promise<ErasureRecord['state'] | 'gone'> {
  const { privacy, files, origin } = context;
  const { erasureId } = demand;
  const asked = (await privacy.findErasure(erasureId)) ?? (await demandAgain(demand, context));
  if (asked === undefined) return 'gone';
  if (asked.state === 'done') return 'done';
  if (asked.waitsUntil !== undefined && asked.waitsUntil > origin.at) return asked.state;
  // Gone for everybody, whatever the bucket says; and told of outside the table before anything is erased.
  await retryOnConflict(() => begin(erasureId, context));
  const { key, content } = tombstoneOf(asked, hashOfToken);
  await files.put(key, Buffer.from(content));
  return retryOnConflict(async () => {
    const begun = await begin(erasureId, context);
    const { erasure, isClean, kept } = await eraseAll(begun, context);
    const { waitsUntil, ...rest } = erasure;
    const next = { ...rest, version: erasure.version + 1 };
    if (!isClean || waitsUntil === undefined) {
      const again = instantAfter(origin.at, { minutes: minutesToLookAgain });
      await privacy.commit([privacy.changeErasure(erasure, { ...next, waitsUntil: again })]);
      return 'running';
    }
    const done = { ...next, state: 'done', doneAt: origin.at, counts: keptOf(erasure.counts, kept) } as const;
    await privacy.commit([
      privacy.changeErasure(erasure, done),
      privacy.tellErased(erasure.customerId, origin),
    ]);
    return 'done';
  });
}

/** The erasure of an event of which the table knows nothing. */
async function demandAgain(
  { erasureId, customerId, by, at }: Demand,
  { privacy, erasureDays, origin }: Context,
): Promise<ErasureRecord | undefined> {
  if (customerId === undefined) return undefined;
  const erasure: ErasureRecord = {
    ...{ id: erasureId, version: 1, customerId, reason: reasonAfterRestore, state: 'requested', counts: {} },
    ...{ requestedBy: by, requestedAt: at, dueAt: instantAfter(at, { days: erasureDays }) },
  };
  await privacy.commit(privacy.requestErasure(erasure, origin));
  return erasure;
}

async function begin(erasureId: string, context: Context): Promise<ErasureRecord> {
  const { privacy, people, origin } = context;
  const before = await privacy.findErasure(erasureId);
  if (before === undefined) throw new Error('An erasure is never removed');
  const writes = [
    ...(await demandOfFamily(before, context)),
    ...(await people.withdraw(before.customerId, origin)),
  ];
  if (before.state !== 'requested') {
    await privacy.commit(writes);
    return before;
  }
  const after = { ...before, version: before.version + 1, state: 'running', startedAt: origin.at } as const;
  await privacy.commit([privacy.changeErasure(before, after), ...writes]);
  return after;
}

/** Other records of the same person are erased, too, each with a proof of its own. */
async function demandOfFamily(
  { id: _, customerId, reason, requestedBy, requestedAt, dueAt }: ErasureRecord,
  { privacy, people, origin }: Context,
) {
  const ids = await people.familyOf(customerId);
  const demands = ids.map(async (other) => {
    const id = erasureOf(other);
    if ((await privacy.findErasure(id)) !== undefined) return [];
    const asked = { id, version: 1, customerId: other, reason, state: 'requested', counts: {} } as const;
    return privacy.requestErasure({ ...asked, requestedBy, requestedAt, dueAt }, origin);
  });
  return (await Promise.all(demands)).flat();
}

interface Erased {
  readonly erasure: ErasureRecord;
  /** Nothing was there to be erased, and nothing has to be waited for. */
  readonly isClean: boolean;
  /** The kinds of what stays as it is. */
  readonly kept: readonly string[];
}

async function eraseAll(begun: ErasureRecord, context: Context): Promise<Erased> {
  const { people, origin } = context;
  const { customerId } = begun;
  const found = await people.collect(customerId);
  let erasure = begun;
  let isClean = true;
  const kept: string[] = [];
  for (let from = 0; from < found.length; from += recordsAtOnce) {
    const outcomes = found.slice(from, from + recordsAtOnce).map((record) => {
      return { record, ...people.erase(record, origin) };
    });
    kept.push(...outcomes.filter(({ result }) => result === 'kept').map(({ record }) => nameOf(record)));
    if (outcomes.every(({ result }) => result === 'kept')) continue;
    isClean = false;
    erasure = await commitErased(erasure, outcomes, context);
  }
  return { erasure, isClean, kept };
}

async function commitErased(
  before: ErasureRecord,
  outcomes: readonly (ErasedRecord & { readonly record: StoredRecord })[],
  { privacy, files }: Context,
): Promise<ErasureRecord> {
  const added = [];
  for (const { record, ...outcome } of outcomes) {
    const { result } = outcome;
    if (result !== 'removed' && result !== 'cleaned') continue;
    added.push({ name: nameOf(record), result });
    for (const file of outcome.files ?? []) {
      await files.remove(file);
      added.push({ name: `files:${String(record.type)}`, result: 'removed' as const });
    }
    if (record.type !== 'export') continue;
    await files.remove(fileOf(String(record.id)));
    added.push({ name: 'files:export', result });
  }
  const after = { ...before, version: before.version + 1, counts: counted(before.counts, added) };
  const writes = outcomes.flatMap((each) => ('writes' in each ? (each.writes ?? []) : []));
  await privacy.commit([privacy.changeErasure(before, after), ...writes]);
  return after;
}

const nameOf = ({ type }: StoredRecord) => `table:${String(type)}`;
