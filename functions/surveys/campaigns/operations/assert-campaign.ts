import { AppError, type Violation } from '../../../../shared/errors/app-error.ts';
import { sees } from '../../../../shared/identity/fields.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import { whyTooLate, whyTooOften } from '../../../../shared/scheduling/expressions.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { Recurrence } from '../../../../shared/values/recurrence.ts';
import type { Channel } from '../../../contact/consents/consents.schema.ts';
import { type FieldReader, fieldsSeenBy } from '../../../customers/fields/index.ts';
import { asFilter } from '../../../customers/filters/filters.schema.ts';
import { filterViolations } from '../../../customers/filters/index.ts';
import * as triggers from '../../../triggers.ts';
import type { CampaignRecord } from '../campaigns.items.ts';
import type { Audience, CampaignTriggers } from '../campaigns.schema.ts';
import { type LookContext, lookAtAudience } from './look-at-audience.ts';
import { firings } from './show-campaign.ts';

export interface AudienceChecks extends LookContext {
  readonly fields: Pick<FieldReader, 'listNow'>;
  readonly principal: Pick<Principal, 'kind' | 'roles'>;
}

/** Refuses an audience that nobody is in, or that asks for what the caller is not shown, and names the field. */
export async function assertAudience(
  audience: Audience,
  at: Instant,
  { fields, principal, ...context }: AudienceChecks,
): Promise<void> {
  const refused = (violation: Violation) =>
    new AppError('invalid-request', 'The campaign would reach nobody.', { violations: [violation] });
  if (audience.kind === 'list' && (await context.lists.membersIn(audience.listId)) === undefined)
    throw refused({ pointer: '/body/audience/listId', reason: 'No list of customers has this id.' });
  if (audience.kind !== 'filter') return;
  const pointer = '/body/audience/filter';
  const definitions = await fields.listNow();
  const asker = { definitions, sees: fieldsSeenBy(principal), seesContact: sees(principal, 'contact') };
  const violations = filterViolations(asFilter(audience.filter), asker, pointer);
  if (violations.length > 0)
    throw new AppError('invalid-request', 'Nobody can be found by this filter.', { violations });
  const { customerIds, leftOut, isAll } = await lookAtAudience(audience, context, at);
  if (isAll && customerIds.length + leftOut === 0)
    throw refused({ pointer, reason: 'matches no customer at present' });
}

/**
 * Refuses a schedule that can no longer fire, and names the field.
 *
 * @param cause what of the request would make it fire: a new schedule, or the status of a campaign that is resumed
 */
export function assertInTime(
  schedule: Recurrence,
  now: Instant,
  cause: 'schedule' | 'status' = 'schedule',
): void {
  const reason = whyTooLate(schedule, now);
  if (reason === undefined) return;
  const kind = schedule.at === undefined ? 'cron' : 'at';
  const violation =
    cause === 'schedule'
      ? { pointer: `/body/schedule/${kind}`, reason }
      : {
          pointer: '/body/status',
          reason: `cannot be active: \`schedule.${kind}\` ${reason}; send a new schedule with it`,
        };
  throw new AppError('invalid-request', 'The campaign would never run.', { violations: [violation] });
}

/** Refuses an end before the start or in the past, and a start and an end between which it never runs. */
export function assertWindow(
  campaign: Pick<CampaignRecord, 'schedule' | 'startsAt' | 'endsAt' | 'scheduledSince'>,
  now: Instant,
): void {
  const { startsAt, endsAt } = campaign;
  const refused = (violation: Violation) =>
    new AppError('invalid-request', 'The campaign would never run.', { violations: [violation] });
  if (endsAt !== undefined && endsAt <= now)
    throw refused({ pointer: '/body/endsAt', reason: 'must lie ahead' });
  if (startsAt !== undefined && endsAt !== undefined && endsAt <= startsAt)
    throw refused({ pointer: '/body/endsAt', reason: 'must come after the start' });
  if (
    campaign.schedule === undefined ||
    (startsAt ?? endsAt) === undefined ||
    firings(campaign, now, 1).length > 0
  )
    return;
  const pointer = endsAt === undefined ? '/body/startsAt' : '/body/endsAt';
  throw refused({ pointer, reason: 'leaves no time of the schedule' });
}

/** Refuses a reminder that would come when nothing can be answered any more. */
export function assertReminds({
  remindAfterDays,
  expiresAfterDays,
}: Pick<CampaignRecord, 'remindAfterDays' | 'expiresAfterDays'>): void {
  if (remindAfterDays === undefined || remindAfterDays < expiresAfterDays) return;
  throw new AppError('invalid-request', 'Nobody would be reminded.', {
    violations: [
      {
        pointer: '/body/remindAfterDays',
        reason: `must be less than expiresAfterDays, which is ${expiresAfterDays}`,
      },
    ],
  });
}

/** What campaigns can be triggered by. */
export function listTriggers(): CampaignTriggers['items'] {
  return Object.values(triggers).map(({ event, fields }) => ({
    on: event.type,
    fields: Object.entries(fields).map(([field, values]) => ({ field, values: [...values] })),
  }));
}

/** Refuses a trigger by an event that is none, or on a condition that never holds, and names the field. */
export function assertTrigger({ trigger, audience }: Pick<CampaignRecord, 'trigger' | 'audience'>): void {
  if (trigger === undefined) return;
  const refused = (violation: Violation) =>
    new AppError('invalid-request', 'The campaign would never run.', { violations: [violation] });
  const declared = Object.values(triggers).find(({ event }) => event.type === trigger.on);
  const known = Object.values(triggers).map(({ event }) => event.type);
  if (declared === undefined)
    throw refused({ pointer: '/body/trigger/on', reason: `must be one of ${known.join(', ')}` });
  for (const [field, value] of Object.entries(trigger.when)) {
    const pointer = `/body/trigger/when/${field}`;
    const values = Object.hasOwn(declared.fields, field) ? declared.fields[field] : undefined;
    const fields = Object.keys(declared.fields).join(', ') || '-';
    if (values === undefined)
      throw refused({ pointer, reason: `is no field of this event; there are: ${fields}` });
    if (!values.includes(value)) throw refused({ pointer, reason: `must be one of ${values.join(', ')}` });
  }
  if (audience.sample?.count !== undefined)
    throw refused({
      pointer: '/body/audience/sample/count',
      reason: 'cannot be drawn of events that come one by one',
    });
}

/** Refuses texts where none can be sent, and names the field. */
export function assertSends(channel: Channel, sendsTexts: boolean): void {
  if (channel !== 'sms' || sendsTexts) return;
  throw new AppError('invalid-request', 'The campaign would reach nobody.', {
    violations: [
      {
        pointer: '/body/channel',
        reason:
          'No texts are sent here: nothing is set that they could come from (setting smsFrom or smsProvider).',
      },
    ],
  });
}

/** Refuses a schedule that would flood the customers, and names the field. */
export function assertNotTooOften(schedule: Recurrence, now: Instant, leastHours: number): void {
  const reason = whyTooOften(schedule, now, leastHours);
  if (reason === undefined) return;
  const field = schedule.cron === undefined ? 'rate' : 'cron';
  throw new AppError('invalid-request', 'The campaign would run too often.', {
    violations: [{ pointer: `/body/schedule/${field}`, reason }],
  });
}
