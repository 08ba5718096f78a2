import type { QueueSender } from '../../../../shared/runtime/queue-sender.ts';
import { shards } from '../../../../shared/table/pattern.ts';
import type { RunRecord, RunShardRecord } from '../campaigns.items.ts';
import type { AudiencePage, PageMessage } from '../campaigns.messages.ts';
import { stopsRuns } from '../campaigns.rules.ts';
import type { CampaignsStore, RunsStore } from '../campaigns.store.ts';
import { isDrawn, lotOf, smallestLots } from './draw-lots.ts';
import { type AudienceContext, isPlain, readCandidates, sift } from './find-audience.ts';

interface Context extends AudienceContext {
  readonly campaigns: Pick<CampaignsStore, 'find'>;
  readonly runs: Pick<RunsStore, 'find' | 'findShard' | 'saveProgress' | 'closeLots'>;
  readonly runsQueue: QueueSender<PageMessage>;
  /** Of what the campaign sends. */
  readonly audienceQueue: QueueSender<AudiencePage>;
}

/** Customers in a message to whoever sends. */
const together = 50;

/** So many are looked at for a page where not everybody is meant. */
const lookedAt = 200;

/** The same while lots are drawn: who has a small one is written with each page. */
const drawnAmong = 1000;

/** How far a shard is after a page. */
type Progress = Omit<RunShardRecord, 'writerId'>;

/**
 * Hands one page of a shard over to what the campaign sends: messages with the customers, a mark that the page is
 * done, and the message for the next page, in this order. Whatever a crash leaves out is done when the message comes
 * again; whoever takes a page twice must not send twice. For a sample of so many all shards first draw lots, and hand
 * over once each has seen its last customer.
 */
export async function handOverPage(message: PageMessage, context: Context): Promise<void> {
  const { campaignId, scheduledTime, shard, page, ceiling } = message;
  const { campaigns, runs } = context;
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
  if (progress !== undefined && done === page) return goOn(message, progress, run, context);
  if (done < page - 1) throw new Error(`Run ${run.id} skips from page ${done} to ${page} of shard ${shard}`);
  const present: Progress = {
    ...{ campaignId, scheduledTime, shard, planned: 0, leftOut: 0, after: null },
    ...progress,
    version: page,
  };
  const next = stopsRuns(campaign) ? brokenOff(present) : await nextOf(present, run, context);
  // Who loses the race for the mark has a twin that goes on.
  if (await runs.saveProgress(next)) await goOn(message, next, run, context);
}

/** The shard of a run that goes no further, for its campaign was stopped. */
function brokenOff(present: Progress): Progress {
  const { awaitsLots: _, ...progress } = withoutDrawn(present);
  return { ...progress, after: null, endedBecause: 'not-active' };
}

/** Does a page, and answers how far the shard is then. */
async function nextOf(present: Progress, run: RunRecord, context: Context): Promise<Progress> {
  if (present.awaitsLots) return handOverDrawn(draw(present, run), run, context);
  if (present.drawn !== undefined && present.after === handing) return handOverDrawn(present, run, context);
  const { audience, startedAt } = run;
  const { sample } = audience;
  const limit = sample?.count !== undefined ? drawnAmong : isPlain(audience) ? together : lookedAt;
  const page = { shard: present.shard, after: present.after ?? undefined, limit };
  const candidates = await readCandidates(audience, page, context);
  if (candidates === undefined)
    return { ...withoutDrawn(present), after: null, endedBecause: 'list-deleted' };
  const { customerIds, leftOut } = await sift(
    audience,
    drawnBy(run, candidates.customerIds),
    context,
    startedAt,
  );
  const seen = { ...present, after: candidates.after, leftOut: present.leftOut + leftOut };
  if (sample?.count === undefined) {
    await handOver(customerIds, run, context);
    return { ...seen, planned: present.planned + customerIds.length };
  }
  const drawn = smallestLots([...(present.drawn ?? []), ...customerIds], sample.count, seedOf(run));
  return { ...seen, drawn, ...(candidates.after === null ? { awaitsLots: true } : {}) };
}

/** Those of the customers whom a sample of so many of a hundred means; all where there is no such sample. */
function drawnBy(run: RunRecord, customerIds: readonly string[]): readonly string[] {
  const percent = run.audience.sample?.percent;
  return percent === undefined
    ? customerIds
    : customerIds.filter((customerId) => isDrawn(percent, seedOf(run), customerId));
}

function seedOf({ id, audience }: RunRecord): string {
  return audience.sample?.seed ?? id;
}

/** Where a shard is whose drawn customers are being handed over. */
const handing = 'drawn';

function withoutDrawn({ drawn: _, awaitsLots: _awaits, ...progress }: Progress): Progress {
  return progress;
}

/** Those of the shard whose lots are among the smallest of all. */
function draw(present: Progress, run: RunRecord): Progress {
  const { lastLot } = run;
  if (lastLot === undefined) throw new Error(`Run ${run.id} has not drawn its lots yet`);
  const { awaitsLots: _, ...progress } = present;
  return { ...progress, drawn: present.drawn?.filter((id) => lotOf(seedOf(run), id) <= lastLot) };
}

async function handOverDrawn(present: Progress, run: RunRecord, context: Context): Promise<Progress> {
  const drawn = present.drawn ?? [];
  const page = drawn.slice(0, lookedAt);
  const left = drawn.slice(lookedAt);
  await handOver(page, run, context);
  const planned = present.planned + page.length;
  return left.length > 0
    ? { ...present, planned, drawn: left, after: handing }
    : { ...withoutDrawn(present), planned, after: null };
}

async function handOver(
  customerIds: readonly string[],
  { id: runId, campaignId, surveyId, startedAt, expiresAt, channel, remindAfterDays }: RunRecord,
  { audienceQueue }: Context,
): Promise<void> {
  const run = { runId, campaignId, surveyId, startedAt, expiresAt, channel, remindAfterDays };
  const pages: AudiencePage[] = [];
  for (let first = 0; first < customerIds.length; first += together)
    pages.push({ ...run, customerIds: customerIds.slice(first, first + together) });
  if (pages.length > 0) await audienceQueue.send(pages);
}

/** What follows a page that is done: the next one, or of lots that are all drawn the first that hands over. */
async function goOn(
  message: PageMessage,
  progress: Progress,
  run: RunRecord,
  context: Context,
): Promise<void> {
  const { runsQueue } = context;
  const isBrokenOff = progress.endedBecause !== undefined && run.audience.sample?.count !== undefined;
  if (progress.awaitsLots || isBrokenOff) return endDrawing(message, run, context);
  if (progress.after !== null) await runsQueue.send([{ ...message, page: message.page + 1 }]);
}

/** The last shard that has seen all its customers tells which lots are drawn, and has all shards hand over. */
async function endDrawing(
  { campaignId, scheduledTime, ceiling }: PageMessage,
  run: RunRecord,
  { runs, runsQueue }: Context,
): Promise<void> {
  const all = await Promise.all(shards.map((shard) => runs.findShard(campaignId, scheduledTime, shard)));
  const waiting = all.filter((each) => each?.awaitsLots);
  if (run.lastLot === undefined) {
    const isDone = (each: RunShardRecord | undefined) => each?.awaitsLots || each?.endedBecause !== undefined;
    if (!all.every(isDone)) return;
    const count = run.audience.sample?.count ?? 0;
    const drawn = smallestLots(
      waiting.flatMap((each) => each?.drawn ?? []),
      count,
      seedOf(run),
    );
    const last = drawn.at(-1);
    await runs.closeLots({ ...run, lastLot: last === undefined ? '' : lotOf(seedOf(run), last) });
  }
  await runsQueue.send(
    waiting.flatMap((each) =>
      each === undefined
        ? []
        : [{ kind: 'page', campaignId, scheduledTime, shard: each.shard, page: each.version + 1, ceiling }],
    ),
  );
}
