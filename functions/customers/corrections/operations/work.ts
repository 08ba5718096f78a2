/** What every part of the work of a correction needs. */
import type { InChinese } from '../../../../shared/errors/in-chinese.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { askerLater, type Callers } from '../../../../shared/identity/on-behalf.ts';
import { retryOnConflict } from '../../../../shared/table/retry.ts';
import type { Write } from '../../../../shared/table/write.ts';
import type { Pace } from '../../../../shared/time/pace.ts';
import type { Said } from '../../../../shared/values/said.ts';
import type { TeamReader } from '../../../people/teams/index.ts';
import type { By, CustomerIntake, CustomerReader } from '../../customers/index.ts';
import type { FieldReader } from '../../fields/index.ts';
import type { ListReader } from '../../lists/index.ts';
import type { QualityReader } from '../../quality/index.ts';
import { nextStep } from '../corrections.rules.ts';
import type { StoredCorrection } from '../corrections.schema.ts';
import type { CorrectionsStore } from '../corrections.store.ts';
import { stopTexts } from '../corrections.texts.ts';

export interface Work {
  readonly corrections: CorrectionsStore;
  readonly customers: Pick<CustomerReader, 'listAudience'>;
  readonly customerStays: (customerId: string) => Write;
  /** For some hundred customers. */
  readonly openIntake: () => CustomerIntake;
  readonly quality: QualityReader;
  readonly lists: ListReader;
  readonly teams: TeamReader;
  readonly fields: Pick<FieldReader, 'list' | 'listNow'>;
  readonly callers: Callers;
  readonly inChinese: InChinese;
  readonly now: () => string;
  readonly pace: Pace;
  /** Whether there is time for another part in this invocation. */
  readonly hasTime: () => boolean;
}

/** A correction cannot go on. */
export class Stopped extends Error {
  readonly said: Said;

  constructor(said: Said) {
    super(said.en);
    this.said = said;
  }
}

/** In whose name a part of the work is done, and by which correction. Throws Stopped when they have left. */
export async function byAsker(correction: StoredCorrection, work: Work): Promise<By> {
  const principal = await askerLater(correction.asker, work.callers);
  if (principal === undefined) throw new Stopped(stopTexts.starterLeft);
  const { kind, id } = principal;
  return { principal, origin: originOf(correction.id, { kind, id }, work.now()) };
}

/** Every change says by which correction it was made, and in whose name. */
export function originOf(correctionId: string, actor: EventContext['actor'], at: string): EventContext {
  return { actor, correlationId: correctionId, causationId: correctionId, hops: 0, at };
}

/**
 * Decides on the correction as it stands, as long as this part of the work is the next one, and writes that.
 *
 * @returns the correction afterwards; undefined when another worker has gone on, or there is nothing to be done any more
 */
export function goOn(
  { id, step }: Pick<StoredCorrection, 'id' | 'step'>,
  work: Work,
  decide: (
    present: StoredCorrection,
  ) => Promise<{ readonly after: StoredCorrection; readonly writes: readonly Write[] } | undefined>,
): Promise<StoredCorrection | undefined> {
  return retryOnConflict(async () => {
    const present = await work.corrections.find(id);
    const decided = present?.step === step ? await decide(present) : undefined;
    if (decided === undefined) return undefined;
    await work.corrections.commit(decided.writes);
    return decided.after;
  });
}

/** Tells that a part of the work has ended: cancelled, where somebody has asked for that meanwhile. */
export async function end(
  correction: StoredCorrection,
  fields: Partial<StoredCorrection>,
  work: Work,
): Promise<undefined> {
  await goOn(correction, work, async (present) => {
    const isCancelled = present.status === 'cancelling';
    if (present.status !== correction.status && !isCancelled) return undefined;
    const at = work.now();
    const after = nextStep(present, at, isCancelled ? { ...fields, status: 'cancelled' } : fields);
    return { after, writes: work.corrections.finish(present, after, originOf(present.id, present.by, at)) };
  });
}
