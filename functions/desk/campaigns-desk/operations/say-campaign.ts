/** What a campaign says of itself, in words. */
import cronstrue from 'cronstrue';
import 'cronstrue/locales/zh_CN.js';
import type { Language } from '../../../../shared/values/language.ts';
import type { Campaign, CampaignTrigger } from '../../../surveys/campaigns/campaigns.schema.ts';
import type { Reader } from '../../desk/index.ts';
import { rhythmOf, withNamedWeekday } from '../campaigns-desk.rules.ts';
import { texts, type Unit } from '../campaigns-desk.texts.ts';

export function statusOf(
  { status, holdReason }: Pick<Campaign, 'status' | 'holdReason'>,
  reader: Reader,
): string {
  const words = texts[reader.language];
  return holdReason === undefined
    ? words.statuses[status]
    : `${words.statuses[status]}${words.colon}${words.held[holdReason]}`;
}

/** As it was said; what it comes to is told by the next firings. */
export function whenOf(
  { schedule, trigger }: Pick<Campaign, 'schedule' | 'trigger'>,
  { language }: Reader,
): string {
  if (trigger !== undefined) return triggerOf(trigger, language);
  const { at, rate, cron, timeZone = '' } = schedule ?? {};
  const when =
    at?.replace('T', ' ') ?? (cron === undefined ? rateIn(rate, language) : cronIn(cron, language));
  return `${when} (${timeZone})`;
}

function rateIn(rate = '', language: Language): string {
  const { count = '', unit = '' } = /^(?<count>\d+) (?<unit>minute|hour|day)s?$/.exec(rate)?.groups ?? {};
  return count === '' ? rate : texts[language].everySoOften(Number(count), unit as Unit);
}

function cronIn(cron: string, language: Language): string {
  const words = texts[language];
  const { time, weekday, day } = rhythmOf(withNamedWeekday(cron)) ?? {};
  if (time === undefined) return fieldByField(cron, language);
  if (day === 'last') return words.everyMonthEnd(time);
  if (day !== undefined) return words.everyMonth(day, time);
  if (weekday === undefined) return words.everyDay(time);
  // The first of November 2026 was a Sunday.
  const name = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  return words.everyWeek(name.format(Date.UTC(2026, 10, 1 + weekday)), time);
}

/** What somebody has written who knows how; as it stands where the package does not understand it. */
function fieldByField(cron: string, language: Language): string {
  try {
    // EventBridge has no seconds, which the package reads first, and its Sunday is 1.
    const said = cronstrue.toString(`0 ${cron}`, {
      ...{ use24HourTimeFormat: true, dayOfWeekStartIndexZero: false },
      locale: language === 'en' ? 'en' : 'zh_CN',
    });
    return language === 'en' ? `${said.charAt(0).toLowerCase()}${said.slice(1)}` : inChinese(said);
  } catch {
    return cron;
  }
}

/** With the punctuation of Chinese, which has no spaces between its words. */
function inChinese(said: string): string {
  return said
    .replace(/^在 ?/, '')
    .replaceAll(/, ?/g, '，')
    .replaceAll(/(?<=\p{Script=Han}) +(?=\p{Script=Han})/gu, '')
    .replaceAll(/ {2,}/g, ' ');
}

export function conditionOf(field: string, value: string, language: Language): string {
  const { fields, values, colon } = texts[language];
  return `${fields[field] ?? field}${colon}${values[value] ?? value}`;
}

export function triggerOf({ on, when, afterDays, afterHours }: CampaignTrigger, language: Language): string {
  const words = texts[language];
  const conditions = Object.entries(when).map(([field, value]) => conditionOf(field, value, language));
  const event = words.eventWith(words.events[on] ?? on, conditions);
  return afterDays + afterHours === 0 ? words.atOnce(event) : words.triggered(event, afterDays, afterHours);
}

/** Something with a name, to be chosen or named. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

export const nameIn = (all: readonly Named[], id: string) => all.find((each) => each.id === id)?.name ?? id;

/** What the list of an audience is called; of one that is not among the lists, why. */
export function listNameOf(
  id: string,
  lists: readonly Named[],
  { holdReason }: Partial<Pick<Campaign, 'holdReason'>>,
  { language }: Pick<Reader, 'language'>,
): string {
  const { deletedList, unknownList } = texts[language];
  return (
    lists.find((list) => list.id === id)?.name ?? (holdReason === 'list-deleted' ? deletedList : unknownList)
  );
}

/** Whom it asks, with what narrows that. */
export function whomOf(
  { audience, audienceInWords, holdReason }: Pick<Campaign, 'audience' | 'audienceInWords' | 'holdReason'>,
  lists: readonly Named[],
  reader: Reader,
): string {
  const words = texts[reader.language];
  const { kind, excludeAskedWithinDays: days, sample } = audience;
  const whom =
    kind === 'list'
      ? listNameOf(audience.listId, lists, { holdReason }, reader)
      : kind === 'all'
        ? words.everybody
        : (audienceInWords ?? words.ofFilter);
  return [
    whom,
    ...(days === undefined ? [] : [words.latelyOut(days)]),
    ...(sample?.percent === undefined ? [] : [words.ofHundred(sample.percent)]),
    ...(sample?.count === undefined ? [] : [words.drawn(sample.count)]),
    ...(sample?.seed === undefined ? [] : [words.seeded(sample.seed)]),
  ].join(words.semicolon);
}
