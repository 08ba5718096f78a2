import type { createMessageCounts, MessageCounts } from '../../../contact/messaging/index.ts';
import type { RunProgress } from '../../campaigns/campaigns.schema.ts';
import type { RunReader } from '../../campaigns/index.ts';
import type { createBegunCounts } from '../../responses/index.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import { rounded } from '../results.rules.ts';
import type { ResultsFunnel } from '../results.schema.ts';
import type { createAnsweredCounts } from '../results.store.ts';
import { type CampaignsContext, campaignIdsOf } from './assert-run.ts';

interface Context extends CampaignsContext {
  readonly surveys: Pick<SurveyReader, 'get'>;
  readonly runs: Pick<RunReader, 'list'>;
  readonly messages: ReturnType<typeof createMessageCounts>;
  readonly answers: ReturnType<typeof createAnsweredCounts>;
  readonly begun: ReturnType<typeof createBegunCounts>;
}

interface Asked {
  readonly surveyId: string;
  readonly campaignId?: string | undefined;
  readonly runId?: string | undefined;
}

/** So many runs of a campaign are read: two years of weeks. */
const newestRuns = 100;

/** How far those who were to be asked have come, by the runs that are meant. */
export async function getResultsFunnel(asked: Asked, context: Context): Promise<ResultsFunnel> {
  const { surveyId } = asked;
  const { anonymous = false } = await context.surveys.get(surveyId);
  const { runs, isWhole } = await runsOf(asked, context);
  const [counts, answered, begun] = await Promise.all([
    context.messages.ofGroups(runs.map(({ id }) => id)),
    context.answers.ofRuns(runs),
    context.begun.ofRuns(runs),
  ]);
  const of = (...names: readonly ('planned' | 'skipped' | 'sent' | 'bounced' | 'complained')[]) =>
    runs.reduce((sum, { id }) => sum + partOf(counts.get(id), names), 0);
  // Whoever was skipped, such as those who were asked lately, got none.
  const invited = of('planned') - of('skipped');
  const step = (name: ResultsFunnel['steps'][number]['step'], count: number) => ({
    ...{ step: name, count },
    share: name === 'planned' || invited === 0 ? null : rounded(Math.min(100, (100 * count) / invited), 1),
  });
  const completed = runs.reduce((sum, { id }) => sum + (answered.get(id) ?? 0), 0);
  // Of a survey with one page nothing is kept before it is answered.
  const pageSent = runs.reduce((sum, { id }) => sum + Math.max(begun.get(id) ?? 0, answered.get(id) ?? 0), 0);
  return {
    ...{ surveyId, runs: runs.length, isWhole },
    steps: [
      step(
        'planned',
        // Whom an event has a campaign ask is found one by one, and counted by the invitation.
        runs.reduce(
          (sum, { id, planned }) => sum + Math.max(planned, partOf(counts.get(id), ['planned'])),
          0,
        ),
      ),
      step('invited', invited),
      step('sent', of('sent', 'bounced', 'complained')),
      step('delivered', of('sent', 'complained')),
      // Opening a page records nothing, since programs open every link of a mail.
      { step: 'opened', count: null, share: null, reason: 'opening-records-nothing' },
      anonymous
        ? { step: 'answered', count: null, share: null, reason: 'anonymous-keeps-nothing' }
        : step('answered', pageSent),
      anonymous
        ? { step: 'completed', count: null, share: null, reason: 'anonymous-names-no-run' }
        : step('completed', completed),
    ],
  };
}

function partOf(
  counts: MessageCounts | undefined,
  names: readonly ('planned' | 'skipped' | 'sent' | 'bounced' | 'complained')[],
): number {
  return counts === undefined ? 0 : names.reduce((sum, name) => sum + counts[name], 0);
}

async function runsOf(
  { surveyId, campaignId, runId }: Asked,
  context: Context,
): Promise<{ readonly runs: readonly RunProgress[]; readonly isWhole: boolean }> {
  const meant = campaignId === undefined ? [...(await campaignIdsOf(surveyId, context))] : [campaignId];
  const pages = await Promise.all(meant.map((id) => context.runs.list(id, { limit: newestRuns })));
  return {
    runs: pages.flatMap(({ items }) => items).filter(({ id }) => runId === undefined || id === runId),
    isWhole: pages.every(({ cursor }) => cursor === null),
  };
}
