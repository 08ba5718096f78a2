import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { asPatch, restoring } from '../../../../shared/events/restore.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { mergePatch } from '../../../../shared/values/merge-patch.ts';
import { holdTopic } from '../../../contact/messaging/index.ts';
import type { ListReader } from '../../../customers/lists/index.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { CampaignRecord } from '../campaigns.items.ts';
import { statusAt } from '../campaigns.rules.ts';
import { type Campaign, CampaignPatch } from '../campaigns.schema.ts';
import type { CampaignsStore } from '../campaigns.store.ts';
import {
  type AudienceChecks,
  assertAudience,
  assertInTime,
  assertNotTooOften,
  assertReminds,
  assertSends,
  assertTrigger,
  assertWindow,
} from './assert-campaign.ts';
import { nextVersion, surroundingsOf, withHold } from './next-version.ts';
import { asCampaign, type Reader } from './show-campaign.ts';

interface Context {
  readonly campaigns: Pick<CampaignsStore, 'get' | 'change' | 'delete'>;
  readonly origin: EventContext;
}

interface PatchContext extends Context, AudienceChecks {
  readonly campaigns: Pick<
    CampaignsStore,
    'get' | 'getToRestore' | 'change' | 'delete' | 'findActive' | 'valuesBefore'
  >;
  readonly surveys: Pick<SurveyReader, 'find'>;
  readonly lists: AudienceChecks['lists'] & Pick<ListReader, 'isThere'>;
  /** The least hours between two runs. */
  readonly leastHours: number;
  /** Whether texts can be sent. */
  readonly sendsTexts: boolean;
  readonly reader: Reader;
}

/** Changes, pauses or resumes a campaign. A patch that changes nothing is free. */
export async function patchCampaign(
  { id, version, patch }: { id: string; version: IfMatch; patch: CampaignPatch },
  context: PatchContext,
): Promise<Change<Campaign>> {
  const { campaigns, leastHours, sendsTexts, reader, origin } = context;
  const before = await campaigns.get(id);
  assertVersion(before, version);
  if (before.status === 'stopped')
    throw new AppError('not-allowed-now', 'The campaign was stopped for good. Make another one.');
  const audience = patch.audience ?? before.audience;
  const patched = { ...mergePatch(before, patch), audience };
  if (patch.audience !== undefined) await assertAudience(audience, origin.at, context);
  const wanted =
    patch.audience === undefined ? patched : withHold(patched, await surroundingsOf(patched, context));
  const after = nextVersion(before, wanted, origin.at);
  assertRuns(before, after, { patch, at: origin.at });
  if ((patch.remindAfterDays ?? patch.expiresAfterDays) !== undefined) assertReminds(after);
  assertKind(before, patch);
  if ((patch.trigger ?? patch.audience) !== undefined) assertTrigger(after);
  if (patch.channel !== undefined) assertSends(patch.channel, sendsTexts);
  if (patch.schedule !== undefined) assertNotTooOften(patch.schedule, origin.at, leastHours);
  const isMoved = patch.schedule ?? patch.startsAt ?? patch.endsAt;
  if (after.status === 'active' && isMoved !== undefined) assertWindow(after, origin.at);
  const change = campaigns.change(before, after, origin);
  const writes = after.status === 'stopped' ? [...change, holdTopic(id, origin)] : change;
  const others = await campaigns.findActive();
  const shown = writes.length === 0 ? before : after;
  return { result: asCampaign(shown, origin.at, { ...reader, others }), writes };
}

/** Gives a campaign back what it was before a change. Throws what `valuesBefore` throws. */
export async function restoreCampaign(
  { id, changeId }: { id: string; changeId: string },
  context: PatchContext,
): Promise<Change<Campaign>> {
  const present = await context.campaigns.getToRestore(id, changeId);
  const patch = asPatch(CampaignPatch, await context.campaigns.valuesBefore(present, changeId));
  return restoring(context.origin, changeId, (origin) =>
    patchCampaign({ id, version: [present.version], patch }, { ...context, origin }),
  );
}

/** Puts a campaign to an end. What it sent can still be answered; what has not gone out is not sent. */
export async function deleteCampaign(
  { id, version }: { id: string; version: IfMatch },
  { campaigns, origin }: Context,
): Promise<Change<undefined>> {
  const before = await campaigns.get(id);
  assertVersion(before, version);
  const after = nextVersion(before, { ...before, status: 'deleted' }, origin.at);
  return { result: undefined, writes: [...campaigns.delete(before, after, origin), holdTopic(id, origin)] };
}

/** Refuses a schedule for a campaign that is triggered, and the other way round. */
function assertKind(before: CampaignRecord, patch: CampaignPatch): void {
  const other = before.schedule === undefined ? 'schedule' : 'trigger';
  if (patch[other] === undefined) return;
  throw new AppError('invalid-request', 'A campaign has a schedule or a trigger, and keeps to it.', {
    violations: [{ pointer: `/body/${other}`, reason: 'Make another campaign for it.' }],
  });
}

/** Refuses what could never run: a new schedule, or one that is resumed. */
function assertRuns(
  before: CampaignRecord,
  after: CampaignRecord,
  { patch, at }: { readonly patch: CampaignPatch; readonly at: string },
): void {
  if (after.status !== 'active') return;
  const isReplaced = !isDeepStrictEqual(before.schedule, after.schedule);
  const isResumed = patch.status === 'active' && statusAt(before, at) !== 'active';
  if (after.schedule !== undefined && (isReplaced || isResumed))
    assertInTime(after.schedule, at, isReplaced ? 'schedule' : 'status');
}
