/** What the form of a campaign asks for. */
import { resolveWallTime } from '../../../shared/time/zones.ts';
import { wallTimeSchema } from '../../../shared/values/instant.ts';
import { timeZoneSchema } from '../../../shared/values/time-zone.ts';
import { type DeskForm, valueIn } from '../desk/desk.schema.ts';

export const rhythms = ['once', 'daily', 'weekly', 'monthly', 'rate', 'cron', 'event'] as const;
export type Rhythm = (typeof rhythms)[number];

/** Numbers are typed as text; what is none is for the API to refuse. */
const numberIn = (text: string) => (/^\d+$/.test(text) ? Number(text) : text);

/** What a form asks the API for; what is not filled in is for the API to refuse. */
export function campaignFrom(form: DeskForm): object {
  const typed = (name: string) => valueIn(form, name).trim();
  const [expires, remind] = [typed('expiresAfterDays'), typed('remindAfterDays')];
  return {
    surveyId: typed('surveyId'),
    name: typed('name'),
    ...(typed('rhythm') === 'event'
      ? { trigger: triggerFrom(typed) }
      : { schedule: { ...recurrenceFrom(typed), timeZone: typed('schedule.timeZone') } }),
    ...momentFrom('startsAt', typed('startsAt') || firstOfMany(typed), typed),
    ...momentFrom('endsAt', typed('endsAt'), typed),
    audience: audienceFrom(typed),
    channel: typed('channel'),
    ...(expires !== '' && { expiresAfterDays: numberIn(expires) }),
    ...(remind !== '' && { remindAfterDays: numberIn(remind) }),
  };
}

/** Again and again at the time, and on the day, of the first moment; or as somebody says who knows how. */
function recurrenceFrom(typed: (name: string) => string): object {
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
  const weekday = new Date(Date.UTC(year, month - 1, day)).toLocaleDateString('en', {
    weekday: 'short',
    timeZone: 'UTC',
  });
  return { cron: `${clock} ? * ${weekday.toUpperCase()} *` };
}

/** What the form makes of a rhythm, read back; undefined for what was written by somebody who knows how. */
export function rhythmOf(
  cron: string,
):
  | { readonly time: string; readonly weekday?: number | undefined; readonly day?: number | undefined }
  | undefined {
  const found = /^(\d+) (\d+) (\*|\?|\d+) \* (\?|[A-Z]{3}) \*$/.exec(cron);
  if (found === null) return undefined;
  const [minute = '', hour = '', day = '', weekday = ''] = found.slice(1);
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (day === '*') return { time };
  if (day !== '?') return { time, day: Number(day) };
  const index = weekdays.indexOf(weekday);
  return index < 0 ? undefined : { time, weekday: index };
}

const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** What is repeated at the time of a moment does not go out before it. */
function firstOfMany(typed: (name: string) => string): string {
  return ['daily', 'weekly', 'monthly'].includes(typed('rhythm')) ? typed('schedule.at') : '';
}

/** A condition is chosen as `field=value`. */
function triggerFrom(typed: (name: string) => string): object {
  const [field = '', value = ''] = typed('trigger.when').split('=');
  const [days, hours, once] = ['afterDays', 'afterHours', 'oncePerDays'].map((name) =>
    typed(`trigger.${name}`),
  );
  return {
    on: typed('trigger.on'),
    ...(field !== '' && { when: { [field]: value } }),
    ...(days && { afterDays: numberIn(days) }),
    ...(hours && { afterHours: numberIn(hours) }),
    ...(once && { oncePerDays: numberIn(once) }),
  };
}

/** A moment by the clocks of the zone that was typed; what is none is for the API to refuse. */
function momentFrom(name: 'startsAt' | 'endsAt', text: string, typed: (name: string) => string): object {
  const [wallTime, zone] = [
    wallTimeSchema.safeParse(text),
    timeZoneSchema.safeParse(typed('schedule.timeZone')),
  ];
  if (text === '') return {};
  if (!wallTime.success || !zone.success) return { [name]: text };
  return { [name]: resolveWallTime(wallTime.data, zone.data).instant };
}

function audienceFrom(typed: (name: string) => string): object {
  const [listId, lately, percent] = [
    'audience.listId',
    'audience.excludeAskedWithinDays',
    'audience.sample',
  ].map(typed) as [string, string, string];
  const conditions = [
    ...['stage', 'language'].map((field) => ({ field, op: 'eq', value: typed(`audience.${field}`) })),
    { field: 'tags', op: 'contains', value: typed('audience.tag') },
  ].filter(({ value }) => value !== '');
  const filter = conditions.length === 1 ? conditions[0] : { and: conditions };
  return {
    // The members of a list are not narrowed further: who says both is told so.
    ...(listId !== '' && { kind: 'list', listId }),
    ...(conditions.length > 0 && { kind: listId === '' ? 'filter' : 'list', filter }),
    ...(listId === '' && conditions.length === 0 && { kind: 'all' }),
    ...(lately !== '' && { excludeAskedWithinDays: numberIn(lately) }),
    ...(percent !== '' && { sample: { percent: numberIn(percent) } }),
  };
}
