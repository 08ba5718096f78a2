import type { Instant } from '../../../../shared/values/instant.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { TeamReader } from '../../../people/teams/index.ts';
import type { ResponseKey, UncountedResponses } from '../../responses/index.ts';
import type { Response } from '../../responses/responses.schema.ts';
import type { Grouped, ResultsStore } from '../results.store.ts';

interface Context {
  readonly uncounted: UncountedResponses;
  readonly results: Pick<ResultsStore, 'count' | 'fits' | 'hashOfTag' | 'noteTags'>;
  readonly customers: Pick<CustomerReader, 'findContacts'>;
  readonly teams: Pick<TeamReader, 'teamsOf'>;
  readonly now: () => Instant;
  /** Told of what could not be counted now; its message comes again. */
  readonly failed: (error: unknown) => void;
}

/** So many are read at once. */
const maximumRead = 100;

/**
 * Counts responses, each exactly once, however often it is told. A batch is read, told apart by what is true of its customers
 * now, summed, and written with a mark on each response in one transaction; if somebody else has counted some meanwhile,
 * it is read again. The mark keeps by what the response was told apart, so that a recount comes to the same.
 *
 * @returns ids of the responses that could not be counted now
 */
export async function countResponses(
  responses: readonly ResponseKey[],
  context: Context,
): Promise<ReadonlySet<string>> {
  const once = [...new Map(responses.map((response) => [response.id, response])).values()];
  const failed = new Set<string>();
  const attempt = async <Found>(keys: readonly ResponseKey[], act: () => Promise<Found>) => {
    try {
      return await act();
    } catch (error) {
      context.failed(error);
      for (const { id } of keys) failed.add(id);
      return undefined;
    }
  };
  for (let first = 0; first < once.length; first += maximumRead) {
    const chunk = once.slice(first, first + maximumRead);
    const open =
      (await attempt(chunk, async () => grouped(await context.uncounted.find(chunk), context))) ?? [];
    for (const ofSurvey of Map.groupBy(open, ({ surveyId }) => surveyId).values())
      for (const part of partsOf(ofSurvey, context)) await attempt(part, () => countPart(part, context));
  }
  return failed;
}

function partsOf(responses: readonly Grouped[], context: Context): readonly (readonly Grouped[])[] {
  if (context.results.fits(responses)) return [responses];
  const half = Math.ceil(responses.length / 2);
  return [responses.slice(0, half), responses.slice(half)].flatMap((part) => partsOf(part, context));
}

async function countPart(
  part: readonly Grouped[],
  { results, uncounted, now }: Pick<Context, 'results' | 'uncounted' | 'now'>,
): Promise<void> {
  let open = part;
  // Each round finds at least one that somebody else has counted, so this ends.
  while (open.length > 0 && (await results.count(open, now(), uncounted)) === 'already') {
    const left = new Set((await uncounted.find(open)).map(({ id }) => id));
    open = open.filter(({ id }) => left.has(id));
  }
}

/** Each with what is true of its customer; of one who was deleted meanwhile nothing is. */
async function grouped(
  responses: readonly Response[],
  { customers, teams, results }: Context,
): Promise<readonly Grouped[]> {
  const ids = [...new Set(responses.flatMap(({ customerId }) => customerId ?? []))];
  const found = ids.length === 0 ? [] : await customers.findContacts(ids, { consistent: false });
  const contacts = new Map(found.map((contact) => [contact.id, contact]));
  const owners = [...new Set(found.flatMap(({ owner }) => owner ?? []))];
  const teamsOf = new Map(
    await Promise.all(owners.map(async (owner) => [owner, await teams.teamsOf(owner)] as const)),
  );
  await results.noteTags(
    found.flatMap(({ id: customerId, tags }) => tags.map((tag) => ({ tag, customerId }))),
  );
  return responses.map((response) => {
    // Of an answer of nobody in particular nothing is known.
    const contact = contacts.get(response.customerId ?? '');
    const owner = contact?.owner ?? undefined;
    return {
      ...response,
      group: {
        ...(owner === undefined ? {} : { ownerThen: owner }),
        teams: [...(teamsOf.get(owner ?? '') ?? [])].toSorted(),
        tags: (contact?.tags ?? []).map(results.hashOfTag).toSorted(),
      },
    };
  });
}
