/**
 * What the pages of the desk stand on. The desk is a client of the product's own API: a page calls its routes with the
 * access token of whoever looks at it, so that permissions, row rules, audit and validation stay in one place.
 */
import { isDeepStrictEqual } from 'node:util';
import type * as z from 'zod';
import { ApiError, type Client, createClient } from '../../../shared/contract/client.ts';
import { type Contract, type RequestOf, type Route, takesNoToken } from '../../../shared/contract/route.ts';
import { personScope } from '../../../shared/identity/principal.ts';
import { formTokenOf, isFormToken } from '../../../shared/identity/session-secret.ts';
import { brandOf } from '../../../shared/pages/brand.ts';
import type { Link } from '../../../shared/pages/messages.ts';
import { createOidcClient } from '../../../shared/runtime/clients/oidc.ts';
import { createCookies } from '../../../shared/runtime/cookies.ts';
import { bind } from '../../../shared/runtime/http.ts';
import { prefersHtml } from '../../../shared/runtime/http-accept.ts';
import type { ProblemPage } from '../../../shared/runtime/http-middlewares.ts';
import type { BoundRoute, HttpReply, HttpRequest } from '../../../shared/runtime/http-respond.ts';
import type { Resources } from '../../../shared/runtime/resources.ts';
import type { Write } from '../../../shared/table/write.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { type Language, languageFor, languageSchema, languages } from '../../../shared/values/language.ts';
import { callbacksContract } from '../../callbacks/callbacks/callbacks.contract.ts';
import { callingContract } from '../../callbacks/calling/calling.contract.ts';
import { closedLoopContract } from '../../callbacks/closed-loop/closed-loop.contract.ts';
import { analysesContract } from '../../commerce/analyses/analyses.contract.ts';
import { ordersContract } from '../../commerce/orders/orders.contract.ts';
import { correctionsContract } from '../../customers/corrections/corrections.contract.ts';
import { customersContract } from '../../customers/customers/customers.contract.ts';
import { duplicatesContract } from '../../customers/duplicates/duplicates.contract.ts';
import { fieldsContract } from '../../customers/fields/fields.contract.ts';
import { importsContract } from '../../customers/imports/imports.contract.ts';
import { listsContract } from '../../customers/lists/lists.contract.ts';
import { mergesContract } from '../../customers/merges/merges.contract.ts';
import { qualityContract } from '../../customers/quality/quality.contract.ts';
import { relationsContract } from '../../customers/relations/relations.contract.ts';
import { searchContract } from '../../customers/search/search.contract.ts';
import { viewsContract } from '../../customers/views/views.contract.ts';
import { assignmentsContract } from '../../people/assignments/assignments.contract.ts';
import { auditContract } from '../../people/audit/audit.contract.ts';
import { handoversContract } from '../../people/handovers/handovers.contract.ts';
import { staffContract } from '../../people/staff/staff.contract.ts';
import type { StaffSummary } from '../../people/staff/staff.schema.ts';
import { teamsContract } from '../../people/teams/teams.contract.ts';
import { answerExportsContract } from '../../surveys/answer-exports/answer-exports.contract.ts';
import { campaignsContract } from '../../surveys/campaigns/campaigns.contract.ts';
import { collectorsContract } from '../../surveys/collectors/collectors.contract.ts';
import { improvementsContract } from '../../surveys/improvements/improvements.contract.ts';
import { libraryContract } from '../../surveys/library/library.contract.ts';
import { reportsContract } from '../../surveys/reports/reports.contract.ts';
import { responsesContract } from '../../surveys/responses/responses.contract.ts';
import { resultsContract } from '../../surveys/results/results.contract.ts';
import { surveysContract } from '../../surveys/surveys/surveys.contract.ts';
import { textsContract } from '../../surveys/texts/texts.contract.ts';
import { deskContract } from './desk.contract.ts';
import type { deskEnvironment } from './desk.environment.ts';
import {
  createDeskFrame,
  type FramedPage,
  formTokenField,
  noteCard,
  type Reader,
  told,
  writtenTime,
} from './desk.page.ts';
import { homePath, isFromOwnPage, pageBefore, returnPath } from './desk.rules.ts';
import { type DeskForm, SentTwice, type SessionContents } from './desk.schema.ts';
import { createSessionStore, type OpenSession } from './desk.store.ts';
import { texts } from './desk.texts.ts';
import { continueSession } from './operations/continue-session.ts';
import { type Filled, fillForm, refusedButton } from './operations/fill-form.ts';

export {
  absenceOf,
  choiceOf,
  dayOf,
  formToken,
  type Names,
  namesOf,
  type Reader,
  refusalMessage,
  timeOf,
  told,
  writtenDay,
} from './desk.page.ts';
export { returnPath } from './desk.rules.ts';
export { type DeskForm, numberFrom, valueIn, valuesIn, versionIn } from './desk.schema.ts';
export { common } from './desk.texts.ts';
export { type Filled, fillForm, refusedButton, untouched } from './operations/fill-form.ts';
export { filledPage } from './operations/filled-page.ts';

/** What the desk calls; a page that needs more of the API adds its contract here. */
export const called = {
  analyses: analysesContract,
  assignments: assignmentsContract,
  audit: auditContract,
  callbacks: callbacksContract,
  calling: callingContract,
  campaigns: campaignsContract,
  closedLoop: closedLoopContract,
  collectors: collectorsContract,
  corrections: correctionsContract,
  orders: ordersContract,
  customers: customersContract,
  duplicates: duplicatesContract,
  fields: fieldsContract,
  handovers: handoversContract,
  imports: importsContract,
  improvements: improvementsContract,
  library: libraryContract,
  lists: listsContract,
  merges: mergesContract,
  quality: qualityContract,
  relations: relationsContract,
  answerExports: answerExportsContract,
  reports: reportsContract,
  responses: responsesContract,
  results: resultsContract,
  search: searchContract,
  staff: staffContract,
  surveys: surveysContract,
  teams: teamsContract,
  texts: textsContract,
  views: viewsContract,
};

export type DeskApi = Client<typeof called>;

/** Everybody by name; a department is some dozens of people. */
export async function listStaff(api: Pick<DeskApi, 'staff'>): Promise<readonly StaffSummary[]> {
  const found: StaffSummary[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await api.staff.listStaff({ query: { limit: 100, cursor } });
    found.push(...body.items);
    cursor = body.cursor ?? undefined;
  } while (cursor !== undefined && found.length < 500);
  return found;
}

/** Who has asked for a page, and what is needed to answer. */
export interface Visit {
  readonly open: OpenSession;
  readonly reader: Reader & Pick<SessionContents, 'timeZone' | 'permissions'> & { readonly staffId: string };
  readonly api: DeskApi;
  readonly at: Instant;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Path and query as they were asked for. */
  readonly address: string;
  /** The page of the desk that led here. */
  readonly before: string;
  /** @param status what a route of the API has answered, where the page says why something was not done */
  show(page: FramedPage, status?: number, headers?: HttpReply['headers']): HttpReply;
}

/** Whether whoever is signed in may call a route at all; of which rows, is for the route to say. */
export function mayCall(
  { permissions }: Pick<Visit['reader'], 'permissions'>,
  { permission }: Route,
): boolean {
  return takesNoToken(permission) || permission === 'signed-in' || permissions[permission] !== undefined;
}

type SessionRoutes<C extends Contract> = {
  [Name in keyof C['routes'] as C['routes'][Name]['permission'] extends 'session' ? Name : never]: (
    visit: Visit & RequestOf<C['routes'][Name]>,
  ) => Promise<HttpReply>;
};

/** The pages of one contract, bound. */
export interface DeskPages {
  readonly bind: (desk: Desk) => readonly BoundRoute[];
}

/** Binds every route of a contract that needs a session. */
export function deskPages<C extends Contract>(
  contract: C,
  build: (desk: Desk) => SessionRoutes<C>,
  isFor: FormsFor<C> = {},
): DeskPages {
  return {
    bind(desk) {
      const implementation: Readonly<Record<string, unknown>> = build(desk);
      const forms = new Map(
        Object.entries(isFor).map(([name, form]) => [contract.routes[name], form as FormFor<Route>]),
      );
      return bind(contract, implementation).map((bound) => ({
        ...bound,
        run: (request) =>
          desk.admit(bound.route, request, async (visit) => {
            const asked = { ...visit, params: request.params, query: request.query, body: request.body };
            const form = forms.get(bound.route);
            const needed = typeof form === 'function' ? form(asked) : form;
            if (needed !== undefined && !mayCall(visit.reader, needed)) return refuseRight(visit);
            return bound.run(asked as never);
          }),
      }));
    },
  };
}

/** The route that the form of a page calls; what is sent is for the route to refuse, which keeps that it has. */
type FormFor<R extends Route> = Route | ((visit: Visit & RequestOf<R>) => Route);

/** Pages with a form that is not for everybody: nobody fills in what would be refused. */
type FormsFor<C extends Contract> = {
  readonly [Name in keyof C['routes'] as C['routes'][Name]['method'] extends 'GET' ? Name : never]?: FormFor<
    C['routes'][Name]
  >;
};

/** For whoever would be refused by the route that a form calls. */
export function refuseRight(visit: Visit): HttpReply {
  const { forbidden, noRight } = texts[visit.reader.language];
  return visit.show(noteOf(forbidden, noRight, wayBack(visit)), 403);
}

/** To the page that led here; what was sent from a page may be sent again there. */
function wayBack({ before, address, reader }: Visit, isForm = false): Link {
  return { label: texts[reader.language].goBack, href: before === address && !isForm ? homePath : before };
}

/** Where somebody goes on after a form was taken. */
export function goTo(path: string, rest: Pick<HttpReply, 'headers' | 'cookies'> = {}): HttpReply {
  return { status: 303, body: undefined, ...rest, headers: { ...rest.headers, location: path } };
}

/** What a browser sends, of which its language is seen. */
type Sent = Pick<HttpRequest, 'headers'> & { readonly cookies?: readonly string[] | undefined };

/** A page waits so long for all that it asks the API, in milliseconds: the function has ten seconds. */
const usualPatience = 8500;

const aYear = 365 * 24 * 60 * 60;

export type Desk = ReturnType<typeof createDesk>;

/** Everything that the pages share, made once when the function starts. */
export function createDesk(
  { env, table }: Pick<Resources<typeof deskEnvironment>, 'env' | 'table'>,
  patience = usualPatience,
) {
  const site = env.PUBLIC_URL.replace(/\/+$/, '');
  const frame = createDeskFrame(brandOf(env));
  const sessions = createSessionStore(table);
  const provider = createOidcClient({
    issuer: env.ISSUER_URL,
    clientId: env.DESK_CLIENT_ID,
    scopes: [personScope],
    redirectUri: `${site}/desk/signed-in`,
    signedOutUri: `${site}/desk/signed-out`,
  });
  const cookies = createCookies(site.startsWith('https:'));
  /** Of whom no session says it: that of the last one in this browser, else what the browser prefers. */
  function strangersLanguage({ headers, cookies: sent }: Sent): Language {
    const known = languageSchema.safeParse(cookies.read('language', sent ?? []));
    return known.data ?? languageFor({ accepted: headers['accept-language'] }, languages, 'zh-CN');
  }

  const keepLanguage = (language: Language) => cookies.keep('language', language, aYear);

  const commit = (writes: readonly Write[]) => table.commit(writes);

  const apiOf = (token: string, language: Language, signal = AbortSignal.timeout(patience)): DeskApi =>
    createClient(called, { baseUrl: env.API_URL, token: () => token, language, retries: 1, signal });

  /** What the API tells anybody. */
  const openApi = (language: Language): DeskApi =>
    createClient(called, {
      ...{ baseUrl: env.API_URL, language, retries: 1 },
      signal: AbortSignal.timeout(patience),
    });

  /** Who the API says that this is; undefined for a token that it does not take. */
  async function askMe(token: string) {
    try {
      return (await apiOf(token, 'en').staff.getMe()).body;
    } catch (error) {
      if (error instanceof ApiError && (error.status === 401 || error.status === 403)) return undefined;
      throw error;
    }
  }

  /** Whether a route has refused somebody whose token is good no more, or who works here no more. */
  async function hasEnded({ status }: ApiError, { contents }: OpenSession): Promise<boolean> {
    if (status === 403) return (await askMe(contents.tokens.accessToken))?.staff?.active !== true;
    return status === 401;
  }

  function visitOf(
    open: OpenSession,
    { headers, address, origin: { at } }: HttpRequest,
    signal: AbortSignal,
  ): Visit {
    const { staffId, language } = open.session;
    const { name, timeZone, permissions, tokens } = open.contents;
    const reader = { staffId, language, name, timeZone, permissions, formToken: formTokenOf(open.secret) };
    return {
      ...{ open, reader, headers, address, at, before: pageBefore(headers, site) },
      api: apiOf(tokens.accessToken, language, signal),
      show: (page, status = 200, rest = {}) => {
        const policy = page.postsTo === undefined ? {} : frame.headersFor(page.postsTo);
        return pageReply(status, frame.show(page, reader), { headers: { ...policy, ...rest } });
      },
    };
  }

  const pageReply = (status: number, body: string, rest: Pick<HttpReply, 'headers' | 'cookies'> = {}) => ({
    ...{ status, body, ...rest },
    headers: { ...frame.headers, 'content-type': 'text/html; charset=utf-8', ...rest.headers },
  });

  /**
   * The answer to signing out. The browser goes on to the provider's page by `Refresh`: the redirect of a form would have
   * to stay on our own site (`form-action`).
   */
  async function signedOut(language: Language): Promise<HttpReply> {
    const address = await provider.signOutAddress().catch(() => undefined);
    return pageReply(200, frame.signedOut(language, false), {
      cookies: [cookies.drop('session')],
      ...(address === undefined ? {} : { headers: { refresh: `0; url=${address}` } }),
    });
  }

  /** To the provider for a page; a form that comes too late says so, for what was typed would be lost in silence. */
  async function askToSignIn(route: Route, request: HttpRequest): Promise<HttpReply> {
    const { signOut } = deskContract.routes;
    if (route.path === signOut.path && route.method === signOut.method)
      return signedOut(strangersLanguage(request));
    const gone = { cookies: [cookies.drop('session')] };
    if (route.method === 'GET')
      return goTo(`${site}/desk/sign-in?to=${encodeURIComponent(returnPath(request.address))}`, gone);
    return pageReply(401, frame.ended(strangersLanguage(request), pageBefore(request.headers, site)), gone);
  }

  return {
    ...{ site, frame, sessions, provider, cookies, commit, askMe, pageReply, signedOut },
    ...{ strangersLanguage, keepLanguage, openApi },

    /**
     * Lets a request in that has a session, and a form only if it is ours. Whatever a route of the API refuses and the
     * page does not explain by itself is shown as the API has said it.
     */
    async admit(
      route: Route,
      request: HttpRequest,
      serve: (visit: Visit) => Promise<HttpReply>,
    ): Promise<HttpReply> {
      const { at } = request.origin;
      const signal = AbortSignal.timeout(patience);
      const found = await sessions.find(cookies.read('session', request.cookies), at);
      const open = found && (await continueSession(found, { provider, sessions, askMe, commit, at }));
      if (open === undefined) return askToSignIn(route, request);
      const visit = visitOf(open, request, signal);
      if (route.method !== 'GET' && !isOurForm(open, request, site)) return refuseForm(visit);
      try {
        return await serve(visit);
      } catch (error) {
        if (isTimeout(error))
          return visit.show(
            noteOf(texts[visit.reader.language].slow.title, texts[visit.reader.language].slow.text),
            503,
          );
        if (error instanceof SentTwice) return refuseTwice(visit);
        if (!(error instanceof ApiError)) throw error;
        if (!(await hasEnded(error, open))) return showRefusal(error, visit, route.method !== 'GET');
        await commit([sessions.end(open.secret)]);
        return askToSignIn(route, request);
      }
    },
  };
}

const isTimeout = (error: unknown) => error instanceof DOMException && error.name === 'TimeoutError';

function isOurForm({ secret }: OpenSession, { headers, body }: HttpRequest, site: string): boolean {
  const form: Partial<DeskForm> = body ?? {};
  return isFromOwnPage(headers, new URL(site).origin) && isFormToken(form[formTokenField], secret);
}

function refuseForm(visit: Visit): HttpReply {
  const { title, text } = texts[visit.reader.language].forged;
  return visit.show(noteOf(title, text, wayBack(visit, true)), 403);
}

function refuseTwice(visit: Visit): HttpReply {
  const { failed, sentTwice } = texts[visit.reader.language];
  return visit.show(noteOf(failed, sentTwice, wayBack(visit, true)), 400);
}

const noteOf = (title: string, text: string, next?: Link): FramedPage => ({
  title,
  main: noteCard(title, text, next),
});

/**
 * A form as it was sent, to be shown again with what a route of the API says against it. Whatever is no matter of the form
 * is thrown on.
 */
export function filledIn(form: DeskForm, error: unknown, { reader }: Pick<Visit, 'reader'>): Filled {
  if (!(error instanceof ApiError && aboutForms.has(error.status))) throw error;
  const problem = told(error.problem, reader);
  if (error.status !== 412) return fillForm(form, problem);
  const { storedBeside, storedNow } = texts[reader.language];
  const say = (shown: readonly string[]) => storedNow(shown.map((value) => writtenTime(value, reader)));
  return fillForm(form, problem, { say, hint: storedBeside });
}

/** The same for a button of its own, beside a form of which nothing was sent. */
export function pressedIn(error: unknown, { reader }: Pick<Visit, 'reader'>): Filled {
  if (!(error instanceof ApiError && aboutForms.has(error.status))) throw error;
  return refusedButton(told(error.problem, reader));
}

/**
 * A button is pressed twice: the second form comes too late for the version that it has read, and yet all is as it asks.
 * Takes such a refusal as success; throws every other on.
 *
 * @param sent what the form asks for
 * @param schema what is compared, as the route reads it
 * @param read asks for what is stored now
 */
export async function unlessRepeated(
  error: unknown,
  { sent, schema, read }: { sent: object; schema: z.ZodType; read: () => Promise<object> },
): Promise<void> {
  if (!(error instanceof ApiError && error.status === 412)) throw error;
  const [wanted, stored] = [schema.safeParse(sent), schema.safeParse(await read())];
  if (!wanted.success || !stored.success) throw error;
  if (!isDeepStrictEqual(asJson(wanted.data), asJson(stored.data))) throw error;
}

/** The body of a reply; undefined where the route refuses it with one of these statuses. */
export async function unlessRefused<Body>(
  asked: Promise<{ readonly body: Body }>,
  statuses: readonly number[],
): Promise<Body | undefined> {
  try {
    return (await asked).body;
  } catch (error) {
    if (error instanceof ApiError && statuses.includes(error.status)) return undefined;
    throw error;
  }
}

/** What is left out is the same as what is not there. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const aboutForms = new Set([400, 409, 412, 422]);

/** The statuses that a page may have; all others are ours to mend. */
const shown = new Set([400, 403, 404, 409, 412, 422]);

function showRefusal({ status, problem }: ApiError, visit: Visit, isForm: boolean): HttpReply {
  const words = texts[visit.reader.language];
  if (!shown.has(status)) return visit.show(noteOf(words.busy.title, words.busy.text), 503);
  const title = status === 403 ? words.forbidden : status === 404 ? words.notFound : words.failed;
  const { detail, errors } = told(problem, visit.reader);
  const text = [detail, ...errors.map(({ reason }) => reason)].join(' ');
  return visit.show(noteOf(title, text, wayBack(visit, isForm)), status);
}

/** The page for what went wrong before, or besides, the answer of a page. */
export function problemPageOf({ frame, strangersLanguage }: Desk): ProblemPage {
  return (status, event) => {
    const what = failureOf(status);
    // Programs are told so as under any other address.
    if (what === 'missing' && !prefersHtml(event.headers.accept)) return undefined;
    return { body: frame.failure(strangersLanguage(event), what), headers: frame.headers };
  };
}

function failureOf(status: number): Parameters<Desk['frame']['failure']>[1] {
  if (status === 404 || status === 405) return 'missing';
  if (status === 413) return 'tooLarge';
  return status < 500 ? 'unreadable' : 'busy';
}
