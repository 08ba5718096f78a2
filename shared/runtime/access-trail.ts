/**
 * What the audit trail keeps beside changes: who was refused what, and who has opened the record of whom. At most one
 * entry in an hour for the same, so that neither a curious colleague nor a program that asks all day fills the table.
 * Keeping an entry never fails a request; docs/decisions/reads-noted-beside-the-read.md says why it slows none.
 */
import * as z from 'zod';
import { AppError } from '../errors/app-error.ts';
import { Actor, eventId } from '../events/event.ts';
import { trailIndexes, trailParts } from '../events/trail.ts';
import type { Principal } from '../identity/principal.ts';
import { defineItem, keyOf, type ValueOf } from '../table/item.ts';
import type { Table } from '../table/table.ts';
import { insert, remove } from '../table/write.ts';
import { epochSeconds } from '../time/clock.ts';
import { newId } from '../values/ids.ts';
import type { Instant } from '../values/instant.ts';
import { countFailures } from './failures.ts';
import { describeError, logger } from './logger.ts';

export const accessItem = defineItem({
  name: 'access',
  v: 1,
  retention: 'trace',
  schema: z.strictObject({
    id: z.string(),
    at: z.string(),
    outcome: z.enum(['read', 'refused']),
    actor: Actor,
    /** Id of the record, where the route names one. */
    record: z.string().optional(),
    /** Key of the route, which holds no values. */
    route: z.string(),
    correlationId: z.string(),
    /** When the entry goes, in seconds since the epoch. */
    until: z.int(),
  }),
  key: ['ACCESS#{subject}', '{outcome}#{hour}#{who}#{means}'],
  indexes: trailIndexes,
  parts: ({ id, at, outcome, actor, record, route }) => ({
    ...trailParts({ id, at, type: `${outcome}.record`, actor }),
    // Reads are asked for by record and by person only, which saves the write.
    eventKind: outcome === 'read' ? undefined : outcome,
    // Those without a record lie beside who asked: in one place for all they would be a hot key.
    subject: record ?? actor.id,
    hour: at.slice(0, 'yyyy-mm-ddThh'.length),
    who: actor.id,
    means: outcome === 'read' ? '-' : route,
  }),
  expires: ({ until }) => until,
});
type Access = ValueOf<typeof accessItem>;

/** A request, as far as the trail tells of it. */
export interface Visit {
  readonly principal: Principal;
  readonly route: string;
  readonly record: string | undefined;
  readonly correlationId: string;
  readonly at: Instant;
}

export interface AccessTrail {
  /** What `act` answers. Keeps that a person was refused, if they were. */
  keepingRefusals<Answer>(visit: Visit, act: () => Promise<Answer>): Promise<Answer>;
  /**
   * What `act` answers. Keeps, while it reads, that the record was opened, and takes that back where it was not. Whoever
   * dies in between leaves an entry too many, never one too few.
   */
  keepingRead<Answer>(visit: Visit, act: () => Promise<Answer>): Promise<Answer>;
  /** Keeps that the record was opened, where only what was read tells whose it is, before anybody is shown it. */
  keepRead(visit: Visit): Promise<void>;
}

/** Entries that this process need not write again; an hour of one function rarely has more. */
const maximumKnown = 5000;

/** @param keptDays how long an entry is kept */
export function createAccessTrail(table: () => Pick<Table, 'commit'>, keptDays: number): AccessTrail {
  const known = new Set<string>();
  const keep = async (access: Access): Promise<'committed' | 'already' | 'failed'> => {
    const place = JSON.stringify(keyOf(accessItem, { ...access, ...accessItem.parts?.(access) }));
    if (known.has(place)) return 'already';
    try {
      const done = await table().commit([insert(accessItem, access, { onConflict: 'ok' })]);
      if (known.size >= maximumKnown) known.clear();
      known.add(place);
      return done;
    } catch (error) {
      reportLoss(error);
      return 'failed';
    }
  };
  const takeBack = async (access: Access) => {
    known.clear();
    await table()
      .commit([remove(accessItem, access)])
      .catch(reportLoss);
  };
  return {
    async keepingRefusals(visit, act) {
      try {
        return await act();
      } catch (error) {
        const isPerson = visit.principal.kind === 'person';
        if (isPerson && error instanceof AppError && error.isRefusal)
          await keep(accessOf('refused', visit, keptDays));
        throw error;
      }
    },
    async keepRead(visit) {
      await keep(accessOf('read', visit, keptDays));
    },
    async keepingRead(visit, act) {
      const access = accessOf('read', visit, keptDays);
      const kept = keep(access);
      try {
        return await act();
      } catch (error) {
        if ((await kept) === 'committed' && error instanceof AppError) await takeBack(access);
        throw error;
      } finally {
        await kept;
      }
    },
  };
}

function accessOf(outcome: Access['outcome'], visit: Visit, keptDays: number): Access {
  const { principal, route, record, correlationId, at } = visit;
  return {
    ...{ id: newId(eventId), at, outcome, route, correlationId },
    actor: { kind: principal.kind, id: principal.id },
    ...(record === undefined ? {} : { record }),
    until: epochSeconds(at) + keptDays * 24 * 60 * 60,
  };
}

function reportLoss(error: unknown): void {
  logger.error('not kept in the audit trail', { error: describeError(error) });
  countFailures(1);
}
