/** What other domains may ask the campaigns domain. */
import type { Table } from '../../../shared/table/table.ts';
import { createCampaignsStore, createRunsStore } from './campaigns.store.ts';

export type CampaignReader = ReturnType<typeof createCampaignReader>;

/** Campaigns as they are kept, also when they are deleted. */
export function createCampaignReader(table: Table) {
  const { getKept } = createCampaignsStore(table);
  return { getKept };
}

export type RunReader = ReturnType<typeof createRunReader>;

/** The runs of a campaign and how far they have come. */
export function createRunReader(table: Table) {
  const { list } = createRunsStore(table);
  return { list };
}
