/** The quarter as a manager would read it. */
import type { DemoClient } from './demo-client.ts';
import { everyPage } from './every-page.ts';
import { callbackFigures, openWork, type SurveyMonth, surveyFigures } from './figures.ts';
import { layOut } from './report-table.ts';
import type { Quarter } from './week.ts';

export async function summarise(quarter: Quarter, weeks: number): Promise<string> {
  const manager = quarter.clientOf('li.na');
  const sections = [
    await customerSection(manager, quarter),
    await surveySection(manager),
    await callbackSection(manager, quarter.worked),
    await openSection(manager, [...quarter.agents.map(({ id }) => id), 'none']),
  ];
  const until = (await quarter.control.now()).slice(0, 10);
  const time = weeks === 1 ? 'a week' : `${weeks} weeks`;
  return [`The department after ${time}, on ${until}`, ...sections].join('\n\n');
}

async function customerSection(manager: DemoClient, { tally }: Quarter): Promise<string> {
  const customers = await everyPage((query) => manager.customers.listCustomers({ query }));
  const unowned = customers.filter(({ owner }) => owner === null).length;
  return [
    'CUSTOMERS',
    layOut(
      ['Customers', 'New', 'Without an owner', 'Changed', 'Contacts recorded', 'Unsubscribed'],
      [[customers.length, tally.created, unowned, tally.changed, tally.contacts, tally.unsubscribed]],
    ),
  ].join('\n');
}

async function surveySection(manager: DemoClient): Promise<string> {
  const figures = await surveyFigures(manager);
  const rows = figures.flatMap(({ months, total }) => [...months, total].map(surveyRow));
  const checks = figures.map(({ total, counted }) =>
    counted.total === total.answers && counted.score === npsOf(total)
      ? `  ${total.survey}: the score kept by events equals this recount (${counted.total} answers).`
      : `  ${total.survey}: THE SCORE KEPT BY EVENTS DIFFERS: ${counted.score} of ${counted.total} answers.`,
  );
  const head = ['Survey', 'Month', 'Invited', 'Answered', 'Rate', 'Promoters', 'Detractors', 'NPS'];
  const note = '  Answers stand in the month in which they came.';
  return ['SURVEYS', layOut(head, rows), note, ...checks].join('\n');
}

function surveyRow(row: SurveyMonth): (string | number)[] {
  const { survey, month, invited, answers, promoters, detractors } = row;
  const rate = percentage(answers, invited);
  return [survey, month, invited, answers, rate, promoters, detractors, npsOf(row) ?? '–'];
}

/** Percentage of promoters minus percentage of detractors, to one decimal. */
function npsOf({ answers, promoters, detractors }: SurveyMonth): number | null {
  return answers === 0 ? null : Math.round(((promoters - detractors) / answers) * 1000) / 10 + 0;
}

async function callbackSection(manager: DemoClient, worked: ReadonlySet<string>): Promise<string> {
  const figures = await callbackFigures(manager, worked);
  const { byOutcome, hoursToContact, closed } = figures;
  const rows = [...byOutcome]
    .toSorted(([, one], [, other]) => other - one)
    .map(([outcome, count]) => [outcome, count, percentage(count, closed)]);
  const hours = (share: number) =>
    hoursToContact[Math.min(hoursToContact.length - 1, Math.floor(share * hoursToContact.length))] ?? 0;
  const contact =
    hoursToContact.length === 0
      ? '  Nobody who gave a low score has been called yet.'
      : `  From a low score to the first call: half within ${hours(0.5).toFixed(1)} hours, nine of ten within ${hours(0.9).toFixed(1)} hours.`;
  return [
    'CALLBACKS',
    layOut(['Outcome', 'Closed', 'Share'], [...rows, ['all', closed, percentage(closed, closed)]]),
    `  ${figures.attempts} calls in all; ${figures.postponed} customers are to be called again.`,
    contact,
  ].join('\n');
}

async function openSection(manager: DemoClient, owners: readonly string[]): Promise<string> {
  const open = await openWork(manager, owners);
  const rows = open.map(({ owner, due, scheduled }) => [owner === 'none' ? 'team' : owner, due, scheduled]);
  return ['OPEN CALLBACKS', layOut(['Queue', 'Due now', 'Scheduled'], rows)].join('\n');
}

function percentage(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;
}
