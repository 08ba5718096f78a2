import type { Envelope } from '../../../../shared/events/event.ts';
import { CorrectedEvent } from '../../../../shared/events/trigger.ts';
import type { QueueSender } from '../../../../shared/runtime/queue-sender.ts';
import { commitWithRetry } from '../../../../shared/table/retry.ts';
import type { Table } from '../../../../shared/table/table.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { dayAfter } from '../../../../shared/time/days.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { OrderReader } from '../../../commerce/orders/index.ts';
import { customerId as customerIds } from '../../../customers/customers/customers.schema.ts';
import { idsOf } from '../../../customers/customers/index.ts';
import * as triggers from '../../../triggers.ts';
import type { CampaignRecord, TriggeredRecord } from '../campaigns.items.ts';
import type { AudiencePage } from '../campaigns.messages.ts';
import { fires, hasEnded, isWithin, patienceDays, stopsRuns } from '../campaigns.rules.ts';
import { runId } from '../campaigns.schema.ts';
import type { CampaignsStore, RunsStore, TriggeredStore } from '../campaigns.store.ts';
import { isDrawn } from './draw-lots.ts';
import { type AudienceContext, sift } from './find-audience.ts';

interface Context {
  readonly table: Pick<Table, 'commit'>;
  readonly campaigns: Pick<CampaignsStore, 'find' | 'findTriggeredBy'>;
  readonly triggered: TriggeredStore;
  readonly now: () => Instant;
}

type Told = Pick<Envelope, 'type' | 'at' | 'data'>;

/**
 * Has each campaign that an event triggers ask its customer later; an event that comes twice, or too soon after another,
 * does so once. One that is corrected asks as if it had been told so at first, of whom nobody was asked yet.
 */
export async function takeTrigger(event: Told, context: Context): Promise<void> {
  const corrected = correctedBy(event);
  const { type, at, data } = corrected ?? event;
  const customer = customerIds.schema.safeParse(data.customerId);
  if (!customer.success) return;
  const customerId = customer.data;
  const thing = thingOf({ type, at, data });
  const { table, campaigns, triggered, now } = context;
  for (const campaign of await campaigns.findTriggeredBy(type)) {
    const { id: campaignId, trigger } = campaign;
    if (trigger === undefined) continue;
    const isWrong = corrected !== undefined && !(corrected.stands && holds(campaign, data));
    if (!isWrong && !isMeant(campaign, at, data)) continue;
    const { afterDays: days, afterHours: hours, oncePerDays } = trigger;
    await commitWithRetry(table, async () => {
      const nothing = { result: undefined, writes: [] };
      const before = await triggered.find(campaignId, customerId);
      const isOfThis = before?.at === at;
      if (before?.dueAt !== undefined && !(isWrong && isOfThis)) {
        const writes = isWrong ? [] : besides(before, thing, triggered);
        return { result: undefined, writes };
      }
      if (before?.wrong === true && isOfThis && corrected === undefined) return nothing;
      const isAsked = before !== undefined && before.dueAt === undefined && before.wrong !== true;
      if (isAsked && at < instantAfter(before.at, { days: oncePerDays })) return nothing;
      const forgetAt = instantAfter(now(), { days: days + oncePerDays + keptDays });
      const mark = { id: `${campaignId} ${customerId}`, campaignId, customerId, at, forgetAt };
      const after = isWrong
        ? { ...mark, wrong: true as const }
        : { ...mark, ...(thing && { things: [thing] }), dueAt: instantAfter(at, { days, hours }) };
      return { result: undefined, writes: [triggered.change(before, after)] };
    });
  }
}

/** The event that this one corrects, as it should have been told. */
function correctedBy({ type, data }: Told) {
  const corrected = Object.values(triggers).find((each) => each.correctedBy?.type === type);
  const ofEvent = CorrectedEvent.safeParse(data.ofEvent);
  if (corrected === undefined || !ofEvent.success) return undefined;
  return { type: corrected.event.type, data, ...ofEvent.data };
}

type Thing = NonNullable<TriggeredRecord['things']>[number];

/** What an event is about, where that is looked at again. */
function thingOf({ type, at, data }: Told): Thing | undefined {
  const { about } = Object.values(triggers).find(({ event }) => event.type === type) ?? {};
  return about === undefined ? undefined : { id: String(data[about]), at };
}

/** More at once are not looked at again: one of them is enough. */
const maximumThings = 10;

/** The write by which another thing stands beside those of which a customer is about to be asked. */
function besides(
  before: TriggeredRecord,
  thing: Thing | undefined,
  triggered: TriggeredStore,
): readonly Write[] {
  const { version: _, things = [], ...mark } = before;
  const isKnown = things.some(({ id }) => id === thing?.id);
  if (thing === undefined || isKnown || things.length >= maximumThings) return [];
  return [triggered.change(before, { ...mark, things: [...things, thing] })];
}

/** Longer than an event may come again, or a campaign be paused. */
const keptDays = 30;

function isMeant(campaign: CampaignRecord, at: Instant, data: Envelope['data']): boolean {
  return holds(campaign, data) && fires(campaign) && at >= campaign.activeSince && isWithin(campaign, at);
}

/** Whether the condition of a campaign holds on an event, whatever becomes of the campaign. */
function holds({ trigger }: CampaignRecord, data: Envelope['data']): boolean {
  return Object.entries(trigger?.when ?? {}).every(([field, value]) => String(data[field]) === value);
}

interface AskContext extends Context, AudienceContext {
  readonly runs: Pick<RunsStore, 'begin' | 'find'>;
  readonly audienceQueue: QueueSender<AudiencePage>;
  readonly orders: OrderReader;
  /** So many days, of the calendar in UTC, nobody is asked twice. */
  readonly askAgainAfterDays: number;
}

/**
 * Asks a customer whose time has come, by the run of that day, unless the audience does not mean them. While the campaign
 * is paused or held it comes up again, and so it does while they were asked lately: an invitation would be skipped, and
 * the event would have been for nothing. The mark goes last, and whoever is handed over twice is invited once.
 */
export async function askTriggered(id: string, context: AskContext): Promise<void> {
  const [campaignId = '', customerId = ''] = id.split(' ');
  const { table, campaigns, triggered, audienceQueue, now } = context;
  const found = await triggered.find(campaignId, customerId);
  if (found?.dueAt === undefined || found.dueAt > now()) return;
  const campaign = await campaigns.find(campaignId);
  const isOver = campaign === undefined || stopsRuns(campaign) || hasEnded(campaign, now());
  if (!isOver && !fires(campaign)) return;
  const { dueAt: _, version: _version, waits: _waits, ...asked } = found;
  const change = (after: Omit<TriggeredRecord, 'version'>) =>
    commitWithRetry(table, async () => ({ result: undefined, writes: [triggered.change(found, after)] }));
  const thing = isOver ? undefined : await firstStanding(campaign, found, context);
  if (thing === 'none') {
    await change({ ...asked, wrong: true });
    return;
  }
  if (!isOver && thing !== undefined && thing.at !== found.at) {
    const { afterDays: days = 0, afterHours: hours = 0 } = campaign.trigger ?? {};
    const dueAt = instantAfter(thing.at, { days, hours });
    if (dueAt > now()) {
      await change({ ...asked, at: thing.at, dueAt });
      return;
    }
  }
  if (!isOver && (await isInAudience(campaign, customerId, context))) {
    const dueAt = await askableAt(found.dueAt, customerId, context);
    const last = lastChance(found, campaign);
    if (dueAt !== undefined && now() < last) {
      const postponed = { ...asked, dueAt: dueAt < last ? dueAt : last, waits: true as const };
      await change(postponed);
      return;
    }
    const {
      id: runId,
      surveyId,
      startedAt,
      expiresAt,
      channel,
      remindAfterDays,
    } = await runOf(campaign, found.dueAt, context);
    const run = { runId, campaignId, surveyId, startedAt, expiresAt, channel, remindAfterDays };
    await audienceQueue.send([{ ...run, customerIds: [customerId] }]);
  }
  await change(asked);
}

/** Of what the events were about the first that is still as they told; `none` when nothing is. */
async function firstStanding(
  { trigger }: CampaignRecord,
  { customerId, things }: TriggeredRecord,
  { customers, orders }: AskContext,
): Promise<Thing | 'none' | undefined> {
  if (things === undefined || trigger === undefined) return undefined;
  const [customer] = await customers.findMany([customerId]);
  const ids = customer === undefined ? [customerId] : idsOf(customer);
  for (const thing of things.toSorted((one, other) => (one.at < other.at ? -1 : 1)))
    if (await orders.stillStands(trigger.on, thing.id, ids)) return thing;
  return 'none';
}

function lastChance({ at }: { readonly at: Instant }, { trigger }: CampaignRecord): Instant {
  const { afterDays: days = 0, afterHours: hours = 0 } = trigger ?? {};
  return instantAfter(at, { days: days + patienceDays, hours });
}

/**
 * When a customer may be asked again, at the time of day at which they were to be asked; undefined where they may be now.
 * Days are those of the calendar in UTC, as when the invitation is sent.
 */
async function askableAt(
  dueAt: Instant,
  customerId: string,
  { customers, asked, askAgainAfterDays, now }: AskContext,
): Promise<Instant | undefined> {
  if (askAgainAfterDays === 0) return undefined;
  const found = await customers.findMany([customerId]);
  const [last] = (await asked.lastAskedOf(found.map(idsOf))).values();
  if (last === undefined) return undefined;
  const day = dayAfter(last.slice(0, 'yyyy-mm-dd'.length), askAgainAfterDays);
  return `${day}T00:00:00.000Z` > now() ? `${day}${dueAt.slice(day.length)}` : undefined;
}

async function isInAudience(
  { id, audience }: CampaignRecord,
  customerId: string,
  context: AskContext,
): Promise<boolean> {
  const percent = audience.sample?.percent;
  if (percent !== undefined && !isDrawn(percent, audience.sample?.seed ?? id, customerId)) return false;
  if (audience.kind === 'list' && !(await context.lists.hasMember(audience.listId, customerId))) return false;
  return (await sift(audience, [customerId], context, context.now())).customerIds.length > 0;
}

/** The run of a day (UTC) of a triggered campaign: begun by whoever is asked first on it. */
async function runOf(campaign: CampaignRecord, dueAt: Instant, { runs, now }: AskContext) {
  const { id: campaignId, surveyId, channel, audience, expiresAfterDays, remindAfterDays } = campaign;
  const scheduledTime = `${dueAt.slice(0, 10)}T00:00:00.000Z`;
  const startedAt = now();
  await runs.begin({
    ...{ id: derivedId(runId, scheduledTime, campaignId), campaignId, surveyId, scheduledTime, startedAt },
    // Who is asked at the end of the day has as many days.
    expiresAt: instantAfter(startedAt, { days: expiresAfterDays + 1 }),
    ...{ channel, audience, triggered: true as const },
    ...(remindAfterDays === undefined ? {} : { remindAfterDays }),
  });
  const run = await runs.find(campaignId, scheduledTime);
  if (run === undefined) throw new Error(`Campaign ${campaignId} has no run of ${scheduledTime}`);
  return run;
}
