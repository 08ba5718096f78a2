import { notFound } from '../../../../shared/errors/app-error.ts';
import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import type { Contact, CustomerReader } from '../../../customers/customers/index.ts';
import type { CampaignReader } from '../../campaigns/index.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import { showResponse } from '../responses.rules.ts';
import type { ResponseSummary, ShownResponse } from '../responses.schema.ts';
import type { ResponseFilters, ResponsesStore } from '../responses.store.ts';

/** Who reaches only own rows sees the answers of own customers and of those of nobody. */
interface Access {
  readonly customers: Pick<CustomerReader, 'findContact' | 'findContacts'>;
  readonly principal: Principal;
}

type Page = { items: ResponseSummary[]; cursor: string | null };

/** What a list is narrowed by, beside whose answers it shows. */
interface Narrowing extends Pick<ResponseFilters, 'band' | 'commented'>, PageRequest {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
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
  const [survey, isAccessible] = await Promise.all([
    context.surveys.findVersion(response.surveyId, response.surveyVersion),
    mayRead(response.customerId, context),
  ]);
  if (!isAccessible || survey === undefined) throw notFound('response');
  return showResponse(response, survey, isSuspect);
}

/** One page of the answers to a survey, from which its results can be recounted. */
export async function listSurveyResponses(
  {
    surveyId,
    ...narrowing
  }: Narrowing & { readonly surveyId: string; readonly campaignId?: string | undefined },
  context: Access & {
    readonly responses: Pick<ResponsesStore, 'list'>;
    readonly surveys: Pick<SurveyReader, 'get'>;
  },
): Promise<Page> {
  const [, found] = await Promise.all([
    context.surveys.get(surveyId),
    list({ surveyId }, narrowing, context),
  ]);
  return found;
}

/** One page of the answers that the invitations of a campaign have brought. */
export async function listCampaignResponses(
  { campaignId, ...narrowing }: Narrowing & { readonly campaignId: string },
  context: Access & {
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
  const contact = await context.customers.findContact(customerId);
  if (contact === undefined || !reaches(context.principal, contact)) throw notFound('customer');
  return list({ customerId }, narrowing, { ...context, customers: { findContacts: async () => [contact] } });
}

async function list(
  whose: Pick<ResponseFilters, 'surveyId' | 'customerId'>,
  { from, to, band, commented, campaignId, ...page }: Narrowing & Pick<ResponseFilters, 'campaignId'>,
  {
    responses,
    customers,
    principal,
  }: {
    readonly responses: Pick<ResponsesStore, 'list'>;
    readonly customers: Pick<CustomerReader, 'findContacts'>;
    readonly principal: Principal;
  },
): Promise<Page> {
  const filters = { ...whose, band, commented, campaignId };
  const { items, cursor } = await responses.list(filters, { ...page, between: { from, to } });
  if (principal.rowAccess['surveys.read'] === 'all') return { items, cursor };
  const contacts = await customers.findContacts([...new Set(items.map(({ customerId }) => customerId))]);
  const own = new Set(contacts.filter((contact) => reaches(principal, contact)).map(({ id }) => id));
  return { items: items.filter(({ customerId }) => own.has(customerId)), cursor };
}

async function mayRead(customerId: string, { customers, principal }: Access): Promise<boolean> {
  if (principal.rowAccess['surveys.read'] === 'all') return true;
  const contact = await customers.findContact(customerId);
  return contact !== undefined && reaches(principal, contact);
}

function reaches(principal: Principal, { owner }: Contact): boolean {
  return hasRowAccess(principal, 'surveys.read', owner);
}
