/** What the API tells of the quarter, gathered for the summary. */

import type { Callback } from '../../../functions/callbacks/callbacks/callbacks.schema.ts';
import type { Outcome } from '../../../functions/callbacks/calling/calling.schema.ts';
import { wallTimeAt } from '../../../shared/time/zones.ts';
import type { DemoClient } from '../demo-client.ts';
import { everyPage } from '../every-page.ts';
import { inParallel } from '../in-parallel.ts';
import { findProgramme } from '../quarter/office.ts';

interface Mailed {
  /** `2026-11`: when the run was. */
  readonly month: string;
  readonly invited: number;
  readonly sent: number;
  readonly bounced: number;
  readonly complained: number;
  readonly answered: number;
}

type Results = Awaited<ReturnType<DemoClient['results']['getSurveyResults']>>['body'];
type Answer = Awaited<ReturnType<DemoClient['responses']['listSurveyResponses']>>['body']['items'][number];
type Comment = Awaited<ReturnType<DemoClient['texts']['listSurveyComments']>>['body']['items'][number];

export interface Figures {
  readonly survey: string;
  readonly months: readonly Mailed[];
  readonly total: Omit<Mailed, 'month'>;
  /** As the API tells, kept by events. */
  readonly counted: Results;
  readonly recounted: { readonly total: number; readonly score: number | null };
  readonly comments: readonly Comment[];
}

/** The zone by whose calendar the department's months begin. */
const officeZone = 'Asia/Shanghai';

const monthOf = (instant: string) => wallTimeAt(instant, officeZone).slice(0, 7);

const shownComments = 3;

/** Every survey: its mails and their answers by month of the run, its scores and a recount of them, what was written. */
export async function surveyFigures(manager: DemoClient): Promise<readonly Figures[]> {
  const { surveys, campaigns } = await findProgramme(manager);
  const figures: Figures[] = [];
  for (const { id: surveyId, name } of surveys) {
    const params = { surveyId };
    const runs: Mailed[] = [];
    for (const { id: campaignId } of campaigns.filter((campaign) => campaign.surveyId === surveyId)) {
      const list = await everyPage((query) =>
        manager.results.listCampaignRuns({ params: { campaignId }, query }),
      );
      runs.push(
        ...list.map((run) => ({
          ...{ ...run, answered: run.answered ?? 0 },
          month: monthOf(run.scheduledTime),
        })),
      );
    }
    const byMonth = [...Map.groupBy(runs, ({ month }) => month)];
    const responses = await everyPage((query) => manager.responses.listSurveyResponses({ params, query }));
    const { body: counted } = await manager.results.getSurveyResults({ params });
    const { body: comments } = await manager.texts.listSurveyComments({
      params,
      query: { limit: shownComments },
    });
    figures.push({
      survey: name,
      months: byMonth.map(([month, list]) => ({ month, ...sumOf(list) })).toSorted(byMonthName),
      total: sumOf(runs),
      counted,
      recounted: npsOf(responses.filter(({ suspect }) => suspect !== true)),
      comments: comments.items,
    });
  }
  return figures.toSorted((one, other) => other.total.invited - one.total.invited);
}

const byMonthName = (one: Mailed, other: Mailed) => one.month.localeCompare(other.month);

function sumOf(runs: readonly Mailed[]): Omit<Mailed, 'month'> {
  const sum = (name: Exclude<keyof Mailed, 'month'>) => runs.reduce((total, run) => total + run[name], 0);
  const [invited, sent, bounced] = [sum('invited'), sum('sent'), sum('bounced')];
  return { invited, sent, bounced, complained: sum('complained'), answered: sum('answered') };
}

/** Percentage of promoters minus percentage of detractors, to one decimal. */
function npsOf(answers: readonly Answer[]): Figures['recounted'] {
  const scores = answers.flatMap((answer) => answer.scores.nps ?? []);
  const share = (holds: (score: number) => boolean) => scores.filter(holds).length / scores.length;
  const difference = share((score) => score >= 9) - share((score) => score <= 6);
  return { total: scores.length, score: scores.length === 0 ? null : Math.round(difference * 1000) / 10 + 0 };
}

export interface CallbackFigures {
  /** All that were worked on. */
  readonly callbacks: readonly Callback[];
  readonly byOutcome: ReadonlyMap<Outcome, number>;
  /** Hours from opening to the first call, sorted; of those that followed a low score. */
  readonly hoursToContact: readonly number[];
  readonly closed: number;
  readonly attempts: number;
  /** Worked on, but to be called again. */
  readonly postponed: number;
}

export async function callbackFigures(
  manager: DemoClient,
  worked: ReadonlySet<string>,
): Promise<CallbackFigures> {
  const callbacks = await inParallel([...worked], 8, async (callbackId) => {
    const { body } = await manager.callbacks.getCallback({ params: { callbackId } });
    return body;
  });
  const closed = callbacks.filter(({ status }) => status === 'completed');
  const outcomes = Map.groupBy(closed, ({ outcome }) => outcome ?? 'reached');
  return {
    callbacks,
    byOutcome: new Map([...outcomes].map(([outcome, list]) => [outcome, list.length] as const)),
    hoursToContact: callbacks
      .filter(({ reason }) => reason.kind === 'low-score')
      .flatMap((callback) => hoursToFirstCall(callback, callback.createdAt))
      .toSorted((one, other) => one - other),
    closed: closed.length,
    attempts: callbacks.reduce((sum, { attempts }) => sum + attempts.length, 0),
    postponed: callbacks.length - closed.length,
  };
}

export interface OwnerFigures {
  readonly owner: string;
  readonly called: number;
  readonly onTime: number;
  readonly closed: number;
  /** Open now. */
  readonly due: number;
  readonly scheduled: number;
}

/** Later than this after the promised time is late. */
const onTimeHours = 24;

export async function ownerFigures(
  manager: DemoClient,
  owners: readonly string[],
  callbacks: readonly Callback[],
): Promise<readonly OwnerFigures[]> {
  return inParallel(owners, 4, async (owner) => {
    const open = await everyPage((query) => manager.callbacks.listCallbacks({ query: { ...query, owner } }));
    const scheduled = open.filter(({ status }) => status === 'scheduled').length;
    const own = callbacks.filter((callback) => (callback.owner ?? 'none') === owner);
    const first = own.flatMap((callback) => hoursToFirstCall(callback, callback.due.instant));
    return {
      ...{ owner, called: first.length, onTime: first.filter((hours) => hours <= onTimeHours).length },
      closed: own.filter(({ status }) => status === 'completed').length,
      ...{ due: open.length - scheduled, scheduled },
    };
  });
}

function hoursToFirstCall({ attempts }: Callback, from: string): number[] {
  const [first] = attempts;
  return first === undefined ? [] : [(Date.parse(first.at) - Date.parse(from)) / 3_600_000];
}
