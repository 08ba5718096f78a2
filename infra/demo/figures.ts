/** What the API tells of the quarter, gathered for the summary. */
import type { Callback, Outcome } from '../../functions/callbacks/callbacks/callbacks.schema.ts';
import { wallTimeAt } from '../../shared/time/zones.ts';
import type { DemoClient } from './demo-client.ts';
import { everyPage } from './every-page.ts';
import { inParallel } from './in-parallel.ts';
import { findProgramme } from './office.ts';

export interface SurveyMonth {
  readonly survey: string;
  /** `2026-11`, or `all` for the whole quarter. */
  readonly month: string;
  readonly invited: number;
  readonly answers: number;
  readonly promoters: number;
  readonly detractors: number;
}

export interface SurveyFigures {
  readonly months: readonly SurveyMonth[];
  readonly total: SurveyMonth;
  /** As `GET /surveys/{surveyId}/results` counts, kept by events. */
  readonly counted: { readonly total: number; readonly score: number | null };
}

/** The zone by whose calendar the department's months begin. */
const officeZone = 'Asia/Shanghai';

const monthOf = (instant: string) => wallTimeAt(instant, officeZone).slice(0, 7);

/** Every survey by month: invitations from the runs, scores recounted from the answers. */
export async function surveyFigures(manager: DemoClient): Promise<readonly SurveyFigures[]> {
  const { surveys, campaigns } = await findProgramme(manager);
  const figures: SurveyFigures[] = [];
  for (const { id: surveyId, name } of surveys) {
    const invitations: { month: string; count: number }[] = [];
    for (const { id: campaignId } of campaigns.filter((campaign) => campaign.surveyId === surveyId)) {
      const runs = await everyPage((query) =>
        manager.responses.listCampaignRuns({ params: { campaignId }, query }),
      );
      invitations.push(...runs.map((run) => ({ month: monthOf(run.scheduledTime), count: run.planned })));
    }
    const responses = await everyPage((query) =>
      manager.responses.listSurveyResponses({ params: { surveyId }, query }),
    );
    const answers = responses
      .filter(({ suspect }) => suspect !== true)
      .map(({ answeredAt, score }) => ({ month: monthOf(answeredAt), score }));
    const { body: counted } = await manager.responses.getSurveyResults({ params: { surveyId } });
    const months = [...new Set([...invitations, ...answers].map(({ month }) => month))].toSorted();
    const row = (month: string): SurveyMonth => {
      const here = (entry: { month: string }) => month === 'all' || entry.month === month;
      const scores = answers.filter(here).flatMap(({ score }) => score ?? []);
      return {
        survey: name,
        month,
        invited: invitations.filter(here).reduce((sum, { count }) => sum + count, 0),
        answers: scores.length,
        promoters: scores.filter((score) => score >= 9).length,
        detractors: scores.filter((score) => score <= 6).length,
      };
    };
    figures.push({ months: months.map(row), total: row('all'), counted });
  }
  return figures.toSorted((one, other) => other.total.invited - one.total.invited);
}

export interface CallbackFigures {
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
    byOutcome: new Map([...outcomes].map(([outcome, list]) => [outcome, list.length] as const)),
    hoursToContact: callbacks
      .filter(({ reason }) => reason.kind === 'low-score')
      .flatMap(hoursToFirstCall)
      .toSorted((one, other) => one - other),
    closed: closed.length,
    attempts: callbacks.reduce((sum, { attempts }) => sum + attempts.length, 0),
    postponed: callbacks.length - closed.length,
  };
}

export interface OpenWork {
  readonly owner: string;
  readonly due: number;
  readonly scheduled: number;
}

export async function openWork(manager: DemoClient, owners: readonly string[]): Promise<readonly OpenWork[]> {
  return inParallel(owners, 4, async (owner) => {
    const open = await everyPage((query) => manager.callbacks.listCallbacks({ query: { ...query, owner } }));
    const scheduled = open.filter(({ status }) => status === 'scheduled').length;
    return { owner, due: open.length - scheduled, scheduled };
  });
}

function hoursToFirstCall({ createdAt, attempts }: Callback): number[] {
  const [first] = attempts;
  return first === undefined ? [] : [(Date.parse(first.at) - Date.parse(createdAt)) / 3_600_000];
}
