/** What whoever corrects asks for: a preview, that it is made, undone, or given up. */
import { AppError, notFound, notYours, type Violation } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { askerOf } from '../../../../shared/identity/on-behalf.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { newId } from '../../../../shared/values/ids.ts';
import type { TeamReader } from '../../../people/teams/index.ts';
import { ownersAsked } from '../../customers/index.ts';
import { type FieldReader, fieldsSeenBy } from '../../fields/index.ts';
import type { ListReader } from '../../lists/index.ts';
import { assertStatus, maySee, nextStep, noCounts } from '../corrections.rules.ts';
import {
  type Chunk,
  chunkCustomers,
  correctionId,
  daysKept,
  type NewCorrection,
  type StoredCorrection,
} from '../corrections.schema.ts';
import type { CorrectionsStore } from '../corrections.store.ts';
import { firstPlace, notShown } from './choose-customers.ts';

export interface Directing {
  readonly corrections: Pick<CorrectionsStore, 'get' | 'create' | 'start' | 'change'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

interface Creating extends Directing {
  readonly lists: Pick<ListReader, 'isThere'>;
  readonly teams: TeamReader;
  readonly fields: Pick<FieldReader, 'listNow'>;
}

/** Begins to look up what would change. Throws `invalid-request`, `forbidden` or `not-found` where that cannot be asked. */
export async function createCorrection(
  { customerIds = [], ...input }: NewCorrection,
  context: Creating,
): Promise<Change<StoredCorrection>> {
  const { corrections, principal, origin } = context;
  await assertAskable(input, context);
  const { at, actor } = origin;
  const id = newId(correctionId);
  const expiresAt = instantAfter(at, { days: daysKept });
  const chunks = Array.from(
    { length: Math.ceil(customerIds.length / chunkCustomers) },
    (_, chunk): Chunk => ({
      ...{ correctionId: id, chunk, counts: noCounts, expiresAt },
      customerIds: customerIds.slice(chunk * chunkCustomers, (chunk + 1) * chunkCustomers),
    }),
  );
  const result: StoredCorrection = {
    ...{ id, version: 1, ...input, status: 'previewing', by: actor },
    ...{ createdAt: at, updatedAt: at, expiresAt, counts: noCounts, asker: askerOf(principal) },
    ...{ step: 1, chunk: 0, chunks: chunks.length },
    ...(chunks.length === 0 ? { place: firstPlace } : {}),
  };
  return { result, writes: corrections.create(result, chunks, origin) };
}

async function assertAskable(
  { change, findings, filter, listId }: Omit<NewCorrection, 'customerIds'>,
  { lists, teams, fields, principal }: Creating,
): Promise<void> {
  if (listId !== undefined && !(await lists.isThere(listId))) throw notFound('list');
  if (findings !== undefined) await ownersAsked(findings, { teams, principal });
  const violations = [
    ...(filter === undefined ? [] : await notShown(filter, principal, fields)),
    ...(await notDefined(Object.keys(change.set?.custom ?? {}), { fields, principal })),
  ];
  if (violations.length > 0)
    throw new AppError('invalid-request', 'There are no such fields.', { violations });
}

async function notDefined(
  names: readonly string[],
  { fields, principal }: Pick<Creating, 'fields' | 'principal'>,
): Promise<readonly Violation[]> {
  if (names.length === 0) return [];
  const seen = (await fields.listNow()).filter(fieldsSeenBy(principal));
  return names
    .filter((name) => !seen.some((definition) => definition.name === name))
    .map((name) => ({
      pointer: `/body/change/set/custom/${name}`,
      reason: 'There is no such field for you. GET /customer-fields lists those that are defined.',
    }));
}

/** A correction of the caller, or of anybody where they may change the customers of all. Throws `not-found`. */
export async function ownCorrection(
  id: string,
  { corrections, principal }: Pick<Directing, 'corrections' | 'principal'>,
): Promise<StoredCorrection> {
  const correction = await corrections.get(id);
  if (!maySee(correction, principal)) throw notYours('correction');
  return correction;
}

/** Makes what was previewed. */
export async function startCorrection(id: string, context: Directing): Promise<Change<StoredCorrection>> {
  const before = await ownCorrection(id, context);
  assertStatus(before, 'ready');
  return begin(before, { status: 'running', chunk: 0, run: newCourse(context) }, context);
}

/** Gives back what was changed; again, what could not be given back the last time. */
export async function undoCorrection(id: string, context: Directing): Promise<Change<StoredCorrection>> {
  const before = await ownCorrection(id, context);
  const { run, chunk, chunks, status } = before;
  if (run === undefined) assertStatus({ status: status === 'done' ? 'ready' : status });
  const isLeft = status === 'undone' && before.counts.kept > 0;
  if (!isLeft) assertStatus(before, 'done', 'cancelled', 'stopped');
  // The part behind the last one may have been begun by whoever could not say so any more.
  const reached = Math.min(chunk + 1, chunks);
  return begin(before, { status: 'undoing', chunk: reached, undo: newCourse(context) }, context);
}

/** Gives a correction up: at once, or when the customers in hand are done. What was changed by then can be undone. */
export async function cancelCorrection(id: string, context: Directing): Promise<Change<StoredCorrection>> {
  const before = await ownCorrection(id, context);
  assertStatus(before, 'previewing', 'ready', 'running');
  const { corrections, origin } = context;
  const status = before.status === 'running' ? 'cancelling' : 'cancelled';
  const result = { ...before, status, version: before.version + 1, updatedAt: origin.at } as const;
  return { result, writes: corrections.change(before, result, origin) };
}

function newCourse({ origin }: Directing) {
  return { by: origin.actor, startedAt: origin.at };
}

function begin(
  before: StoredCorrection,
  fields: Partial<StoredCorrection>,
  { corrections, principal, origin }: Directing,
): Change<StoredCorrection> {
  if (before.expiresAt <= origin.at)
    throw new AppError('not-allowed-now', 'What it would change is not kept any more.');
  const result = nextStep(before, origin.at, { ...fields, asker: askerOf(principal) });
  return { result, writes: corrections.start(before, result, origin) };
}
