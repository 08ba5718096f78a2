/** Runs of campaigns and how far they have come, in the one table. */
import { randomUUID } from 'node:crypto';
import { ConcurrentModification } from '../../../shared/table/commit.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, replace } from '../../../shared/table/write.ts';
import { type RunRecord, type RunShardRecord, runItem, runShardItem } from './surveys.items.ts';

export type RunsStore = ReturnType<typeof createRunsStore>;

export function createRunsStore(table: Table) {
  return {
    /** Begins a run; `already` when this firing has begun one before. */
    begin: (run: RunRecord) => table.commit([insert(runItem, run, { onConflict: 'ok' })]),

    find: (campaignId: string, scheduledTime: string): Promise<RunRecord | undefined> =>
      table.find(runItem, { campaignId, scheduledTime }),

    findShard: (campaignId: string, scheduledTime: string, shard: number) =>
      table.find(runShardItem, { campaignId, scheduledTime, shard }),

    /** Notes that a page is planned. False when somebody else has noted it. */
    async saveProgress(progress: Omit<RunShardRecord, 'writerId'>): Promise<boolean> {
      const shard = { ...progress, writerId: randomUUID().slice(0, 13) };
      const write =
        shard.version === 1
          ? insert(runShardItem, shard, { onConflict: 'retry' })
          : replace(runShardItem, shard, { ifVersion: shard.version - 1, onConflict: 'retry' });
      try {
        await table.commit([write]);
        return true;
      } catch (error) {
        if (error instanceof ConcurrentModification) return false;
        throw error;
      }
    },
  };
}
