import { AppError } from '../../../../shared/errors/app-error.ts';
import { instantOfId } from '../../../../shared/values/derived-id.ts';
import type { CampaignReader, RunReader } from '../../campaigns/index.ts';
import type { ResultsStore } from '../results.store.ts';

export interface CampaignsContext {
  readonly campaigns: Pick<CampaignReader, 'ofSurvey'>;
  readonly results: Pick<ResultsStore, 'runsOf'>;
}

/** The campaigns of a survey, also those that were deleted since if anybody has answered. */
export async function campaignIdsOf(
  surveyId: string,
  { campaigns, results }: CampaignsContext,
): Promise<ReadonlySet<string>> {
  const [present, counted] = await Promise.all([campaigns.ofSurvey(surveyId), results.runsOf(surveyId)]);
  return new Set([...present.map(({ id }) => id), ...counted.map(({ campaignId }) => campaignId)]);
}

/** Refuses a run that is none of the survey, or of the campaign that is meant. Reads nothing where none is named. */
export async function assertRun(
  {
    surveyId,
    campaignId,
    runId,
  }: {
    readonly surveyId: string;
    readonly campaignId?: string | undefined;
    readonly runId?: string | undefined;
  },
  context: CampaignsContext & { readonly runs: Pick<RunReader, 'find'> },
): Promise<void> {
  if (runId === undefined) return;
  const ids = campaignId === undefined ? [...(await campaignIdsOf(surveyId, context))] : [campaignId];
  const found = await Promise.all(ids.map((id) => context.runs.find(id, instantOfId(runId))));
  if (found.some((run) => run?.id === runId)) return;
  const reason = campaignId === undefined ? 'is no run of this survey' : 'is no run of this campaign';
  throw new AppError('invalid-request', 'No such run has gone out.', {
    violations: [{ pointer: '/query/runId', reason }],
  });
}
