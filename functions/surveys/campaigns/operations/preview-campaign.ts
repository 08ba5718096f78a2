import { wallTimeAt } from '../../../../shared/time/zones.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { SendForecast } from '../../../contact/messaging/index.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import { estimated } from '../../../customers/lists/index.ts';
import type { CampaignRecord } from '../campaigns.items.ts';
import { mayRun } from '../campaigns.rules.ts';
import { type CampaignPreview, foretoldRuns } from '../campaigns.schema.ts';
import type { CampaignsStore } from '../campaigns.store.ts';
import { isDrawn, smallestLots } from './draw-lots.ts';
import { type Look, type LookContext, lookAtAudience } from './look-at-audience.ts';
import { firings, type Others, type Reader, warningsOf } from './show-campaign.ts';

interface Context extends LookContext {
  readonly customers: LookContext['customers'] & Pick<CustomerReader, 'findContacts'>;
  readonly forecast: SendForecast;
  readonly campaigns: Pick<CampaignsStore, 'findActive'>;
  readonly reader: Reader;
  readonly now: Instant;
}

type Previewed = Partial<Pick<CampaignRecord, 'id' | 'holdReason'>> &
  Pick<
    CampaignRecord,
    'status' | 'schedule' | 'trigger' | 'startsAt' | 'endsAt' | 'scheduledSince' | 'audience' | 'channel'
  >;

/** So many of an audience are looked up as if they were sent it: four read units each. */
const mostChecked = 60;

/** When a campaign would run, and whom it would reach; costs some hundred read units, however large the audience is. */
export async function previewCampaign(campaign: Previewed, context: Context): Promise<CampaignPreview> {
  const { customers, forecast, campaigns, reader, now } = context;
  const { status, holdReason } = campaign;
  const runs = mayRun(campaign) ? firings(campaign, now, foretoldRuns) : [];
  const timeZone = campaign.schedule?.timeZone;
  // As of the next run, like what would hold it back.
  const at = runs[0] ?? now;
  const look = await lookAtAudience(campaign.audience, context, at);
  const { audience, customerIds } = sampled(campaign.audience, look);
  const checkedIds = customerIds.slice(0, mostChecked);
  const contacts = await customers.findContacts(checkedIds, { consistent: false });
  const found = await forecast(contacts, { channel: campaign.channel, at });
  const isExact = audience.isExact && checkedIds.length === audience.size;
  const scale = isExact || contacts.length === 0 ? 1 : audience.size / contacts.length;
  const because = Map.groupBy(
    found.filter((reason) => reason !== undefined),
    (reason) => reason,
  );
  const read: Reader & Others = { ...reader, others: await campaigns.findActive() };
  return {
    runs: timeZone === undefined ? [] : runs.map((at) => ({ at, local: wallTimeAt(at, timeZone) })),
    ...(status === 'paused' && mayRun(campaign) && { supposing: 'resumed' as const }),
    ...(holdReason === undefined ? {} : { holdReason }),
    ...(timeZone === undefined ? {} : { timeZone }),
    audience,
    notSent: {
      checked: contacts.length,
      isExact,
      because: Object.fromEntries(
        [...because].map(([reason, all]) => [reason, Math.round(all.length * scale)]),
      ),
    },
    warnings: warningsOf(campaign, runs, now, read),
  };
}

/** How many a run would hand over, and some of them; the seed of a sample that has none is made by the run. */
function sampled(
  { sample }: Previewed['audience'],
  { customerIds: all, leftOut, read, share, isAll }: Look,
): { readonly audience: CampaignPreview['audience']; readonly customerIds: readonly string[] } {
  const seed = sample?.seed ?? '';
  const percent = sample?.percent;
  const drawn = percent === undefined ? all : all.filter((id) => isDrawn(percent, seed, id));
  const customerIds = sample?.count === undefined ? drawn : smallestLots(drawn, sample.count, seed);
  const most = sample?.count ?? Number.POSITIVE_INFINITY;
  if (isAll) {
    const size = customerIds.length;
    const isExact = percent === undefined || sample?.seed !== undefined;
    return { audience: { size, from: size, to: size, isExact, read, leftOut }, customerIds };
  }
  const { count, from, to } = estimated(drawn.length, share);
  const audience = {
    ...{ size: Math.min(most, count), from: Math.min(most, from), to: Math.min(most, to) },
    ...{ isExact: false, read, leftOut: Math.round(leftOut / share) },
  };
  return { audience, customerIds };
}
