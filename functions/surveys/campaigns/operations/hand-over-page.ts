import type { QueueSender } from '../../../../shared/runtime/queue-sender.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { AudiencePage, PageMessage } from '../campaigns.messages.ts';
import type { CampaignsStore, RunsStore } from '../campaigns.store.ts';

interface Context {
  readonly campaigns: Pick<CampaignsStore, 'find'>;
  readonly runs: Pick<RunsStore, 'find' | 'findShard' | 'saveProgress'>;
  readonly customers: Pick<CustomerReader, 'listAudience'>;
  readonly runsQueue: QueueSender<PageMessage>;
  /** Of what the campaign sends. */
  readonly audienceQueue: QueueSender<AudiencePage>;
}

const pageSize = 50;

/**
 * Hands one page of a shard over to what the campaign sends: a message with the customers, a mark that the page is
 * done, and the message for the next page, in this order. Whatever a crash leaves out is done when the message comes
 * again; whoever takes a page twice must not send twice.
 */
export async function handOverPage(message: PageMessage, context: Context): Promise<void> {
  const { campaignId, scheduledTime, shard, page, ceiling } = message;
  const { campaigns, runs, customers, audienceQueue } = context;
  const [run, campaign, progress] = await Promise.all([
    runs.find(campaignId, scheduledTime),
    campaigns.find(campaignId),
    runs.findShard(campaignId, scheduledTime, shard),
  ]);
  if (run === undefined) throw new Error(`Campaign ${campaignId} has no run at ${scheduledTime}`);
  if (page > ceiling) throw new Error(`Run ${run.id} goes beyond page ${ceiling} of shard ${shard}`);
  if (campaign === undefined) return;
  const done = progress?.version ?? 0;
  if (done > page) return;
  if (done === page) return enqueueNextPage(message, progress?.after ?? null, context);
  if (done < page - 1) throw new Error(`Run ${run.id} skips from page ${done} to ${page} of shard ${shard}`);
  const { customerIds, after } = await customers.listAudience({
    shard,
    limit: pageSize,
    ...(progress?.after == null ? {} : { after: progress.after }),
  });
  const { id: runId, surveyId, startedAt, expiresAt, channel } = run;
  const handedOver = { runId, campaignId, surveyId, startedAt, expiresAt, channel, customerIds };
  if (customerIds.length > 0) await audienceQueue.send([handedOver]);
  const planned = (progress?.planned ?? 0) + customerIds.length;
  const saved = { campaignId, scheduledTime, shard, version: page, planned, after };
  // Who loses the race for the mark has a twin that goes on.
  if (await runs.saveProgress(saved)) await enqueueNextPage(message, after, context);
}

async function enqueueNextPage(
  message: PageMessage,
  after: string | null,
  { runsQueue }: Context,
): Promise<void> {
  if (after !== null) await runsQueue.send([{ ...message, page: message.page + 1 }]);
}
