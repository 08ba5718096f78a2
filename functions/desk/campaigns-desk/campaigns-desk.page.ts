/** Campaigns: when which survey goes out to whom, and what came of it. */
import { facts } from '../../../shared/pages/facts.ts';
import { hiddenInput, momentInput, select, textInput } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { infoMessage } from '../../../shared/pages/messages.ts';
import { nextPage } from '../../../shared/pages/navigation.ts';
import { table } from '../../../shared/pages/table.ts';
import { type Language, languages } from '../../../shared/values/language.ts';
import { stages } from '../../customers/customers/customers.schema.ts';
import type {
  Campaign,
  CampaignPreview,
  CampaignSummary,
  CampaignTrigger,
  CampaignTriggers,
} from '../../surveys/campaigns/campaigns.schema.ts';
import type { Run } from '../../surveys/results/results.schema.ts';
import { type Filled, formToken, type Reader, refusalMessage, timeOf } from '../desk/index.ts';
import { rhythmOf, rhythms } from './campaigns-desk.rules.ts';
import { type NotSent, texts } from './campaigns-desk.texts.ts';

export type CampaignsReader = Reader & { readonly timeZone: string; readonly mayWrite: boolean };

/** Something with a name, to be chosen or named. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

const listPath = '/desk/campaigns';
const nameIn = (all: readonly Named[], id: string) => all.find((each) => each.id === id)?.name ?? id;
const surveyLink = (id: string, name: string) => html`<a href="/desk/surveys/${id}">${name}</a>`;

export function campaignsPage(
  { items, cursor }: { readonly items: readonly CampaignSummary[]; readonly cursor: string | null },
  surveys: readonly Named[],
  reader: CampaignsReader,
): Html {
  const words = texts[reader.language];
  const rows = items.map((each) => [
    html`<a href="${listPath}/${each.id}">${each.name}</a>`,
    statusOf(each, reader),
    surveyLink(each.surveyId, nameIn(surveys, each.surveyId)),
    whenOf(each, reader),
    timeOf(each.updatedAt, reader),
  ]);
  const further = cursor === null ? undefined : `${listPath}?cursor=${encodeURIComponent(cursor)}`;
  return html`<h1>${words.title}</h1>
<p class="actions">${reader.mayWrite && html`<a href="${listPath}/new">${words.new}</a> `}<a href="/desk/surveys">${words.surveys}</a></p>
${table({ caption: words.title, isCaptionHidden: true, heads: words.heads, rows, empty: words.none })}
${nextPage(words.more, further)}`;
}

function statusOf({ status, holdReason }: Pick<Campaign, 'status' | 'holdReason'>, reader: Reader): string {
  const words = texts[reader.language];
  return holdReason === undefined
    ? words.statuses[status]
    : `${words.statuses[status]}${words.colon}${words.held[holdReason]}`;
}

/** As it was said; what it comes to is told by the next firings. */
function whenOf({ schedule, trigger }: Pick<Campaign, 'schedule' | 'trigger'>, { language }: Reader): string {
  if (trigger !== undefined) return triggerOf(trigger, language);
  const { at, rate, cron, timeZone = '' } = schedule ?? {};
  const when = at?.replace('T', ' ') ?? (cron === undefined ? rate : cronIn(cron, language)) ?? '';
  return `${when} (${timeZone})`;
}

function cronIn(cron: string, language: Language): string {
  const words = texts[language];
  const { time, weekday, day } = rhythmOf(cron) ?? {};
  if (time === undefined) return cron;
  if (day !== undefined) return words.everyMonth(day, time);
  if (weekday === undefined) return words.everyDay(time);
  // The first of November 2026 was a Sunday.
  const name = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  return words.everyWeek(name.format(Date.UTC(2026, 10, 1 + weekday)), time);
}

/** Each condition that an event may have, as one choice. */
function conditionsOf(triggers: CampaignTriggers['items'], { language }: Reader) {
  return triggers.flatMap(({ on, fields }) =>
    fields.flatMap(({ field, values }) =>
      values.map((value) => ({
        value: `${field}=${value}`,
        label: `${texts[language].events[on] ?? on}${texts[language].colon}${conditionOf(field, value, language)}`,
      })),
    ),
  );
}

function conditionOf(field: string, value: string, language: Language): string {
  const { fields, values, colon } = texts[language];
  return `${fields[field] ?? field}${colon}${values[value] ?? value}`;
}

function triggerOf({ on, when, afterDays, afterHours }: CampaignTrigger, language: Language): string {
  const words = texts[language];
  const conditions = Object.entries(when).map(([field, value]) => conditionOf(field, value, language));
  const event = words.eventWith(words.events[on] ?? on, conditions);
  return afterDays + afterHours === 0 ? words.atOnce(event) : words.triggered(event, afterDays, afterHours);
}

export interface CampaignFormView {
  readonly surveys: readonly Named[];
  readonly lists: readonly Named[];
  readonly triggers: CampaignTriggers['items'];
  /** The survey from whose page somebody came. */
  readonly surveyId: string | undefined;
  readonly filled: Filled;
  readonly key: string;
}

const formFields = [
  ...['surveyId', 'name', 'schedule.at', 'schedule.rate', 'schedule.cron', 'schedule.timeZone'],
  ...['startsAt', 'endsAt', 'trigger.on', 'trigger.when', 'trigger.afterDays', 'trigger.afterHours'],
  ...[
    'trigger.oncePerDays',
    'audience.listId',
    'audience.excludeAskedWithinDays',
    'audience.sample',
    'channel',
    'expiresAfterDays',
    'remindAfterDays',
  ],
];

export function campaignFormPage(view: CampaignFormView, reader: CampaignsReader): Html {
  const { surveys, lists, triggers, surveyId, filled, key } = view;
  const words = texts[reader.language];
  const field = (name: string, label: string, known = '') => ({
    ...{ name, label, value: filled.value(name, known), violation: filled.violation(name) },
  });
  const named = (all: readonly Named[]) => all.map(({ id, name }) => ({ value: id, label: name }));
  return html`${refusalMessage(filled, formFields)}<h1>${words.new}</h1>
<form method="post" action="${listPath}/new">${formToken(reader)}${hiddenInput('key', key)}${select({ ...field('surveyId', words.survey, surveyId), hint: words.surveyHint, isRequired: true, options: [{ value: '', label: words.choose }, ...named(surveys)] })}${textInput({ ...field('name', words.name), isRequired: true, maximum: 120 })}<fieldset class="card"><legend>${words.when}</legend>${select({ ...field('rhythm', words.rhythm, 'once'), options: rhythms.map((value) => ({ value, label: words.rhythms[value] })) })}${momentInput({ ...field('schedule.at', words.at), hint: words.atHint })}${textInput({ ...field('schedule.rate', words.rate), hint: words.rateHint, maximum: 40 })}${textInput({ ...field('schedule.cron', words.cron), hint: words.cronHint, maximum: 200 })}${textInput({ ...field('schedule.timeZone', words.zone, reader.timeZone), hint: words.zoneHint, isRequired: true, maximum: 60 })}${momentInput({ ...field('startsAt', words.startsAt), hint: words.windowHint })}${momentInput(field('endsAt', words.endsAt))}</fieldset><fieldset class="card"><legend>${words.byTrigger}</legend><p class="hint">${words.triggerHint}</p>${select({ ...field('trigger.on', words.triggerOn), options: [{ value: '', label: words.choose }, ...triggers.map(({ on }) => ({ value: on, label: words.events[on] ?? on }))] })}${select({ ...field('trigger.when', words.triggerWhen), options: [{ value: '', label: words.always }, ...conditionsOf(triggers, reader)] })}${textInput({ ...field('trigger.afterDays', words.afterDays), maximum: 2 })}${textInput({ ...field('trigger.afterHours', words.afterHours), maximum: 2 })}${textInput({ ...field('trigger.oncePerDays', words.oncePerDays, '30'), maximum: 3 })}</fieldset><fieldset class="card"><legend>${words.audience}</legend>${select({ ...field('audience.listId', words.list), options: [{ value: '', label: words.everybody }, ...named(lists)] })}<p class="hint">${words.filterHint}</p>${textInput({ ...field('audience.tag', words.tag), maximum: 40 })}${select({ ...field('audience.stage', words.stage), options: [{ value: '', label: words.any }, ...stages.map((value) => ({ value, label: words.stages[value] }))] })}${select({ ...field('audience.language', words.language), options: [{ value: '', label: words.any }, ...languages.map((value) => ({ value, label: words.languageNames[value] }))] })}${textInput({ ...field('audience.excludeAskedWithinDays', words.lately), maximum: 4 })}${textInput({ ...field('audience.sample', words.sample), maximum: 2 })}</fieldset>${select({ ...field('channel', words.channel, 'email'), options: ['email', 'sms'].map((value) => ({ value, label: words.channels[value] ?? value })) })}${textInput({ ...field('expiresAfterDays', words.expires, '30'), maximum: 3 })}${textInput({ ...field('remindAfterDays', words.remind), hint: words.remindHint, maximum: 2 })}<p class="actions"><button>${words.create}</button></p></form>
<p><a href="${listPath}">${words.back}</a></p>`;
}

export interface CampaignView {
  readonly campaign: Campaign;
  readonly surveyName: string;
  readonly lists: readonly Named[];
  readonly runs: readonly Run[];
  readonly filled: Filled;
  /** What was done just now. */
  readonly done: 'status' | 'run' | undefined;
  readonly key: string;
  readonly preview: CampaignPreview | undefined;
}

export function campaignPage(view: CampaignView, reader: CampaignsReader): Html {
  const { campaign, surveyName, runs, filled, done, preview } = view;
  const words = texts[reader.language];
  const timeZone = campaign.schedule?.timeZone ?? reader.timeZone;
  const next = (preview?.runs.map(({ at }) => at) ?? campaign.nextRuns).map(
    (at) =>
      html`<li><time datetime="${at}">${timeOf(at, { language: reader.language, timeZone })}</time></li>`,
  );
  return html`${done === 'status' && infoMessage({ text: words.done(statusOf(campaign, reader)) })}${done === 'run' && infoMessage({ text: words.started })}${refusalMessage(filled, [])}<h1>${campaign.name}</h1>
<p class="hint">${words.inZone(timeZone)}</p>
${facts([
  [words.status, statusOf(campaign, reader)],
  [words.survey, surveyLink(campaign.surveyId, surveyName)],
  [words.when, whenOf(campaign, reader)],
  campaign.trigger !== undefined && [words.oncePer, words.days(campaign.trigger.oncePerDays)],
  campaign.startsAt !== undefined && [
    words.startsAt,
    timeOf(campaign.startsAt, { language: reader.language, timeZone }),
  ],
  campaign.endsAt !== undefined && [
    words.endsAt,
    timeOf(campaign.endsAt, { language: reader.language, timeZone }),
  ],
  [words.audience, audienceOf(view, reader)],
  [words.channel, words.channels[campaign.channel] ?? campaign.channel],
  [words.expires, words.days(campaign.expiresAfterDays)],
  campaign.remindAfterDays !== undefined && [words.remind, words.days(campaign.remindAfterDays)],
])}
<p class="actions"><a href="/desk/surveys/${campaign.surveyId}/comments?campaignId=${campaign.id}">${words.comments}</a></p>
${reader.mayWrite && switchForm(view, reader)}
${
  campaign.warnings.length > 0 &&
  html`<h2>${words.warnings}</h2>
<ul>${campaign.warnings.map(({ detail }) => html`<li>${detail}</li>`)}</ul>`
}
<h2>${words.next}</h2>
${next.length === 0 ? html`<p>${campaign.trigger === undefined ? words.noNext : words.byEvent}</p>` : html`<ol>${next}</ol>`}
${preview !== undefined && foresight(preview, reader)}${preview === undefined && reader.mayWrite && html`<p class="actions"><a href="${listPath}/${campaign.id}?foresee=1">${campaign.trigger === undefined ? words.foresee : words.foreseeWhom}</a></p>`}
<h2>${words.funnel}</h2>
${table({
  ...{ caption: words.funnel, isCaptionHidden: true, heads: words.funnelHeads, empty: words.noRuns },
  rows: funnel(runs, timeZone, reader),
})}
<p><a href="${listPath}">${words.back}</a></p>`;
}

function audienceOf(
  { campaign: { audience, audienceInWords }, lists }: CampaignView,
  { language }: Reader,
): string {
  const words = texts[language];
  const { kind, excludeAskedWithinDays: days, sample } = audience;
  const whom =
    kind === 'list'
      ? nameIn(lists, audience.listId)
      : kind === 'all'
        ? words.everybody
        : (audienceInWords ?? words.ofFilter);
  return [
    whom,
    ...(days === undefined ? [] : [words.latelyOut(days)]),
    ...(sample?.percent === undefined ? [] : [words.ofHundred(sample.percent)]),
    ...(sample?.count === undefined ? [] : [words.drawn(sample.count)]),
  ].join(words.semicolon);
}

function foresight({ audience, notSent }: CampaignPreview, { language }: Reader): Html {
  const words = texts[language];
  const { size, from, to, isExact, leftOut } = audience;
  const because = Object.entries(notSent.because) as [NotSent, number][];
  return html`<h2>${words.foreseen}</h2>
${facts([
  [words.size, isExact ? size : words.estimate(size, from, to)],
  leftOut > 0 && [words.leftOut, leftOut],
])}
${table({
  ...{ caption: words.notSent(notSent.checked), heads: words.notSentHeads, empty: words.noneHeld },
  rows: because.map(([reason, count]) => [words.because[reason], count]),
})}`;
}

function switchForm({ campaign, key }: CampaignView, reader: Reader): Html | undefined {
  const words = texts[reader.language];
  const { id, version, status, trigger } = campaign;
  if (status === 'stopped') return undefined;
  const button = (name: string, value: string, label: string) =>
    html`<button class="quiet" name="${name}" value="${value}">${label}</button> `;
  const switched =
    status === 'paused' ? button('status', 'active', words.resume) : button('status', 'paused', words.pause);
  const mayRun = status !== 'finished' && status !== 'held' && trigger === undefined;
  return html`<form method="post" action="${listPath}/${id}">${formToken(reader)}${hiddenInput('version', version)}${hiddenInput('key', key)}<p class="actions">${status !== 'finished' && switched}${mayRun && button('action', 'run', words.runNow)}${button('status', 'stopped', words.stop)}</p><p class="hint">${mayRun && words.runHint}${words.stopHint}</p></form>`;
}

const steps = [
  ...(['planned', 'leftOut', 'skipped', 'invited', 'held', 'sent', 'bounced', 'failed'] as const),
  ...(['reminded', 'answered'] as const),
] as const;

/** How far a run has come; what became of each invitation is counted beside it. */
function runStatusOf(run: Run, language: Language): string {
  const { status, endedBecause, planned, invited } = run;
  const { runStatuses, goneOut, colon, endedBecause: because } = texts[language];
  if (endedBecause !== undefined) return `${runStatuses[status]}${colon}${because[endedBecause]}`;
  const fates = ['sent', 'bounced', 'withheld', 'complained', 'failed', 'unknown', 'skipped'] as const;
  const settled = fates.reduce((sum, fate) => sum + run[fate], 0);
  return status === 'planned' && invited >= planned && settled >= invited ? goneOut : runStatuses[status];
}

/** One row for each run, and one for all of them where there are several. */
function funnel(runs: readonly Run[], timeZone: string, { language }: Reader) {
  const words = texts[language];
  const cells = (counted: Pick<Run, (typeof steps)[number]>) => [
    ...steps.map((step) => counted[step]),
    counted.sent === 0 ? '' : `${Math.round((100 * counted.answered) / counted.sent)} %`,
  ];
  // Whoever was skipped got none: invited are the others, as the results say it.
  const counted = runs.map((run) => ({ ...run, invited: run.invited - run.skipped }));
  const rows = runs.map((run, index) => [
    timeOf(run.scheduledTime, { language, timeZone }),
    runStatusOf(run, language),
    ...cells(counted[index] ?? run),
  ]);
  if (runs.length < 2) return rows;
  const sum = (step: (typeof steps)[number]) => counted.reduce((total, run) => total + run[step], 0);
  const total = Object.fromEntries(steps.map((step) => [step, sum(step)])) as Pick<
    Run,
    (typeof steps)[number]
  >;
  return [...rows, [words.all, '', ...cells(total)]];
}
