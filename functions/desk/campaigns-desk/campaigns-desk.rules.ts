/** What the form of a campaign asks for, and what stands in it of one that there is. */
import { isDeepStrictEqual } from 'node:util';
import { dayAfter } from '../../../shared/time/days.ts';
import { instantTyped, wallTimeAt } from '../../../shared/time/zones.ts';
import type { Instant, WallTime } from '../../../shared/values/instant.ts';
import { patchTo } from '../../../shared/values/merge-patch.ts';
import { type Campaign, CampaignPatch } from '../../surveys/campaigns/campaigns.schema.ts';
import { type DeskForm, numberFrom, valueIn } from '../desk/desk.schema.ts';

export const rhythms = [
  ...(['once', 'daily', 'weekly', 'monthly', 'month-end', 'rate', 'cron', 'event'] as const),
] as const;
export type Rhythm = (typeof rhythms)[number];

/** In place of a list: whom the campaign means now, which the form has no fields for. */
export const keptAudience = 'keep';

type Typed = (name: string) => string;

/**
 * What a form asks the API for; what is not filled in is for the API to refuse.
 *
 * @param known the campaign that it changes
 */
export function campaignFrom(form: DeskForm, known?: Campaign): Readonly<Record<string, unknown>> {
  const typed = (name: string) => valueIn(form, name).trim();
  const [expires, remind] = [typed('expiresAfterDays'), typed('remindAfterDays')];
  return {
    name: typed('name'),
    ...(typed('rhythm') === 'event'
      ? { trigger: triggerFrom(typed) }
      : { schedule: { ...recurrenceFrom(typed), timeZone: typed('schedule.timeZone') } }),
    ...momentFrom('startsAt', lastOf(typed('startsAt'), firstOfMany(typed)), typed, known),
    ...momentFrom('endsAt', typed('endsAt'), typed, known),
    audience: audienceFrom(typed, known?.audience),
    channel: typed('channel'),
    ...(expires !== '' && { expiresAfterDays: numberFrom(expires) }),
    ...(remind !== '' && { remindAfterDays: numberFrom(remind) }),
  };
}

/** What of a campaign a form changes: what stands there as it is kept is not asked for again. */
export function changeFrom(form: DeskForm, known: Campaign): object {
  const emptied = { startsAt: null, endsAt: null, expiresAfterDays: '', remindAfterDays: null };
  const asked = { ...emptied, ...campaignFrom(form, known) };
  return patchTo(asked, known, CampaignPatch);
}

/** Again and again at the time, and on the day, of the first moment; or as somebody says who knows how. */
function recurrenceFrom(typed: Typed): object {
  const at = typed('schedule.at');
  const moment = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(at);
  const rhythm = typed('rhythm');
  if (rhythm === 'rate') return { rate: typed('schedule.rate') };
  if (rhythm === 'cron') return { cron: typed('schedule.cron') };
  if (moment === null || rhythm === 'once') return { at };
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = moment.slice(1).map(Number);
  const clock = `${minute} ${hour}`;
  if (rhythm === 'daily') return { cron: `${clock} * * ? *` };
  if (rhythm === 'monthly') return { cron: `${clock} ${day} * ? *` };
  if (rhythm === 'month-end') return { cron: `${clock} L * ? *` };
  const weekday = new Date(Date.UTC(year, month - 1, day)).toLocaleDateString('en', {
    weekday: 'short',
    timeZone: 'UTC',
  });
  return { cron: `${clock} ? * ${weekday.toUpperCase()} *` };
}

interface Repeated {
  readonly rhythm: Rhythm;
  readonly time: string;
  /** 0 is Sunday. */
  readonly weekday?: number;
  /** Of the month. */
  readonly day?: number | 'last';
}

/** What the form makes of a rhythm, read back; undefined for what was written by somebody who knows how. */
export function rhythmOf(cron: string): Repeated | undefined {
  const found = /^([1-9]?\d) ([1-9]?\d) (\*|\?|L|[1-9]\d?) \* (\?|[A-Z]{3}) \*$/.exec(cron);
  if (found === null) return undefined;
  const [minute = '', hour = '', day = '', weekday = ''] = found.slice(1);
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (day === '*') return weekday === '?' ? { rhythm: 'daily', time } : undefined;
  if (day === 'L') return weekday === '?' ? { rhythm: 'month-end', time, day: 'last' } : undefined;
  if (day !== '?') return weekday === '?' ? { rhythm: 'monthly', time, day: Number(day) } : undefined;
  const index = weekdays.indexOf(weekday);
  return index < 0 ? undefined : { rhythm: 'weekly', time, weekday: index };
}

const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** The same with its day of the week by name, as the form writes it. */
export function withNamedWeekday(cron: string): string {
  return cron.replace(
    /^(\S+ \S+ \? \S+ )([1-7])(?= )/,
    (_, rest: string, day: string) => `${rest}${weekdays[Number(day) - 1]}`,
  );
}

/** What is repeated at the time of a moment does not go out before it, unless the moment was shown and is left as it is. */
function firstOfMany(typed: Typed): string {
  const isRepeated = ['daily', 'weekly', 'monthly', 'month-end'].includes(typed('rhythm'));
  return isRepeated && typed('schedule.at') !== typed('schedule.shown') ? typed('schedule.at') : '';
}

/** Of two moments, each of which may be missing. */
function lastOf(one: string, other: string): string {
  return one > other ? one : other;
}

/** Conditions are chosen as `field=value`. */
function triggerFrom(typed: Typed): object {
  const when = Object.fromEntries(new URLSearchParams(typed('trigger.when')));
  const [days, hours, once] = ['afterDays', 'afterHours', 'oncePerDays'].map((name) =>
    typed(`trigger.${name}`),
  );
  return {
    on: typed('trigger.on'),
    ...(Object.keys(when).length > 0 && { when }),
    ...(days && { afterDays: numberFrom(days) }),
    ...(hours && { afterHours: numberFrom(hours) }),
    ...(once && { oncePerDays: numberFrom(once) }),
  };
}

/** A moment by the clocks of the zone that was typed; what is none is for the API to refuse. */
function momentFrom(name: 'startsAt' | 'endsAt', text: string, typed: Typed, known?: Campaign): object {
  return text === '' ? {} : { [name]: instantTyped(text, typed('schedule.timeZone'), known?.[name]) };
}

function audienceFrom(typed: Typed, known?: Campaign['audience']): object {
  const [listId, lately] = [typed('audience.listId'), typed('audience.excludeAskedWithinDays')];
  const sample = sampleFrom(typed);
  const conditions = conditionsFrom(typed);
  const narrowed = {
    ...(lately !== '' && { excludeAskedWithinDays: numberFrom(lately) }),
    ...(sample !== undefined && { sample }),
  };
  if (listId === keptAudience && known?.kind === 'filter') {
    const { filter } = known;
    const isNarrowed = filter !== undefined && conditions.length > 0;
    return { kind: 'filter', filter: isNarrowed ? groupOf([filter, ...conditions]) : filter, ...narrowed };
  }
  return {
    // The members of a list are not narrowed further: who says both is told so.
    ...(listId !== '' && { kind: 'list', listId }),
    ...(conditions.length > 0 && { kind: listId === '' ? 'filter' : 'list', filter: groupOf(conditions) }),
    ...(listId === '' && conditions.length === 0 && { kind: 'all' }),
    ...narrowed,
  };
}

function sampleFrom(typed: Typed): object | undefined {
  const [percent = '', count = '', seed = ''] = ['percent', 'count', 'seed'].map((name) =>
    typed(`audience.sample.${name}`),
  );
  if (percent === '' && count === '' && seed === '') return undefined;
  return {
    ...(percent !== '' && { percent: numberFrom(percent) }),
    ...(count !== '' && { count: numberFrom(count) }),
    ...(seed !== '' && { seed }),
  };
}

/** What the form can ask of customers, by the names of its fields. */
const conditionFields = [
  { name: 'audience.stage', field: 'stage', op: 'eq' },
  { name: 'audience.language', field: 'language', op: 'eq' },
  { name: 'audience.tag', field: 'tags', op: 'contains' },
] as const;

function conditionsFrom(typed: Typed): readonly object[] {
  return conditionFields
    .map(({ name, field, op }) => ({ field, op, value: typed(name) }))
    .filter(({ value }) => value !== '');
}

function groupOf(conditions: readonly object[]): object | undefined {
  return conditions.length === 1 ? conditions[0] : { and: conditions };
}

/** What was stopped, was stopped for good. */
export function isChangeable({ status }: Pick<Campaign, 'status'>): boolean {
  return status !== 'stopped';
}

/** What stands in the form of a campaign that there is. @param at now: what is repeated is shown with when it comes next */
export function fieldsOf(
  campaign: Campaign,
  timeZone: string,
  at: Instant,
): Readonly<Record<string, string>> {
  const { name, trigger, audience, channel, expiresAfterDays, remindAfterDays } = campaign;
  return {
    ...{ name, channel, expiresAfterDays: String(expiresAfterDays) },
    remindAfterDays: String(remindAfterDays ?? ''),
    ...fieldsOfTime(campaign, timeZone, at),
    ...(trigger !== undefined && {
      rhythm: 'event',
      'trigger.on': trigger.on,
      'trigger.when': String(new URLSearchParams(trigger.when)),
      'trigger.afterDays': String(trigger.afterDays),
      'trigger.afterHours': String(trigger.afterHours),
      'trigger.oncePerDays': String(trigger.oncePerDays),
    }),
    ...fieldsOfAudience(audience),
  };
}

/** @param timeZone in which moments are shown where no schedule says one */
function fieldsOfTime({ schedule, startsAt, endsAt }: Campaign, timeZone: string, now: Instant) {
  const zone = schedule?.timeZone ?? timeZone;
  const wall = (instant: Instant | undefined) => (instant === undefined ? '' : wallTimeAt(instant, zone));
  const { at = '', rate = '', cron = '' } = schedule ?? {};
  const repeated = rhythmOf(cron);
  const from = startsAt !== undefined && startsAt > now ? startsAt : now;
  const first = repeated === undefined ? '' : firstAfter(wallTimeAt(from, zone), repeated);
  const isStart = first !== '' && first === wall(startsAt);
  const written = { rhythm: rate === '' ? 'cron' : 'rate', 'schedule.rate': rate, 'schedule.cron': cron };
  return {
    'schedule.timeZone': zone,
    ...(at !== '' && { rhythm: 'once', 'schedule.at': at }),
    ...(at === '' && repeated === undefined && written),
    ...(repeated !== undefined && {
      ...{ rhythm: repeated.rhythm, 'schedule.at': first },
      ...(!isStart && { 'schedule.shown': first }),
    }),
    ...{ startsAt: isStart ? '' : wall(startsAt), endsAt: wall(endsAt) },
  };
}

/** When it is so late on such a day for the first time, from a moment on. */
function firstAfter(from: WallTime, { time, weekday, day }: Repeated): WallTime {
  let date = from.slice(0, 10);
  const isOn = () =>
    (weekday === undefined || new Date(date).getUTCDay() === weekday) &&
    (day === 'last' ? dayAfter(date).endsWith('-01') : day === undefined || Number(date.slice(8)) === day);
  while (!isOn() || `${date}T${time}` < from) date = dayAfter(date);
  return `${date}T${time}`;
}

function fieldsOfAudience(audience: Campaign['audience']): Readonly<Record<string, string>> {
  const { excludeAskedWithinDays: lately = '', sample } = audience;
  const narrowed = {
    'audience.excludeAskedWithinDays': String(lately),
    'audience.sample.percent': String(sample?.percent ?? ''),
    'audience.sample.count': String(sample?.count ?? ''),
    'audience.sample.seed': sample?.seed ?? '',
  };
  if (audience.kind === 'list') return { ...narrowed, 'audience.listId': audience.listId };
  if (audience.kind === 'all') return narrowed;
  return { ...narrowed, ...(fieldsOfFilter(audience.filter) ?? { 'audience.listId': keptAudience }) };
}

/** Undefined for a filter that asks for what the form has no fields for. */
function fieldsOfFilter(filter: object | undefined): Readonly<Record<string, string>> | undefined {
  if (filter === undefined) return undefined;
  const conditions: readonly object[] = 'and' in filter && Array.isArray(filter.and) ? filter.and : [filter];
  const fields = Object.fromEntries(
    conditionFields.flatMap(({ name, field, op }) =>
      conditions.flatMap((each) =>
        'value' in each && isDeepStrictEqual(each, { field, op, value: each.value })
          ? [[name, String(each.value)]]
          : [],
      ),
    ),
  );
  const again = groupOf(conditionsFrom((name) => fields[name] ?? ''));
  return isDeepStrictEqual(again, filter) ? fields : undefined;
}
