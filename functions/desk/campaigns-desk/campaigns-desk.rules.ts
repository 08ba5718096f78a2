/** What the form of a campaign asks for. */
import { type DeskForm, valueIn } from '../desk/desk.schema.ts';

export const rhythms = ['once', 'daily', 'weekly', 'monthly', 'rate', 'cron'] as const;
export type Rhythm = (typeof rhythms)[number];

/** Numbers are typed as text; what is none is for the API to refuse. */
const numberIn = (text: string) => (/^\d+$/.test(text) ? Number(text) : text);

/** What a form asks the API for; what is not filled in is for the API to refuse. */
export function campaignFrom(form: DeskForm): object {
  const typed = (name: string) => valueIn(form, name).trim();
  const expires = typed('expiresAfterDays');
  return {
    surveyId: typed('surveyId'),
    name: typed('name'),
    schedule: { ...recurrenceFrom(typed), timeZone: typed('schedule.timeZone') },
    audience: audienceFrom(typed),
    channel: typed('channel'),
    ...(expires !== '' && { expiresAfterDays: numberIn(expires) }),
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

function audienceFrom(typed: (name: string) => string): object {
  const [listId, lately, percent] = [
    'audience.listId',
    'audience.excludeAskedWithinDays',
    'audience.sample',
  ].map(typed) as [string, string, string];
  return {
    ...(listId === '' ? { kind: 'all' } : { kind: 'list', listId }),
    ...(lately !== '' && { excludeAskedWithinDays: numberIn(lately) }),
    ...(percent !== '' && { sample: { percent: numberIn(percent) } }),
  };
}
