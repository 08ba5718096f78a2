/** What calls come to: whom they reach and how soon, and how scores change after them. */
import { barChart, courseChart, differenceChart } from '../../../shared/pages/charts.ts';
import { facts } from '../../../shared/pages/facts.ts';
import { dateInput, select } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { emptyState } from '../../../shared/pages/messages.ts';
import { table } from '../../../shared/pages/table.ts';
import type { Language } from '../../../shared/values/language.ts';
import {
  type CallFigures,
  type CallResults,
  CallResultsQuery,
} from '../../callbacks/callbacks/callbacks.schema.ts';
import type { StaffSummary } from '../../people/staff/staff.schema.ts';
import type { TeamSummary } from '../../people/teams/teams.schema.ts';
import { type Filled, type Reader, refusalMessage, writtenDay } from '../desk/index.ts';
import type { CallsFilter } from './call-results-desk.schema.ts';
import { texts } from './call-results-desk.texts.ts';

export interface CallResultsView {
  /** Undefined where what was asked for is refused. */
  readonly results: CallResults | undefined;
  readonly filter: CallsFilter;
  readonly everybody: readonly StaffSummary[];
  readonly teams: readonly TeamSummary[];
  readonly filled: Filled;
}

/** `seesAll`: whether the calls of everybody can be listed. */
type ResultsReader = Reader & { readonly seesAll: boolean };

export function callResultsPage(view: CallResultsView, reader: ResultsReader): Html {
  const { results, filled } = view;
  const words = texts[reader.language];
  return html`${refusalMessage(filled, ['from', 'to', 'by', 'owner', 'team', 'reason'])}<h1>${words.title}</h1>
${filterForm(view, reader)}
${results !== undefined && (results.total.calls === 0 ? emptyState(words.none) : drawn(view, results, reader.language))}
${closedLink(view, reader)}<p><a href="/desk">${words.backHome}</a></p>`;
}

/** To the calls themselves, of one person or of the department; those of a team or for one reason are in no list. */
function closedLink({ filter, everybody }: CallResultsView, { language, seesAll }: ResultsReader) {
  const { owner, team, reason } = filter;
  if (!seesAll || team !== undefined || reason !== undefined) return undefined;
  const words = texts[language];
  const path = `/desk/calls?${new URLSearchParams({ when: 'closed', owner: owner ?? 'all' })}`;
  const name =
    owner === undefined ? words.everybody : (everybody.find(({ id }) => id === owner)?.name ?? owner);
  return html`<p><a href="${path}">${words.closedOf(name)}</a></p>
`;
}

function filterForm({ filter, everybody, teams, filled }: CallResultsView, reader: Reader): Html {
  const words = texts[reader.language];
  const field = (name: keyof CallsFilter, label: string) => ({
    ...{ name, label, value: filter[name] ?? '', violation: filled.violation(name) },
  });
  const any = { value: '', label: words.all };
  const named = (all: readonly { readonly id: string; readonly name: string }[]) =>
    all.map(({ id, name }) => ({ value: id, label: name }));
  const bys = CallResultsQuery.shape.by.unwrap().options;
  const reasons = CallResultsQuery.shape.reason.unwrap().options;
  return html`<form class="unprinted" method="get"><fieldset class="card"><legend>${words.which}</legend><div class="filters">${dateInput({ ...field('from', words.from), hint: words.dayHint })}${dateInput({ ...field('to', words.to), hint: words.dayHint })}${select({ ...field('by', words.by), options: bys.map((value) => ({ value, label: words.bys[value] })) })}${select({ ...field('owner', words.owner), options: [any, ...named(everybody)] })}${select({ ...field('team', words.team), options: [any, ...named(teams)] })}${select({ ...field('reason', words.reason), options: [any, ...reasons.map((value) => ({ value, label: words.reasons[value] }))] })}</div><p class="actions"><button class="quiet">${words.show}</button></p></fieldset></form>`;
}

type Interval = { readonly low: number; readonly high: number } | null;

function figure(value: number, language: Language, sign: 'auto' | 'exceptZero' = 'auto'): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 2, signDisplay: sign }).format(value);
}

function withRange(shown: string, interval: Interval, language: Language): string {
  const words = texts[language];
  if (interval === null) return shown;
  const [low, high] = [figure(interval.low, language), figure(interval.high, language)];
  return words.from95(shown, words.range(low, high));
}

function shareOf({ share, interval }: CallFigures['reached'], language: Language): string {
  return share === null ? '' : withRange(`${figure(share, language)} %`, interval, language);
}

function changeOf({ mean, interval }: CallFigures['scoreChange'], language: Language): string {
  return mean === null ? '' : withRange(figure(mean, language, 'exceptZero'), interval, language);
}

const known = (value: number | null, language: Language) => (value === null ? '' : figure(value, language));

function drawn(view: CallResultsView, results: CallResults, language: Language): Html {
  const words = texts[language];
  const { total, items } = results;
  const { scoreChange } = total;
  const name = (group: string) => groupName(group, view, results.by, language);
  return html`${facts([
    [words.calls, total.calls],
    [words.reached, shareOf(total.reached, language)],
    [words.onTime, shareOf(total.onTime, language)],
    [words.closed, total.closed],
    total.callsPerCallback !== null && [words.perCallback, known(total.callsPerCallback, language)],
    total.hoursToContact !== null && [words.hours, known(total.hoursToContact, language)],
    scoreChange.mean !== null && [
      words.change,
      words.ofAnswers(changeOf(scoreChange, language), scoreChange.n),
    ],
  ])}
<p class="hint">${words.rangeIs} ${words.onTimeIs}</p>
<h2>${words.reachedBy}</h2>
${reachedChart(results, name, language)}
${scoreChange.mean !== null && changes(results, name, language)}
<h2>${words.table}</h2>
${table({
  ...{ caption: words.table, isCaptionHidden: true, heads: words.heads, empty: words.none },
  rows: items.map((item) => [
    name(item.group),
    item.calls,
    shareOf(item.reached, language),
    shareOf(item.onTime, language),
    item.closed,
    known(item.callsPerCallback, language),
    known(item.hoursToContact, language),
    changeOf(item.scoreChange, language),
    item.scoreChange.n,
  ]),
})}`;
}

/** With time as a course, else one bar under the other. */
function reachedChart(
  { by, total, items }: CallResults,
  name: (group: string) => string,
  language: Language,
): Html {
  const words = texts[language];
  const chart = {
    ...{ id: 'reached', title: words.reachedBy },
    description: words.reachedIs(shareOf(total.reached, language), items.length),
  };
  const shares = items.map(({ group, reached: { share, interval } }) => ({
    ...{ group, value: share ?? 0, low: interval?.low ?? null, high: interval?.high ?? null },
  }));
  if (by === 'day' || by === 'month') {
    const points = shares.map((each) => ({
      ...each,
      label: by === 'month' ? each.group : each.group.slice('yyyy-'.length),
    }));
    return courseChart({ ...chart, points, limits: [0, 100] });
  }
  const bars = shares.map((each) => ({
    ...each,
    label: name(each.group),
    shown: `${figure(each.value, language)} %`,
  }));
  return barChart({ ...chart, bars, maximum: 100 });
}

/** How scores have changed after calls, of the groups in which somebody has answered again. */
function changes({ total, items }: CallResults, name: (group: string) => string, language: Language): Html {
  const words = texts[language];
  const rows = items.flatMap(({ group, scoreChange: { mean, interval } }) =>
    mean === null
      ? []
      : [
          {
            ...{ label: name(group), value: mean, shown: figure(mean, language, 'exceptZero') },
            ...{ low: interval?.low ?? null, high: interval?.high ?? null },
          },
        ],
  );
  return html`<h2>${words.changeBy}</h2>
<p class="hint">${words.changeIs}</p>
${differenceChart({
  ...{ id: 'changes', title: words.changeBy, rows },
  description: words.changeDraw(total.scoreChange.n),
})}`;
}

function groupName(
  group: string,
  { everybody, teams }: Pick<CallResultsView, 'everybody' | 'teams'>,
  by: CallResults['by'],
  language: Language,
): string {
  const words = texts[language];
  switch (by) {
    case 'owner':
      return everybody.find(({ id }) => id === group)?.name ?? group;
    case 'team':
      return teams.find(({ id }) => id === group)?.name ?? group;
    case 'reason':
      return words.reasons[group as keyof typeof words.reasons] ?? group;
    case 'day':
      return writtenDay(group, { language });
    case 'month':
      return group;
  }
}
