import type { NamedCustomer, TimelineEntry } from '../../../customers/customers/customers.schema.ts';
import type { Merge } from '../../../customers/merges/merges.schema.ts';
import { type DeskApi, type Names, unlessRefused } from '../../desk/index.ts';
import type { Cause, Known, Other } from './tell-entry.ts';

interface Shown {
  readonly entries: readonly TimelineEntry[];
  readonly others: readonly NamedCustomer[];
  readonly merges: readonly Merge[];
}

/** What the ids in entries stand for: asked for only where an entry has one. */
export async function readKnown(
  { api }: { readonly api: DeskApi },
  { entries, others, merges }: Shown,
): Promise<Pick<Known, 'others' | 'teams' | 'causes' | 'outcomes'>> {
  const [teams, causes, outcomes] = await Promise.all([
    readTeams(api, entries),
    readCauses(api, entries),
    readOutcomes(api, entries),
  ]);
  const named = new Map<string, Other>(others.map((each) => [each.id, each]));
  for (const { customerId, name } of merges) named.set(customerId, { name, isOwn: true });
  return { others: named, teams, causes, outcomes };
}

async function readTeams(api: DeskApi, entries: readonly TimelineEntry[]): Promise<Names> {
  const hasTeam = entries.some(
    ({ data, changes }) => (data.team ?? changes?.before.team ?? changes?.after.team) !== undefined,
  );
  if (!hasTeam) return new Map();
  const { body } = await api.teams.listTeams({ query: { limit: 100 } });
  return new Map(body.items.map(({ id, name }) => [id, name]));
}

/** How the department names what came of calls; not for those who see no calls. */
async function readOutcomes(api: DeskApi, entries: readonly TimelineEntry[]): Promise<Known['outcomes']> {
  const hasOutcome = entries.some(
    ({ data, changes }) => (data.outcome ?? changes?.after.attempts) !== undefined,
  );
  const settings = hasOutcome ? await unlessRefused(api.calling.getCallSettings({}), [403]) : undefined;
  return settings?.outcomes ?? [];
}

/** The imports and hand-overs that entries were part of. */
async function readCauses(
  api: DeskApi,
  entries: readonly TimelineEntry[],
): Promise<ReadonlyMap<string, Cause>> {
  const ids = [...new Set(entries.flatMap(({ cause }) => cause ?? []))];
  const read = ids.map(async (id): Promise<readonly [string, Cause][]> => {
    const cause = await readCause(api, id);
    return cause === undefined ? [] : [[id, cause]];
  });
  return new Map((await Promise.all(read)).flat());
}

/** Not everybody may look at the imports of others: the entry says that it was one all the same. */
const hidden = [403, 404];

async function readCause(api: DeskApi, id: string): Promise<Cause | undefined> {
  switch (id.split('_')[0]) {
    case 'import': {
      const found = await unlessRefused(api.imports.getImport({ params: { importId: id } }), hidden);
      return found && { name: found.name };
    }
    case 'handover': {
      const found = await unlessRefused(api.handovers.getHandover({ params: { handoverId: id } }), hidden);
      return found && { ...(found.by.kind === 'person' && { by: found.by.id }), reason: found.reason };
    }
    default:
      return undefined;
  }
}
