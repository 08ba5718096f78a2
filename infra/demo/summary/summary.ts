/** The quarter as a manager would read it. */
import type { DemoClient } from '../demo-client.ts';
import { purchaseSurvey } from '../department/questionnaires.ts';
import { everyPage } from '../every-page.ts';
import { findProgramme } from '../quarter/office.ts';
import type { Quarter } from '../quarter/week.ts';
import { callbackFigures, type Figures, ownerFigures, surveyFigures } from './figures.ts';
import { layOut } from './report-table.ts';
import { type SummaryTexts, summaryTexts } from './summary-texts.ts';

export async function summarise(
  quarter: Quarter,
  weeks: number,
  language: keyof typeof summaryTexts,
): Promise<string> {
  const texts = summaryTexts[language];
  const manager = quarter.clientOf('li.na');
  const figures = await surveyFigures(manager);
  const until = (await quarter.control.now()).slice(0, 10);
  const sections = [
    texts.title(weeks, until),
    await customerSection(manager, quarter, texts),
    surveySection(figures, texts),
    scoreSection(figures, texts),
    commentSection(figures, texts),
    await callbackSection(manager, quarter, texts),
    await loopSection(manager, quarter, texts),
  ];
  return sections.join('\n\n');
}

async function customerSection(
  manager: DemoClient,
  { tally }: Quarter,
  { customers: { title, heads } }: SummaryTexts,
): Promise<string> {
  const customers = await everyPage((query) => manager.customers.listCustomers({ query }));
  const unowned = customers.filter(({ owner }) => owner === null).length;
  const { created, changed, contacts, unsubscribed } = tally;
  return `${title}\n${layOut(heads, [[customers.length, created, unowned, changed, contacts, unsubscribed]])}`;
}

function surveySection(figures: readonly Figures[], { surveys, all }: SummaryTexts): string {
  const rows = figures.flatMap(({ survey, months, total }) =>
    [...months, { ...total, month: all }].map(({ month, invited, sent, bounced, complained, answered }) => [
      ...[survey, month, invited, sent, bounced, complained, answered],
      percentage(answered, sent),
    ]),
  );
  return [surveys.title, layOut(surveys.heads, rows), `  ${surveys.note}`].join('\n');
}

function scoreSection(figures: readonly Figures[], { scores }: SummaryTexts): string {
  const rows = figures.map(({ survey, counted: { total, score, interval, questions } }) => {
    const satisfied = questions.find(({ kind }) => kind === 'csat')?.measures[0];
    const share = satisfied === undefined ? '–' : `${satisfied.value} %`;
    return [survey, total, score ?? '–', rangeOf(interval), share, rangeOf(satisfied ?? null)];
  });
  const checks = figures.map(({ survey, counted: { total, score }, recounted }) =>
    recounted.total === total && recounted.score === score
      ? scores.agrees(survey, total)
      : scores.differs(survey, score, total),
  );
  return [scores.title, layOut(scores.heads, rows), ...checks.map((check) => `  ${check}`)].join('\n');
}

const rangeOf = (interval: { low: number | null; high: number | null } | null) =>
  interval?.low == null ? '–' : `${interval.low} … ${interval.high}`;

function commentSection(figures: readonly Figures[], { comments }: SummaryTexts): string {
  const lines = figures.flatMap(({ survey, comments: newest }) =>
    newest.map(
      ({ score, text, answeredAt }) => `  ${answeredAt.slice(0, 10)}  ${survey}, ${score ?? '–'}: ${text}`,
    ),
  );
  return [comments.title, ...(lines.length === 0 ? [`  ${comments.none}`] : lines)].join('\n');
}

async function callbackSection(
  manager: DemoClient,
  { worked, agents }: Quarter,
  { callbacks: texts, all }: SummaryTexts,
): Promise<string> {
  const figures = await callbackFigures(manager, worked);
  const { byOutcome, hoursToContact, closed } = figures;
  const outcomes = [...byOutcome]
    .toSorted(([, one], [, other]) => other - one)
    .map(([outcome, count]) => [outcome, count, percentage(count, closed)]);
  const owners = await ownerFigures(manager, [...agents.map(({ id }) => id), 'none'], figures.callbacks);
  const byOwner = owners.map(({ owner, called, onTime, closed, due, scheduled }) => [
    ...[owner === 'none' ? texts.team : owner, called, onTime, percentage(onTime, called)],
    ...[closed, due, scheduled],
  ]);
  const hours = (share: number) =>
    (
      hoursToContact[Math.min(hoursToContact.length - 1, Math.floor(share * hoursToContact.length))] ?? 0
    ).toFixed(1);
  const contact = hoursToContact.length === 0 ? texts.nobody : texts.contact(hours(0.5), hours(0.9));
  return [
    ...[texts.title, layOut(texts.heads, byOwner), `  ${texts.onTime}`, ''],
    layOut(texts.outcomes, [...outcomes, [all, closed, percentage(closed, closed)]]),
    ...[`  ${texts.calls(figures.attempts, figures.postponed)}`, `  ${contact}`],
  ].join('\n');
}

async function loopSection(
  manager: DemoClient,
  { control }: Quarter,
  { loop: { title, heads, note, nobody } }: SummaryTexts,
): Promise<string> {
  const to = (await control.now()).slice(0, 7);
  const { body } = await manager.closedLoop.getLoopResults({
    query: { by: 'caller', from: monthsBefore(to, quarterMonths), to },
  });
  const hours = (minutes: number | null) => (minutes === null ? '–' : (minutes / 60).toFixed(1));
  const rows = body.groups.map(({ key, loops, firstCall, outcome, answered, changes }) => {
    const change = changes.find(({ scale }) => scale === 'nps');
    return [
      ...[key ?? nobody, loops, firstCall.n, hours(firstCall.medianMinutes)],
      ...[hours(outcome.medianMinutes), answered.n, change?.mean ?? '–', rangeOf(change?.interval ?? null)],
    ];
  });
  return `${title}\n${layOut(heads, rows)}\n  ${note}`;
}

/** A quarter touches so many months before the present one. */
const quarterMonths = 3;

function monthsBefore(month: string, count: number): string {
  const date = new Date(`${month}-01T00:00:00.000Z`);
  date.setUTCMonth(date.getUTCMonth() - count);
  return date.toISOString().slice(0, 7);
}

/** A link to the page of results, as it is given to whoever heads the department. */
export async function presentation(
  { clientOf }: Pick<Quarter, 'clientOf'>,
  { language, url }: { readonly language: keyof typeof summaryTexts; readonly url: string },
): Promise<string> {
  const manager = clientOf('li.na');
  const survey = (await findProgramme(manager)).surveys.find(({ name }) => name === purchaseSurvey.name);
  if (survey === undefined) throw new Error(`The department has no survey "${purchaseSurvey.name}".`);
  const { body } = await manager.reports.createReport({
    params: { surveyId: survey.id },
    body: { name: 'Head of the department' },
  });
  const { pathname, search, hash } = new URL(body.link);
  return summaryTexts[language].presentation(new URL(`${pathname}${search}${hash}`, url).href);
}

function percentage(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;
}
