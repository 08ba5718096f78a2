import type { QueueSender } from '../../../../shared/runtime/queue-sender.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { InvitationsStore } from '../surveys.invitations.store.ts';
import type { RunRecord } from '../surveys.items.ts';
import type { LinkSecrets } from '../surveys.links.ts';
import type { PageMessage, SendingMessage } from '../surveys.messages.ts';
import type { RunsStore } from '../surveys.runs.store.ts';
import type { SurveysStore } from '../surveys.store.ts';
import { hashOfToken } from '../surveys.tokens.ts';

interface Context {
  readonly surveys: Pick<SurveysStore, 'findCampaign'>;
  readonly runs: Pick<RunsStore, 'find' | 'findShard' | 'saveProgress'>;
  readonly invitations: Pick<InvitationsStore, 'plan'>;
  readonly customers: Pick<CustomerReader, 'listAudience'>;
  readonly links: Pick<LinkSecrets, 'tokenOf'>;
  readonly runsQueue: QueueSender<PageMessage>;
  readonly sendingQueue: QueueSender<SendingMessage>;
  readonly now: () => Instant;
}

const pageSize = 50;

/**
 * Plans one page of a shard: an invitation for each customer, a message for each invitation, a note of the page, and
 * the message for the next page, in this order. Whatever a crash leaves out is done when the message comes again;
 * what is done twice changes nothing.
 */
export async function planPage(message: PageMessage, context: Context): Promise<void> {
  const { campaignId, scheduledTime, shard, page, ceiling } = message;
  const { surveys, runs, customers, sendingQueue } = context;
  const [run, campaign, progress] = await Promise.all([
    runs.find(campaignId, scheduledTime),
    surveys.findCampaign(campaignId),
    runs.findShard(campaignId, scheduledTime, shard),
  ]);
  if (run === undefined) throw new Error(`Campaign ${campaignId} has no run at ${scheduledTime}`);
  if (page > ceiling) throw new Error(`Run ${run.id} goes beyond page ${ceiling} of shard ${shard}`);
  if (campaign === undefined || campaign.status === 'deleted') return;
  const done = progress?.version ?? 0;
  if (done > page) return;
  if (done === page) return enqueueNextPage(message, progress?.after ?? null, context);
  if (done < page - 1) throw new Error(`Run ${run.id} skips from page ${done} to ${page} of shard ${shard}`);
  const audience = await customers.listAudience({
    shard,
    limit: pageSize,
    ...(progress?.after == null ? {} : { after: progress.after }),
  });
  const hashes = await Promise.all(audience.customerIds.map((id) => plan(id, run, context)));
  await sendingQueue.send(hashes.map((id): SendingMessage => ({ kind: 'invitation', id })));
  const planned = (progress?.planned ?? 0) + audience.customerIds.length;
  const noted = { campaignId, scheduledTime, shard, version: page, planned, after: audience.after };
  // Who loses the race for the note has a twin that goes on.
  if (await runs.saveProgress(noted)) await enqueueNextPage(message, audience.after, context);
}

async function enqueueNextPage(
  message: PageMessage,
  after: string | null,
  { runsQueue }: Context,
): Promise<void> {
  if (after !== null) await runsQueue.send([{ ...message, page: message.page + 1 }]);
}

/** Plans the invitation of one customer and answers the hash under which it lies. */
async function plan(
  customerId: string,
  run: RunRecord,
  { invitations, links, now }: Context,
): Promise<string> {
  const hash = hashOfToken(await links.tokenOf(run.secretVersion, run.id, customerId));
  await invitations.plan({
    id: derivedId('invitation', run.startedAt, `${run.id}\n${customerId}`),
    version: 1,
    hash,
    runId: run.id,
    campaignId: run.campaignId,
    surveyId: run.surveyId,
    customerId,
    secretVersion: run.secretVersion,
    plannedAt: now(),
    expiresAt: run.expiresAt,
    mail: 'planned',
    attempt: 0,
  });
  return hash;
}
