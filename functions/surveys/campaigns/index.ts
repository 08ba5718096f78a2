/** What other domains may ask the campaigns domain. */
import type { Table } from '../../../shared/table/table.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { fires, stopsRuns } from './campaigns.rules.ts';
import { createCampaignsStore, createRunsStore } from './campaigns.store.ts';
import { assertPart, type Part, type PartPointers } from './operations/assert-part.ts';

export type CampaignReader = ReturnType<typeof createCampaignReader>;

/** Campaigns as they are kept, also when they are deleted. */
export function createCampaignReader(table: Table) {
  const campaigns = createCampaignsStore(table);
  return {
    find: campaigns.find,
    getKept: (id: string) => campaigns.getKept(id),

    /** The campaigns that send a survey, without deleted ones. The index lags by a second or so. */
    ofSurvey: (surveyId: string) => Array.fromAsync(campaigns.listAll({ surveyId })),

    /** What campaigns are called, also those that were deleted. */
    namesOf: campaigns.namesOf,

    /** Whether what follows on its invitations goes out: now, not while it is paused or held, or never more. */
    async sending(id: string): Promise<'goes' | 'waits' | 'over'> {
      const campaign = await campaigns.find(id);
      if (campaign === undefined || stopsRuns(campaign)) return 'over';
      return fires(campaign) ? 'goes' : 'waits';
    },
  };
}

export type RunReader = ReturnType<typeof createRunReader>;

/** The runs of a campaign and how far they have come. */
export function createRunReader(table: Table) {
  const { find, list } = createRunsStore(table);
  return { find, list };
}

export type PartCheck = ReturnType<typeof createPartCheck>;

/** Refuses campaigns and questions that are none of a survey; see `assertPart`. */
export function createPartCheck(table: Table) {
  const context = { surveys: createSurveyReader(table), campaigns: createCampaignsStore(table) };
  return (part: Part, pointers: PartPointers, about?: 'answers' | 'invitations') =>
    assertPart(part, pointers, context, about);
}
