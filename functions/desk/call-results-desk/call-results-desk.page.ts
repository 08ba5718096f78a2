/** What calls come to: whom they reach and how soon, and how scores change after them. */
import { barChart, courseChart, differenceChart } from '../../../shared/pages/charts.ts';
import { facts } from '../../../shared/pages/facts.ts';
import { dateInput, select } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { emptyState } from '../../../shared/pages/messages.ts';
import { table } from '../../../shared/pages/table.ts';
import { lastMomentOf } from '../../../shared/time/days.ts';
import type { Language } from '../../../shared/values/language.ts';
import {
  type CallFigures,
  type CallResults,
  CallResultsQuery,
  noTeam,
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

/** A list of calls, see the page of calls. */
type Asked = Readonly<Record<string, string>>;

export function callResultsPage(view: CallResultsView, reader: ResultsReader): Html {
  const { results, filled } = view;
  const words = texts[reader.language];
  return html`${refusalMessage(filled, ['from', 'to', 'by', 'owner', 'team', 'reason'])}<h1>${words.title}</h1>
${filterForm(view, reader)}
${results !== undefined && (results.total.calls === 0 ? emptyState(words.none) : drawn(view, results, reader))}
${listLinks(view, reader)}<p><a href="/desk">${words.backHome}</a></p>`;
}

/** Whose calls are in one list: those of a person, of the people of a team, or of everybody; undefined where they are in none. */
function whoseOf({ owner, team }: Pick<CallsFilter, 'owner' | 'team'>, { seesAll }: ResultsReader) {
  if (owner !== undefined) return { owner };
  if (team !== undefined) return { team };
  return seesAll ? { owner: 'all' } : undefined;
}

function callsLink(asked: Asked | undefined, text: string | number): Html | string | number {
  return asked === undefined
    ? text
    : html`<a href="/desk/calls?${new URLSearchParams(asked).toString()}">${text}</a>`;
}

/** The lists behind the figures of a group: of the callbacks that were done then those whose last call came to this. */
function listsOf(
  { filter, results, everybody }: CallResultsView,
  reader: ResultsReader,
  group?: string,
): ((came?: Asked) => Asked) | undefined {
  const { from, to, by } = results ?? {};
  if (from === undefined || to === undefined) return undefined;
  // What machine clients have called stands in no list of theirs.
  if (by === 'owner' && group !== undefined && everybody.every(({ id }) => id !== group)) return undefined;
  if (by === 'team' && group === noTeam) return undefined;
  const one = group === undefined || by === undefined ? {} : { [by]: group };
  const { day, month, reason = filter.reason } = one;
  const whose = whoseOf({ owner: filter.owner ?? one.owner, team: filter.team ?? one.team }, reader);
  const days =
    day !== undefined
      ? { from: day, to: day }
      : {
          from: laterOf(from, month && `${month}-01`),
          to: earlierOf(to, month && lastMomentOf(month).slice(0, 'yyyy-mm-dd'.length)),
        };
  return (
    whose &&
    ((came = {}) => ({
      ...{ when: 'closed', status: 'completed', ...whose, ...(reason && { reason }) },
      ...{ ...days, ...came },
    }))
  );
}

const laterOf = (one: string, other: string | undefined) =>
  other !== undefined && other > one ? other : one;
const earlierOf = (one: string, other: string | undefined) =>
  other !== undefined && other < one ? other : one;

/** To the calls of these people that are still open, those that are overdue, and all that are closed. */
function listLinks({ filter, everybody, teams }: CallResultsView, reader: ResultsReader) {
  const whose = whoseOf(filter, reader);
  if (whose === undefined) return undefined;
  const words = texts[reader.language];
  const id = filter.owner ?? filter.team;
  const known = [...everybody, ...teams].find((each) => each.id === id)?.name;
  const name = id === undefined ? words.everybody : (known ?? id);
  const reason = filter.reason === undefined ? {} : { reason: filter.reason };
  return html`<h2>${words.listsOf(name)}</h2>
<ul>${(['open', 'overdue', 'closed'] as const).map((when) => html`<li>${callsLink({ when, ...whose, ...reason }, words.lists[when])}</li>`)}</ul>
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

function drawn(view: CallResultsView, results: CallResults, reader: ResultsReader): Html {
  const { language } = reader;
  const words = texts[language];
  const { total, items } = results;
  const { scoreChange } = total;
  const name = (group: string) => groupName(group, view, results.by, language);
  return html`${facts([
    [words.calls, total.calls],
    ...leading(total, listsOf(view, reader), language),
    total.callsPerCallback !== null && [words.perCallback, known(total.callsPerCallback, language)],
    total.hoursToContact !== null && [words.hours, known(total.hoursToContact, language)],
    scoreChange.mean !== null && [
      words.change,
      words.ofAnswers(changeOf(scoreChange, language), scoreChange.n),
    ],
  ])}
<p class="hint">${words.rangeIs} ${words.onTimeIs} ${listsOf(view, reader) && words.figuresLead}</p>
<h2>${words.reachedBy}</h2>
${reachedChart(results, name, language)}
${scoreChange.mean !== null && changes(results, name, language)}
<h2>${words.table}</h2>
${results.by === 'team' && html`<p class="hint">${words.inSeveral}</p>`}
${table({
  ...{ caption: words.table, isCaptionHidden: true, heads: words.heads, empty: words.none },
  rows: items.map((item) => [
    name(item.group),
    item.calls,
    ...leading(item, listsOf(view, reader, item.group), language).map(([, figure]) => figure),
    known(item.callsPerCallback, language),
    known(item.hoursToContact, language),
    changeOf(item.scoreChange, language),
    item.scoreChange.n,
  ]),
})}`;
}

/** The figures that lead to the calls they are of, each with its name. */
function leading(
  { reached, onTime, closed }: CallFigures,
  lists: ReturnType<typeof listsOf>,
  language: Language,
) {
  const words = texts[language];
  const shown = (name: string, figure: string | number, count: number, came?: Asked) =>
    [name, callsLink(count === 0 ? undefined : lists?.(came), figure)] as const;
  return [
    shown(words.reached, shareOf(reached, language), reached.count, { reached: 'true' }),
    shown(words.onTime, shareOf(onTime, language), onTime.count, { onTime: 'true' }),
    shown(words.closed, closed, closed),
  ];
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
      return group === noTeam ? words.noTeam : (teams.find(({ id }) => id === group)?.name ?? group);
    case 'reason':
      return words.reasons[group as keyof typeof words.reasons] ?? group;
    case 'day':
      return writtenDay(group, { language });
    case 'month':
      return group;
  }
}
