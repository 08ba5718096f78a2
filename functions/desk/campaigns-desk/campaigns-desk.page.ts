/** Campaigns: when which survey goes out to whom, and what came of it. */
import { facts } from '../../../shared/pages/facts.ts';
import { hiddenInput, momentInput, select, textInput } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { infoMessage } from '../../../shared/pages/messages.ts';
import { nextPage } from '../../../shared/pages/navigation.ts';
import { table } from '../../../shared/pages/table.ts';
import { type Language, languages } from '../../../shared/values/language.ts';
import { stages } from '../../customers/customers/customers.schema.ts';
import type { AuditPage } from '../../people/audit/audit.schema.ts';
import type {
  Campaign,
  CampaignPreview,
  CampaignSummary,
  CampaignTriggers,
} from '../../surveys/campaigns/campaigns.schema.ts';
import type { Run } from '../../surveys/results/results.schema.ts';
import { type Filled, formToken, type Reader, refusalMessage, timeOf } from '../desk/index.ts';
import { isChangeable, keptAudience, type Rhythm, rhythms } from './campaigns-desk.rules.ts';
import { type NotSent, texts } from './campaigns-desk.texts.ts';
import { changesOf } from './operations/list-changes.ts';
import {
  conditionOf,
  listNameOf,
  type Named,
  nameIn,
  statusOf,
  whenOf,
  whomOf,
} from './operations/say-campaign.ts';

export type CampaignsReader = Reader & { readonly timeZone: string; readonly mayWrite: boolean };

type Waiting = NonNullable<Campaign['waiting']>;

const listPath = '/desk/campaigns';
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

/** Each condition that an event may have, as one choice. */
function conditionsOf(triggers: CampaignTriggers['items'], language: Language) {
  return triggers.flatMap(({ on, fields }) =>
    fields.flatMap(({ field, values }) =>
      values.map((value) => ({
        value: `${field}=${value}`,
        label: `${texts[language].events[on] ?? on}${texts[language].colon}${conditionOf(field, value, language)}`,
      })),
    ),
  );
}

export interface CampaignFormView {
  readonly lists: readonly Named[];
  readonly triggers: CampaignTriggers['items'];
  readonly filled: Filled;
  /** What stands in a field that nobody has touched. */
  readonly known: Readonly<Record<string, string>>;
}

const formFields = [
  ...['surveyId', 'name', 'schedule.at', 'schedule.rate', 'schedule.cron', 'schedule.timeZone'],
  ...['startsAt', 'endsAt', 'trigger.on', 'trigger.when', 'trigger.afterDays', 'trigger.afterHours'],
  ...['trigger.oncePerDays', 'audience.listId', 'audience.excludeAskedWithinDays'],
  ...['audience.sample.percent', 'audience.sample.count', 'audience.sample.seed'],
  ...['channel', 'expiresAfterDays', 'remindAfterDays'],
];

/** A field of a form: what stands in it, and what is wrong with that. */
function fieldsIn({ filled, known }: Pick<CampaignFormView, 'filled' | 'known'>) {
  return (name: string, label: string) => ({
    ...{ label, ...filled.field(name, known[name]) },
  });
}

const optionsOf = (all: readonly Named[]) => all.map(({ id, name }) => ({ value: id, label: name }));

export interface NewCampaignView extends Omit<CampaignFormView, 'known'> {
  readonly surveys: readonly Named[];
  /** The survey from whose page somebody came. */
  readonly surveyId: string | undefined;
  readonly key: string;
}

export function newCampaignPage(made: NewCampaignView, reader: CampaignsReader): Html {
  const { surveys, surveyId = '', filled, key } = made;
  const words = texts[reader.language];
  const usual = { rhythm: 'once', channel: 'email', expiresAfterDays: '30', 'trigger.oncePerDays': '30' };
  const known = { ...usual, surveyId, 'schedule.timeZone': reader.timeZone };
  const view = { ...made, known };
  const field = fieldsIn(view);
  return html`${refusalMessage(filled, formFields)}<h1>${words.new}</h1>
<form method="post" action="${listPath}/new">${formToken(reader)}${hiddenInput('key', key)}${select({ ...field('surveyId', words.survey), hint: words.surveyHint, isRequired: true, options: [{ value: '', label: words.choose }, ...optionsOf(surveys)] })}${nameField(view, reader)}<fieldset class="card"><legend>${words.when}</legend>${rhythmFields(view, rhythms, reader)}${windowFields(view, reader)}</fieldset><fieldset class="card"><legend>${words.byTrigger}</legend><p class="hint">${words.triggerHint}</p>${triggerFields(view, reader)}</fieldset>${audienceFields(view, reader)}${sendingFields(view, reader)}<p class="actions"><button>${words.create}</button></p></form>
<p><a href="${listPath}">${words.back}</a></p>`;
}

export interface CampaignChangeView extends CampaignFormView {
  readonly campaign: Campaign;
  readonly surveyName: string;
}

/** A campaign has a schedule or a trigger, and keeps to it: only the fields of that are there. */
export function campaignChangePage(view: CampaignChangeView, reader: CampaignsReader): Html {
  const { campaign, surveyName, filled, known } = view;
  const words = texts[reader.language];
  const path = `${listPath}/${campaign.id}`;
  const shown = known['schedule.shown'];
  const when =
    campaign.trigger === undefined
      ? html`<fieldset class="card"><legend>${words.when}</legend>${shown !== undefined && hiddenInput('schedule.shown', filled.value('schedule.shown', shown))}${rhythmFields(
          view,
          rhythms.filter((each) => each !== 'event'),
          reader,
        )}${windowFields(view, reader)}</fieldset>`
      : html`<fieldset class="card"><legend>${words.byTrigger}</legend>${hiddenInput('rhythm', 'event')}${triggerFields(view, reader)}${windowFields(view, reader)}</fieldset>`;
  return html`${refusalMessage(filled, formFields)}<h1>${words.changeCampaign(campaign.name)}</h1>
${facts([
  [words.status, statusOf(campaign, reader)],
  [words.survey, surveyLink(campaign.surveyId, surveyName)],
])}
<p class="hint">${campaign.status === 'finished' ? words.changeFinished : words.changeHint}</p>
<form method="post" action="${path}/change">${formToken(reader)}${hiddenInput('version', campaign.version)}${nameField(view, reader)}${when}${audienceFields(view, reader)}${sendingFields(view, reader)}<p class="actions"><button>${words.save}</button> <a href="${path}">${words.leaveIt}</a></p></form>`;
}

function nameField(view: CampaignFormView, { language }: Reader): Html {
  return textInput({ ...fieldsIn(view)('name', texts[language].name), isRequired: true, maximum: 120 });
}

function rhythmFields(view: CampaignFormView, offered: readonly Rhythm[], { language }: Reader): Html {
  const words = texts[language];
  const field = fieldsIn(view);
  const options = offered.map((value) => ({ value, label: words.rhythms[value] }));
  return html`${select({ ...field('rhythm', words.rhythm), hint: words.rhythmHint, options })}${momentInput({ ...field('schedule.at', words.at), hint: words.atHint })}${textInput({ ...field('schedule.rate', words.rate), hint: words.rateHint, maximum: 40 })}${textInput({ ...field('schedule.cron', words.cron), hint: words.cronHint, maximum: 200 })}`;
}

/** Between which moments, by the clocks of which zone. */
function windowFields(view: CampaignFormView, { language }: Reader): Html {
  const words = texts[language];
  const field = fieldsIn(view);
  return html`${textInput({ ...field('schedule.timeZone', words.zone), hint: words.zoneHint, isRequired: true, maximum: 60 })}${momentInput({ ...field('startsAt', words.startsAt), hint: words.windowHint })}${momentInput(field('endsAt', words.endsAt))}`;
}

function triggerFields(view: CampaignFormView, { language }: Reader): Html {
  const words = texts[language];
  const field = fieldsIn(view);
  const { triggers, known } = view;
  const events = triggers.map(({ on }) => ({ value: on, label: words.events[on] ?? on }));
  const offered = conditionsOf(triggers, language);
  const when = known['trigger.when'] ?? '';
  // Several conditions at once are for the API to make; here they stay, or give way to one.
  const severalLabel = () =>
    [...new URLSearchParams(when)].map(([name, value]) => conditionOf(name, value, language));
  const several = offered.some(({ value }) => value === when)
    ? []
    : [{ value: when, label: severalLabel().join(words.semicolon) }];
  const conditions = [...(when === '' ? [] : several), ...offered];
  return html`${select({ ...field('trigger.on', words.triggerOn), options: [{ value: '', label: words.choose }, ...events] })}${select({ ...field('trigger.when', words.triggerWhen), options: [{ value: '', label: words.always }, ...conditions] })}${textInput({ ...field('trigger.afterDays', words.afterDays), maximum: 2 })}${textInput({ ...field('trigger.afterHours', words.afterHours), maximum: 2 })}${textInput({ ...field('trigger.oncePerDays', words.oncePerDays), maximum: 3 })}`;
}

function audienceFields(view: CampaignFormView & Partial<CampaignChangeView>, { language }: Reader): Html {
  const words = texts[language];
  const field = fieldsIn(view);
  const { lists, known, filled, campaign } = view;
  const any = { value: '', label: words.any };
  const listId = known['audience.listId'] ?? '';
  const isKept = listId === keptAudience;
  const label = isKept
    ? words.asNow(campaign?.audienceInWords ?? words.ofFilter)
    : listNameOf(listId, lists, campaign ?? {}, { language });
  const isListed = listId === '' || lists.some(({ id }) => id === listId);
  const whom = [
    ...[{ value: '', label: words.everybody }, ...(isListed ? [] : [{ value: listId, label }])],
    ...optionsOf(lists),
  ];
  const list = field('audience.listId', words.list);
  const tag = field('audience.tag', words.tag);
  const ofFilter = filled.violation('audience.filter');
  const sample = field('audience.sample.percent', words.sample);
  const ofPart = ['count', 'seed'].some((part) => filled.violation(`audience.sample.${part}`) !== undefined);
  const ofSample = ofPart ? undefined : filled.violation('audience.sample');
  return html`<fieldset class="card"><legend>${words.audience}</legend>${select({ ...list, violation: list.violation ?? (isKept ? ofFilter : undefined), options: whom })}<p class="hint">${words.filterHint}</p>${textInput({ ...tag, violation: isKept ? undefined : ofFilter, maximum: 40 })}${select({ ...field('audience.stage', words.stage), options: [any, ...stages.map((value) => ({ value, label: words.stages[value] }))] })}${select({ ...field('audience.language', words.language), options: [any, ...languages.map((value) => ({ value, label: words.languageNames[value] }))] })}${textInput({ ...field('audience.excludeAskedWithinDays', words.lately), maximum: 4 })}${textInput({ ...sample, violation: sample.violation ?? ofSample, maximum: 2 })}${textInput({ ...field('audience.sample.count', words.sampleCount), maximum: 4 })}${textInput({ ...field('audience.sample.seed', words.seed), hint: words.seedHint, maximum: 80 })}</fieldset>`;
}

function sendingFields(view: CampaignFormView, { language }: Reader): Html {
  const words = texts[language];
  const field = fieldsIn(view);
  const options = ['email', 'sms'].map((value) => ({ value, label: words.channels[value] ?? value }));
  return html`${select({ ...field('channel', words.channel), options })}${textInput({ ...field('expiresAfterDays', words.expires), maximum: 3 })}${textInput({ ...field('remindAfterDays', words.remind), hint: words.remindHint, maximum: 2 })}`;
}

/** What was done just now, or could not be. */
export type Done = 'status' | 'run' | 'change' | 'unchanged' | 'stopped';

export interface CampaignView {
  readonly campaign: Campaign;
  readonly surveyName: string;
  /** Of answers to an anonymous survey nobody knows which campaign has brought them. */
  readonly isAnonymous: boolean;
  readonly lists: readonly Named[];
  /** What the trail tells of it, newest first; undefined for whom it tells nothing. */
  readonly trail: AuditPage | undefined;
  readonly runs: readonly Run[];
  readonly filled: Filled;
  /** What was done just now. */
  readonly done: Done | undefined;
  readonly key: string;
  readonly preview: CampaignPreview | undefined;
}

export function campaignPage(view: CampaignView, reader: CampaignsReader): Html {
  const { campaign, surveyName, isAnonymous, runs, filled, done, preview } = view;
  const words = texts[reader.language];
  const timeZone = campaign.schedule?.timeZone ?? reader.timeZone;
  const mayChange = reader.mayWrite && isChangeable(campaign);
  return html`${done !== undefined && infoMessage({ text: done === 'status' ? words.done(statusOf(campaign, reader)) : words.doneOf[done] })}${refusalMessage(filled, [])}<h1>${campaign.name}</h1>
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
  [words.audience, whomOf(campaign, view.lists, reader)],
  [words.channel, words.channels[campaign.channel] ?? campaign.channel],
  [words.expires, words.days(campaign.expiresAfterDays)],
  campaign.remindAfterDays !== undefined && [words.remind, words.days(campaign.remindAfterDays)],
])}
<p class="actions">${mayChange && html`<a href="${listPath}/${campaign.id}/change">${words.change}</a> `}<a href="/desk/surveys/${campaign.surveyId}/comments${!isAnonymous && `?campaignId=${campaign.id}`}">${words.comments}</a></p>
${reader.mayWrite && switchForm(view, reader)}
${
  campaign.warnings.length > 0 &&
  html`<h2>${words.warnings}</h2>
<ul>${campaign.warnings.map(({ detail }) => html`<li>${detail}</li>`)}</ul>`
}
<h2>${words.next}</h2>
${nextRuns(view, timeZone, reader)}${campaign.waiting !== undefined && waitingFor(campaign.waiting, reader)}
${preview !== undefined && foresight(preview, reader)}${preview === undefined && mayChange && html`<p class="actions"><a href="${listPath}/${campaign.id}?foresee=1">${campaign.trigger === undefined && campaign.holdReason === undefined ? words.foresee : words.foreseeWhom}</a></p>`}
<h2>${words.funnel}</h2>
${table({
  ...{ caption: words.funnel, isCaptionHidden: true, heads: words.funnelHeads, empty: words.noRuns },
  rows: funnel(runs, timeZone, reader),
})}${runs.some(({ answered }) => answered === null) && html`<p class="hint">${words.namesNoRun}</p>`}${skipped(runs, timeZone, reader)}${view.trail !== undefined && historyOf(view.trail, view, reader)}
<p><a href="${listPath}">${words.back}</a></p>`;
}

/** When it goes out, or would. */
function nextRuns({ campaign, preview }: CampaignView, timeZone: string, { language }: Reader): Html {
  const words = texts[language];
  const { status, trigger, nextRuns: foretold } = campaign;
  const { runs, supposing } = preview ?? {};
  const next = (runs?.map(({ at }) => at) ?? foretold).map(
    (at) => html`<li><time datetime="${at}">${timeOf(at, { language, timeZone })}</time></li>`,
  );
  if (next.length > 0)
    return html`${supposing !== undefined && html`<p>${words.ifResumed}</p>`}<ol>${next}</ol>`;
  if (status !== 'active')
    return html`<p>${supposing === undefined || trigger !== undefined ? words.notNow[status] : words.noneIfResumed}</p>`;
  return html`<p>${trigger === undefined ? words.noNext : words.byEvent}</p>`;
}

function waitingFor({ customers, isAll, nextAt, lastAt }: Waiting, reader: CampaignsReader): Html {
  const words = texts[reader.language];
  const time = (at: string) => html`<time datetime="${at}">${timeOf(at, reader)}</time>`;
  return html`<p>${words.waiting(customers, isAll)}</p>
${facts([
  [words.waitingFirst, time(nextAt)],
  lastAt !== undefined && lastAt !== nextAt && [words.waitingLast, time(lastAt)],
])}`;
}

function historyOf(trail: AuditPage, { campaign, lists }: CampaignView, reader: CampaignsReader): Html {
  const words = texts[reader.language];
  const rows = changesOf(trail.items, { lists, timeZone: campaign.schedule?.timeZone }, reader);
  return html`<h2>${words.history}</h2>
${table({ caption: words.history, isCaptionHidden: true, heads: words.historyHeads, rows, empty: '' })}${trail.cursor !== null && html`<p class="hint">${words.historyOfLast}</p>`}`;
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
  ...{
    caption: words.notSent(notSent.checked, notSent.isExact),
    heads: words.notSentHeads,
    empty: words.noneHeld,
  },
  rows: because.map(([reason, count]) => [words.because[reason], count]),
})}`;
}

function switchForm({ campaign, key }: CampaignView, reader: Reader): Html | undefined {
  const words = texts[reader.language];
  const { id, version, status, trigger } = campaign;
  if (!isChangeable(campaign)) return undefined;
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

/** Of each run, how many were skipped for which reason. */
function skipped(runs: readonly Run[], timeZone: string, { language }: Reader): Html | undefined {
  const words = texts[language];
  const rows = runs.flatMap(({ scheduledTime, skippedBecause }) =>
    Object.entries(skippedBecause).map(([reason, count]) => [
      timeOf(scheduledTime, { language, timeZone }),
      words.because[reason as NotSent],
      count,
    ]),
  );
  if (rows.length === 0) return undefined;
  return html`
${table({ caption: words.skippedWhy, heads: words.skippedHeads, rows, empty: '' })}`;
}

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
    ...steps.map((step) => counted[step] ?? words.notKnown),
    counted.sent === 0 || counted.answered === null
      ? ''
      : `${Math.round((100 * counted.answered) / counted.sent)} %`,
  ];
  // Whoever was skipped got none: invited are the others, as the results say it.
  const counted = runs.map((run) => ({ ...run, invited: run.invited - run.skipped }));
  const rows = runs.map((run, index) => [
    timeOf(run.scheduledTime, { language, timeZone }),
    runStatusOf(run, language),
    ...cells(counted[index] ?? run),
  ]);
  if (runs.length < 2) return rows;
  const sum = (step: (typeof steps)[number]) =>
    counted.reduce<number | null>(
      (total, { [step]: count }) => (total === null || count === null ? null : total + count),
      0,
    );
  const total = Object.fromEntries(steps.map((step) => [step, sum(step)])) as Pick<
    Run,
    (typeof steps)[number]
  >;
  return [...rows, [words.all, '', ...cells(total)]];
}
