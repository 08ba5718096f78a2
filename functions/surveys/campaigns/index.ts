/** What other domains may ask the campaigns domain. */
import type { Table } from '../../../shared/table/table.ts';
import { createCampaignsStore } from './campaigns.store.ts';

export type CampaignReader = ReturnType<typeof createCampaignReader>;

/** Campaigns as they are now. */
export function createCampaignReader(table: Table) {
  const { get } = createCampaignsStore(table);
  return { get };
}
