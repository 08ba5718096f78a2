import { notFound } from '../../../../shared/errors/app-error.ts';
import { leastDaysBetween, monthsLeftOut } from '../../../../shared/scheduling/expressions.ts';
import { nextRuns } from '../../../../shared/scheduling/next-runs.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { wallTimeAt } from '../../../../shared/time/zones.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { Language } from '../../../../shared/values/language.ts';
import type { Recurrence } from '../../../../shared/values/recurrence.ts';
import * as triggers from '../../../triggers.ts';
import type { CampaignRecord } from '../campaigns.items.ts';
import { fires, patienceDays, shownStatus, statusAt } from '../campaigns.rules.ts';
import type { Campaign } from '../campaigns.schema.ts';
import { texts } from '../campaigns.texts.ts';

/** How many firings are foretold. */
const shownRuns = 3;

/** Who reads a campaign, and where. */
export interface Reader {
  readonly language: Language;
  /** Nobody is asked twice within so many days. */
  readonly askAgainAfterDays: number;
}

/** The campaigns that may fire, the shown one among them or not. */
export interface Others {
  readonly others: readonly CampaignRecord[];
}

/** A campaign as the API shows it. */
export function asCampaign(record: CampaignRecord, now: Instant, reader: Reader & Others): Campaign {
  const { scheduleVersion, scheduledSince, activeSince, ...campaign } = record;
  const kept = shownStatus(record);
  if (kept === 'deleted') throw notFound('campaign');
  const status = statusAt({ ...campaign, status: kept }, now);
  const upcoming = fires(record) ? firings(record, now, shownRuns) : [];
  return { ...campaign, status, nextRuns: upcoming, warnings: warningsOf(campaign, upcoming, now, reader) };
}

/** What will not come as schedule or trigger suggest; a campaign that is not created yet has no id. */
export function warningsOf(
  { id, schedule, trigger }: Partial<Pick<CampaignRecord, 'id' | 'schedule' | 'trigger'>>,
  runs: readonly Instant[],
  now: Instant,
  reader: Reader & Others,
): Campaign['warnings'] {
  return [
    ...warningsAbout(schedule, now, reader),
    ...clashes(id, runs.slice(0, shownRuns), now, reader),
    ...leftOut(schedule, reader),
    ...waiting(trigger, reader),
  ];
}

/** The next firings of a campaign after an instant, between its start and its end. */
export function firings(
  { schedule, startsAt, endsAt, scheduledSince }: Firing,
  after: Instant,
  count: number,
): Instant[] {
  if (schedule === undefined) return [];
  // A firing at the very start counts.
  const start = startsAt === undefined ? after : instantAfter(startsAt, { seconds: -1 });
  const found = nextRuns(schedule, start > after ? start : after, count, scheduledSince);
  return found.filter((run) => endsAt === undefined || run < endsAt);
}

type Firing = Pick<CampaignRecord, 'schedule' | 'startsAt' | 'endsAt' | 'scheduledSince'>;

/** The other campaigns that run so close to one of these runs that one of the two skips whom the other has asked. */
function clashes(
  id: string | undefined,
  runs: readonly Instant[],
  now: Instant,
  { language, askAgainAfterDays: days, others }: Reader & Others,
): Campaign['warnings'] {
  return others.flatMap((other) => {
    if (other.id === id || !fires(other)) return [];
    const { name, schedule } = other;
    if (schedule === undefined) return [];
    const [clash] = runs.flatMap((run) => {
      const from = lastOfDay(run, -days);
      const [next] = firings(other, from > now ? from : now, 1);
      return next !== undefined && next <= lastOfDay(run, days - 1) ? [next] : [];
    });
    if (clash === undefined) return [];
    const detail = texts[language].askedByAnother(
      name,
      wallTimeAt(clash, schedule.timeZone).replace('T', ' '),
      days,
    );
    return [{ code: 'asked-by-another-campaign' as const, campaignId: other.id, detail }];
  });
}

/** The end of a day of the calendar in UTC, by which it is counted when somebody may be asked again. */
function lastOfDay(instant: Instant, daysLater: number): Instant {
  return `${instantAfter(instant, { days: daysLater }).slice(0, 10)}T23:59:59.999Z`;
}

function warningsAbout(
  schedule: Recurrence | undefined,
  now: Instant,
  { language, askAgainAfterDays }: Reader,
): Campaign['warnings'] {
  if (schedule === undefined) return [];
  const apart = leastDaysBetween(schedule, now);
  if (apart >= askAgainAfterDays) return [];
  const detail = texts[language].askedAgainTooSoon(apart, askAgainAfterDays);
  return [{ code: 'asked-again-too-soon', detail }];
}

/** What is to come on the 31st comes seven times a year. */
function leftOut(schedule: Recurrence | undefined, { language }: Reader): Campaign['warnings'] {
  const months = schedule === undefined ? [] : monthsLeftOut(schedule);
  if (months.length === 0) return [];
  const name = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });
  const list = new Intl.ListFormat(language);
  const named =
    months === 'some'
      ? undefined
      : list.format(months.map((month) => name.format(Date.UTC(2026, month - 1))));
  return [{ code: 'months-left-out', detail: texts[language].monthsLeftOut(named) }];
}

/** Whoever an event happens to that follows an answer was asked for that answer only days before. */
function waiting(
  trigger: CampaignRecord['trigger'],
  { language, askAgainAfterDays }: Reader,
): Campaign['warnings'] {
  if (trigger === undefined || !followsAnswer(trigger) || trigger.afterDays >= askAgainAfterDays) return [];
  const detail = texts[language].askedLatelyWaits(askAgainAfterDays, patienceDays);
  return [{ code: 'asked-lately-waits', detail }];
}

/** A call was promised because of an answer, unless the trigger asks for other reasons. */
function followsAnswer({ on, when: { reason } }: NonNullable<CampaignRecord['trigger']>): boolean {
  if (on === triggers.responseRecorded.event.type) return true;
  const isOfAnswer = reason === undefined || reason === 'low-score' || reason === 'answer';
  return on === triggers.callbackCompleted.event.type && isOfAnswer;
}
