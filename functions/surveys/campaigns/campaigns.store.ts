/** Campaigns, their runs and how far these have come, in the one table. */
import { randomUUID } from 'node:crypto';
import { notFound } from '../../../shared/errors/app-error.ts';
import { changeEvent } from '../../../shared/events/change-event.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { valuesBefore, whyGone } from '../../../shared/events/restore.ts';
import { ConcurrentModification } from '../../../shared/table/commit.ts';
import { keyOf } from '../../../shared/table/item.ts';
import { shards } from '../../../shared/table/pattern.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, put, replace, type Write } from '../../../shared/table/write.ts';
import { now } from '../../../shared/time/clock.ts';
import { campaignDeleted, campaignRescheduled, campaignRunRequested } from './campaigns.events.ts';
import {
  type CampaignRecord,
  campaignEntity,
  campaignItem,
  campaignRestorable,
  campaignsList,
  campaignsTriggeredBy,
  type RunAsked,
  type RunRecord,
  type RunShardRecord,
  runAskedItem,
  runItem,
  runShardItem,
  runsOfCampaign,
  type TriggeredRecord,
  triggeredItem,
  waitingForCampaign,
} from './campaigns.items.ts';
import { statusAt } from './campaigns.rules.ts';
import { type Campaign, type CampaignSummary, mostWaiting, type RunProgress } from './campaigns.schema.ts';

export type CampaignsStore = ReturnType<typeof createCampaignsStore>;

export interface CampaignFilters {
  readonly surveyId?: string | undefined;
  readonly status?: Campaign['status'] | undefined;
}

interface Page<Row> {
  readonly items: Row[];
  readonly cursor: string | null;
}

export function createCampaignsStore(table: Table) {
  const campaigns = campaignEntity(table);
  return {
    /** What its fields were before a change. Throws what `valuesBefore` of shared/events throws. */
    valuesBefore: (present: CampaignRecord, changeId: string) =>
      valuesBefore(
        {
          ...campaignRestorable,
          ...{ changeId, present, subject: { campaignId: present.id } },
          collection: keyOf(campaignItem, present).pk,
        },
        table,
      ),

    /** The campaign of a change that is taken back. Throws what `whyGone` of shared/events answers. */
    async getToRestore(id: string, changeId: string): Promise<CampaignRecord> {
      const campaign = await campaigns.find(id);
      if (campaign !== undefined) return campaign;
      const { pk: collection } = keyOf(campaignItem, { id });
      throw await whyGone('campaign', { changeId, collection, subject: { campaignId: id } }, table);
    },

    find: campaigns.find,
    get: campaigns.get,
    create: campaigns.create,

    /** A change of the firing is told as such, so that nothing else asks for the schedule. */
    change: (before: CampaignRecord, after: CampaignRecord, context: EventContext): readonly Write[] =>
      before.scheduleVersion === after.scheduleVersion
        ? campaigns.change(before, after, context)
        : campaigns.change(before, after, context, { declaration: campaignRescheduled }),

    /** Tells that a person wants a run at this moment. */
    /** When somebody has last had it run by hand, of the last day. */
    findAsked: (campaignId: string): Promise<RunAsked | undefined> =>
      table.find(runAskedItem, { campaignId }),

    askForRun(
      { id, surveyId, version }: CampaignRecord,
      before: RunAsked | undefined,
      context: EventContext,
    ): readonly Write[] {
      const data = { campaignId: id, surveyId, version };
      const nothing = { before: {}, after: {} };
      const asked = { campaignId: id, version: (before?.version ?? 0) + 1, at: context.at };
      return [
        before === undefined
          ? insert(runAskedItem, asked, { onConflict: 'retry' })
          : replace(runAskedItem, asked, { ifVersion: before.version, onConflict: 'retry' }),
        changeEvent(keyOf(campaignItem, { id }).pk, campaignRunRequested, data, context, nothing),
      ];
    },

    /** Campaigns that an event triggers, also paused ones, as they are kept; a change of the last second may be missing. */
    async findTriggeredBy(on: string): Promise<readonly CampaignRecord[]> {
      const ids: string[] = [];
      let cursor: string | null = null;
      do {
        const page: Page<{ id: string }> = await table.listSummaries(
          campaignsTriggeredBy,
          { on },
          { limit: 100, ...(cursor === null ? {} : { cursor }) },
        );
        ids.push(...page.items.map(({ id }) => id));
        cursor = page.cursor;
      } while (cursor !== null);
      return campaigns.findMany(ids);
    },

    findMany: campaigns.findMany,

    /** Those that may fire, as they are kept: few, for a read unit each beside the list. */
    async findActive(): Promise<readonly CampaignRecord[]> {
      const ids: string[] = [];
      for await (const { id } of this.listAll({ status: 'active' })) ids.push(id);
      return campaigns.findMany(ids);
    },

    /** The campaign as it is kept, also when it is deleted. */
    findKept: (id: string): Promise<CampaignRecord | undefined> => table.find(campaignItem, { id }),

    /** The same, for what its runs have brought. */
    async getKept(id: string): Promise<CampaignRecord> {
      const campaign = await this.findKept(id);
      if (campaign === undefined) throw notFound('campaign');
      return campaign;
    },

    async namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
      const found = await table.findMany(
        campaignItem,
        ids.map((id) => ({ id })),
        { consistent: false },
      );
      return new Map(found.map(({ id, name }) => [id, name]));
    },

    async list(
      { surveyId, status: wanted }: CampaignFilters,
      page: PageRequest,
    ): Promise<Page<CampaignSummary>> {
      const status = wanted === 'finished' ? 'active' : wanted;
      const { items, cursor } = await campaignsList.page(table, { surveyId, status }, page);
      const at = now();
      return {
        items: items.flatMap(({ status: kept, ...summary }) => {
          // A deleted campaign leaves the list; the index may show it for a moment longer.
          if (kept === 'deleted') return [];
          const shown = { ...summary, status: statusAt({ ...summary, status: kept }, at) };
          return wanted === undefined || shown.status === wanted ? [shown] : [];
        }),
        cursor,
      };
    },

    /** Every campaign of a survey, or of all. A change of the last moment may be missing. */
    async *listAll(filters: CampaignFilters = {}): AsyncGenerator<CampaignSummary, void> {
      let cursor: string | undefined;
      do {
        const page: Page<CampaignSummary> = await this.list(filters, { limit: 100, cursor });
        yield* page.items;
        cursor = page.cursor ?? undefined;
      } while (cursor !== undefined);
    },

    /** `after` is the campaign as it is kept, so that what follows from its runs can still be told. */
    delete: (before: CampaignRecord, after: CampaignRecord, context: EventContext): readonly Write[] =>
      campaigns.change(before, after, context, { declaration: campaignDeleted }),

    /**
     * Marks that the schedule has followed this version of the campaign. Nothing that a person changed, so no event
     * and the version stays; whoever changes the campaign in between wins.
     */
    async markScheduled(campaign: CampaignRecord): Promise<void> {
      const scheduled = { ...campaign, schedulingState: 'scheduled' as const };
      await table.commit([
        replace(campaignItem, scheduled, { ifVersion: campaign.version, onConflict: 'retry' }),
      ]);
    },
  };
}

export type TriggeredStore = ReturnType<typeof createTriggeredStore>;

export function createTriggeredStore(table: Pick<Table, 'find' | 'listSummaries'>) {
  return {
    /** Who waits because they were asked lately: of many the first, for a few read units at most. */
    async waitingFor(campaignId: string): Promise<Campaign['waiting']> {
      const page = { limit: mostWaiting };
      const { items, cursor } = await table.listSummaries(waitingForCampaign, { campaignId }, page);
      const times = items.flatMap(({ dueAt }) => dueAt ?? []);
      const [nextAt, lastAt] = [times.at(0), times.at(-1)];
      if (nextAt === undefined || lastAt === undefined) return undefined;
      const isAll = cursor === null;
      return { customers: times.length, isAll, nextAt, ...(isAll && { lastAt }) };
    },

    find: (campaignId: string, customerId: string): Promise<TriggeredRecord | undefined> =>
      table.find(triggeredItem, { campaignId, customerId }),

    change: (before: TriggeredRecord | undefined, after: Omit<TriggeredRecord, 'version'>): Write =>
      before === undefined
        ? insert(triggeredItem, { ...after, version: 1 }, { onConflict: 'retry' })
        : replace(
            triggeredItem,
            { ...after, version: before.version + 1 },
            { ifVersion: before.version, onConflict: 'retry' },
          ),
  };
}

export type RunsStore = ReturnType<typeof createRunsStore>;

export function createRunsStore(table: Table) {
  return {
    /** Begins a run; `already` when this firing has begun one before. */
    begin: (run: RunRecord) => table.commit([insert(runItem, run, { onConflict: 'ok' })]),

    /** Tells which lots are drawn: whoever tells it tells the same. */
    closeLots: (run: RunRecord) => table.commit([put(runItem, run)]),

    find: (campaignId: string, scheduledTime: string): Promise<RunRecord | undefined> =>
      table.find(runItem, { campaignId, scheduledTime }),

    findShard: (campaignId: string, scheduledTime: string, shard: number) =>
      table.find(runShardItem, { campaignId, scheduledTime, shard }),

    /** Marks a page as handed over. False when somebody else has marked it. */
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

    async list(
      campaignId: string,
      page: PageRequest,
    ): Promise<{ items: RunProgress[]; cursor: string | null }> {
      const { items, cursor } = await table.listItems(runsOfCampaign, { campaignId }, page);
      const progress = await table.findMany(
        runShardItem,
        items.flatMap(({ scheduledTime }) => shards.map((shard) => ({ campaignId, scheduledTime, shard }))),
      );
      return { items: items.map((run) => runOf(run, progress)), cursor };
    },
  };
}

/** A run and how far it has come. */
function runOf(
  { expiresAt, remindAfterDays, audience, lastLot, ...run }: RunRecord,
  progress: readonly RunShardRecord[],
): RunProgress {
  const own = progress.filter(({ scheduledTime }) => scheduledTime === run.scheduledTime);
  const isDone =
    own.filter(({ after, awaitsLots }) => after === null && !awaitsLots).length === shards.length;
  const endedBecause =
    run.endedBecause ?? own.find((shard) => shard.endedBecause !== undefined)?.endedBecause;
  return {
    ...run,
    status: endedBecause !== undefined ? 'ended' : isDone || run.triggered ? 'planned' : 'planning',
    ...(endedBecause === undefined ? {} : { endedBecause }),
    planned: own.reduce((sum, { planned }) => sum + planned, 0),
    leftOut: own.reduce((sum, { leftOut }) => sum + leftOut, 0),
  };
}
