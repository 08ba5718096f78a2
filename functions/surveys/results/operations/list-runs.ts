import type { PageRequest } from '../../../../shared/table/query.ts';
import type { createMessageCounts, MessageCounts } from '../../../contact/messaging/index.ts';
import type { CampaignReader, RunReader } from '../../campaigns/index.ts';
import { reminderGroupOf } from '../../invitations/index.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { Run } from '../results.schema.ts';
import type { createAnsweredCounts } from '../results.store.ts';

interface Context {
  readonly campaigns: Pick<CampaignReader, 'getKept'>;
  readonly surveys: Pick<SurveyReader, 'find'>;
  readonly runs: Pick<RunReader, 'list'>;
  readonly messages: ReturnType<typeof createMessageCounts>;
  readonly answers: ReturnType<typeof createAnsweredCounts>;
}

const none: MessageCounts = {
  ...{
    planned: 0,
    held: 0,
    sent: 0,
    failed: 0,
    bounced: 0,
    withheld: 0,
    complained: 0,
    unknown: 0,
    skipped: 0,
  },
  skippedBecause: {},
};

/** One page of the runs of a campaign, with what became of the mails of each. */
export async function listRuns(
  { campaignId, ...page }: PageRequest & { readonly campaignId: string },
  { campaigns, surveys, runs, messages, answers }: Context,
): Promise<{ items: Run[]; cursor: string | null }> {
  const [{ surveyId }, { items, cursor }] = await Promise.all([
    campaigns.getKept(campaignId),
    runs.list(campaignId, page),
  ]);
  const ids = items.map(({ id }) => id);
  const [counts, answered, survey] = await Promise.all([
    messages.ofGroups([...ids, ...ids.map(reminderGroupOf)]),
    answers.ofRuns(items),
    surveys.find(surveyId),
  ]);
  return {
    items: items.map((run) => {
      const { planned: invited, ...fates } = counts.get(run.id) ?? none;
      const reminded = counts.get(reminderGroupOf(run.id))?.sent ?? 0;
      const counted = { ...run, invited, ...fates, reminded };
      return survey?.anonymous === true
        ? { ...counted, answered: null, answeredUnknownBecause: 'anonymous-names-no-run' }
        : { ...counted, answered: answered.get(run.id) ?? 0 };
    }),
    cursor,
  };
}
