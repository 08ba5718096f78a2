import type { Principal } from '../../../../shared/identity/principal.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import type { TeamReader } from '../../../people/teams/index.ts';
import { type CustomerReader, ownersAsked } from '../../customers/index.ts';
import type { FindingCode, Quality, QualityRecord } from '../quality.schema.ts';
import type { QualityStore } from '../quality.store.ts';

/** What the API shows of what is kept. */
export function shownQuality({ id, customer: _, ...quality }: QualityRecord): Quality {
  return { customerId: id, ...quality };
}

/** How complete and how right a customer is; version 0 while nobody has looked. */
export async function showQuality(
  customerId: string,
  context: {
    readonly quality: Pick<QualityStore, 'find'>;
    readonly customers: Pick<CustomerReader, 'getReachable'>;
    readonly principal: Principal;
  },
): Promise<Quality> {
  await context.customers.getReachable(customerId, 'customers.read', context.principal);
  const found = await context.quality.find(customerId);
  if (found !== undefined) return shownQuality(found);
  return { customerId, version: 0, customerVersion: 0, score: 0, missing: [], findings: [], accepted: [] };
}

/** Customers of whom something is to be corrected, as far as the caller may see them. */
export async function listWorklist(
  {
    owner,
    team,
    ...page
  }: PageRequest & { owner?: string | undefined; team?: string | undefined; code?: FindingCode | undefined },
  context: {
    readonly quality: Pick<QualityStore, 'list'>;
    readonly teams: TeamReader;
    readonly principal: Principal;
  },
) {
  return context.quality.list(await ownersAsked({ owner, team }, context), page);
}
