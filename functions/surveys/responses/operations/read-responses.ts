import { notFound } from '../../../../shared/errors/app-error.ts';
import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import { anyOf } from '../../../../shared/table/pattern.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import {
  assertReachesThing,
  type CustomerReader,
  idsOf,
  namedRows,
} from '../../../customers/customers/index.ts';
import type { TeamReader } from '../../../people/teams/index.ts';
import type { CampaignReader, PartCheck } from '../../campaigns/index.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { ResponseRow, ShownResponse } from '../responses.schema.ts';
import type { ResponseFilters, ResponsesStore } from '../responses.store.ts';
import { showResponse } from './show-response.ts';

/** Who reaches only own rows sees the answers of own customers, of those of nobody, and of one for whom they have work. */
interface Access {
  readonly customers: Pick<CustomerReader, 'findContacts' | 'getReachable'>;
  readonly principal: Principal;
}

/** Lists of the answers of many customers also know whose are those of a team. */
interface ListAccess extends Access {
  readonly teams: Pick<TeamReader, 'peopleOf'>;
}

type Page = { items: ResponseRow[]; cursor: string | null };

/** What a list is narrowed by, beside whose answers it shows. */
interface Narrowing extends Pick<ResponseFilters, 'band' | 'commented'>, PageRequest {
  /** Only those that are followed up. */
  readonly low?: 'true' | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

interface OfTeam extends Narrowing {
  /** Only answers of the customers of the people in this team. */
  readonly team?: string | undefined;
}

/** A response with all its answers, and the questions in the words that the customer saw. */
export async function getResponse(
  responseId: string,
  context: Access & {
    readonly responses: Pick<ResponsesStore, 'findById'>;
    readonly surveys: Pick<SurveyReader, 'findVersion'>;
  },
): Promise<ShownResponse> {
  const found = await context.responses.findById(responseId);
  if (found === undefined) throw notFound('response');
  const { response, isSuspect } = found;
  const [survey] = await Promise.all([
    context.surveys.findVersion(response.surveyId, response.surveyVersion),
    // An answer of nobody in particular is read by whoever may read any.
    response.customerId &&
      assertReachesThing('response', response.customerId, { ...context, permission: 'surveys.read' }),
  ]);
  if (survey === undefined) throw notFound('response');
  // By the present name, for nobody keeps the one that was shown.
  const customer = response.customerId && (await context.customers.findContacts([response.customerId]))[0];
  return showResponse(response, { survey, customer: customer || undefined, isSuspect });
}

/** One page of the answers to a survey, from which its results can be recounted. */
export async function listSurveyResponses(
  {
    surveyId,
    ...narrowing
  }: OfTeam & {
    readonly surveyId: string;
    readonly campaignId?: string | undefined;
    readonly collectorId?: string | undefined;
  },
  context: ListAccess & {
    readonly responses: Pick<ResponsesStore, 'list'>;
    readonly surveys: Pick<SurveyReader, 'get'>;
    readonly assertPart: PartCheck;
  },
): Promise<Page> {
  const { campaignId } = narrowing;
  await context.assertPart({ surveyId, campaignId }, { campaignId: '/query/campaignId' });
  const [, found] = await Promise.all([
    context.surveys.get(surveyId),
    list({ surveyId }, narrowing, context),
  ]);
  return found;
}

/** One page of the answers that the invitations of a campaign have brought. */
export async function listCampaignResponses(
  { campaignId, ...narrowing }: OfTeam & { readonly campaignId: string },
  context: ListAccess & {
    readonly responses: Pick<ResponsesStore, 'list'>;
    readonly campaigns: Pick<CampaignReader, 'getKept'>;
  },
): Promise<Page> {
  const { surveyId } = await context.campaigns.getKept(campaignId);
  return list({ surveyId }, { ...narrowing, campaignId }, context);
}

/** One page of what a customer has answered. */
export async function listCustomerResponses(
  { customerId, ...narrowing }: Narrowing & { readonly customerId: string },
  context: Access & { readonly responses: Pick<ResponsesStore, 'list'> },
): Promise<Page> {
  const customer = await context.customers.getReachable(customerId, 'surveys.read', context.principal);
  const { items, cursor } = await listAll({ customerId: anyOf(idsOf(customer)) }, narrowing, context);
  return { items: items.map((row) => ({ ...row, customerName: customer.name })), cursor };
}

type Asked = OfTeam & Pick<ResponseFilters, 'campaignId' | 'collectorId'>;

/**
 * The rows with the present names of their customers. Of a page of many customers' answers those of own customers: to
 * ask of each whether there is work costs too much.
 */
async function list(
  whose: Pick<ResponseFilters, 'surveyId'>,
  { team, ...asked }: Asked,
  {
    customers,
    teams,
    principal,
    ...context
  }: ListAccess & { readonly responses: Pick<ResponsesStore, 'list'> },
): Promise<Page> {
  const people = team === undefined ? undefined : await teams.peopleOf(team, 'surveys.read', principal);
  const { items, cursor } = await listAll(whose, asked, context);
  const seesAll = people === undefined && principal.rowAccess['surveys.read'] === 'all';
  const rows = await namedRows(items, {
    ...{ customers, seesAll, seesNobodys: people === undefined },
    sees: ({ owner }) => people?.has(owner ?? '') ?? hasRowAccess(principal, 'surveys.read', owner),
  });
  return { items: rows, cursor };
}

function listAll(
  whose: Pick<ResponseFilters, 'surveyId' | 'customerId'>,
  { from, to, band, low, commented, campaignId, collectorId, ...page }: Omit<Asked, 'team'>,
  { responses }: { readonly responses: Pick<ResponsesStore, 'list'> },
): Promise<Page> {
  const filters = { ...whose, band, low: low === 'true' || undefined, commented, campaignId, collectorId };
  return responses.list(filters, { ...page, between: { from, to } });
}
