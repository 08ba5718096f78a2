import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import { assertReachesThing, type CustomerReader, namedRows } from '../../../customers/customers/index.ts';
import type { TeamReader } from '../../../people/teams/index.ts';
import type { PartCheck } from '../../campaigns/index.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import { countsOf, soughtIn } from '../texts.rules.ts';
import type { Comment, CommentRow, TopicCounts } from '../texts.schema.ts';
import type { CommentFilters, TextsStore } from '../texts.store.ts';

interface Access {
  readonly customers: Pick<CustomerReader, 'findContacts' | 'getReachable'>;
  readonly principal: Principal;
}

interface Asked extends CommentFilters, PageRequest {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Whose customers: a person, the caller (`me`) or nobody (`none`). */
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
}

/**
 * One page of what was written about a survey, with the present names of the customers. Whoever reaches only own rows sees
 * what own customers and those of nobody wrote; what nobody in particular wrote is for whoever may read any.
 */
export async function listComments(
  { from, to, owner, team, ...asked }: Asked,
  context: Access & {
    readonly texts: Pick<TextsStore, 'list'>;
    readonly surveys: Pick<SurveyReader, 'get'>;
    readonly teams: Pick<TeamReader, 'peopleOf'>;
    readonly assertPart: PartCheck;
  },
): Promise<{ items: CommentRow[]; cursor: string | null }> {
  const { texts, surveys, customers, teams, assertPart, principal } = context;
  await assertPart(asked, { campaignId: '/query/campaignId', questionId: '/query/questionId' });
  const people = team === undefined ? undefined : await teams.peopleOf(team, 'surveys.read', principal);
  const { limit, cursor: after, ...filters } = asked;
  const word = filters.word === undefined ? undefined : soughtIn(filters.word);
  const [, { items, cursor }] = await Promise.all([
    surveys.get(asked.surveyId),
    texts.list({ ...filters, word }, { limit, cursor: after, between: { from, to } }),
  ]);
  const isNarrowed = owner !== undefined || people !== undefined;
  const seesAll = !isNarrowed && principal.rowAccess['surveys.read'] === 'all';
  const wanted = owner === 'me' ? principal.id : owner;
  const isWanted = (holder: string | null) =>
    (wanted === undefined || (holder ?? 'none') === wanted) && (people?.has(holder ?? '') ?? true);
  const named = await namedRows(items, {
    ...{ customers, seesAll, seesNobodys: !isNarrowed },
    sees: ({ owner: holder }) =>
      (people !== undefined || hasRowAccess(principal, 'surveys.read', holder)) && isWanted(holder),
  });
  const rows = named.map(({ sought: _, ...row }) => row);
  return { items: rows, cursor };
}

/** One text. "Not yours" reads like "not there". */
export async function getComment(
  id: string,
  { texts, customers, principal }: Access & { readonly texts: Pick<TextsStore, 'get'> },
): Promise<Comment> {
  const comment = await texts.get(id);
  const { customerId } = comment;
  if (customerId !== undefined)
    await assertReachesThing('comment', customerId, { customers, permission: 'surveys.read', principal });
  return comment;
}

/** How often was written about what in the answers to a survey, and how. */
export async function countTopics(
  surveyId: string,
  {
    texts,
    surveys,
  }: {
    readonly texts: Pick<TextsStore, 'countsOf' | 'getTopics'>;
    readonly surveys: Pick<SurveyReader, 'get'>;
  },
): Promise<TopicCounts> {
  const [, sums, topics] = await Promise.all([
    surveys.get(surveyId),
    texts.countsOf(surveyId),
    texts.getTopics(),
  ]);
  return countsOf(surveyId, sums, topics);
}
