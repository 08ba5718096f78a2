/** The function behind the links in our mails: the answer page and the way out. */
import { brandOf } from '../../../shared/pages/brand.ts';
import { linkPagesEnvironment } from '../../../shared/runtime/environment.ts';
import { answer, pagesFunction } from '../../../shared/runtime/http.ts';
import { type Language, languageFor, languages } from '../../../shared/values/language.ts';
import { createConsentReader, createConsentTexts } from '../../contact/consents/index.ts';
import { createMessageReader } from '../../contact/messaging/index.ts';
import {
  changePreferences,
  createPreferencesPage,
  readPreferences,
} from '../../contact/preferences/index.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createCollectorReader } from '../collectors/index.ts';
import { createInvitationReader } from '../invitations/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { collectAnswer, showCollectorForm } from './operations/collect-answer.ts';
import { type Decision, recordAnswer } from './operations/record-answer.ts';
import { type AnswerView, showAnswerForm } from './operations/show-answer-form.ts';
import { readStanding, resubscribe, type Standing, unsubscribe } from './operations/unsubscribe.ts';
import { responsesContract } from './responses.contract.ts';
import { type AnswerPages, createAnswerPages } from './responses.page.ts';
import { createResponsesStore } from './responses.store.ts';

type Request = {
  readonly params: { readonly token: string };
  readonly query: { readonly lang?: string | undefined };
  readonly headers: Readonly<Record<string, string | undefined>>;
};

const { DEPARTMENT_LANGUAGE: departmentLanguage, ...variables } = linkPagesEnvironment.read();
const brand = brandOf(variables);
const pages = createAnswerPages(brand);
const preferencesPage = createPreferencesPage(brand);

const visitOf = ({ params, query, headers }: Request) => ({
  token: params.token,
  asked: query.lang,
  accepted: headers['accept-language'],
});

const collectorVisitOf = ({
  params,
  query,
  headers,
}: Omit<Request, 'params'> & { readonly params: { readonly code: string } }) => ({
  code: params.code,
  asked: query.lang,
  accepted: headers['accept-language'],
});

/** The language of pages beside the form: that of the mail, which its link names, then what the browser asks for. */
function languageOf(
  { query, headers }: Pick<Request, 'query' | 'headers'>,
  invited: Language = departmentLanguage,
): Language {
  const wishes = { asked: query.lang, accepted: headers['accept-language'] };
  return languageFor(wishes, languages, invited);
}

/** Used, expired and unknown links, and those of closed surveys: by their status too they tell only what the page says. */
const statusOf = {
  unknown: 404,
  unknownLink: 404,
  gone: 410,
  closed: 410,
  full: 410,
  early: 200,
  crowded: 429,
  answered: 200,
  thanks: 200,
  form: 200,
} as const;

function show(view: AnswerView, request: Pick<Request, 'query' | 'headers'>) {
  return answer(statusOf[view.kind], pages.answer(view, languageOf(request, view.language)), headersOf(view));
}

/** Programs too are told when to come again. */
function headersOf(view: AnswerView) {
  const minutes = 'crowdedMinutes' in view ? view.crowdedMinutes : undefined;
  return minutes === undefined ? pages.headers : { ...pages.headers, 'retry-after': String(minutes * 60) };
}

function showDecision({ view, writes }: Decision, request: Pick<Request, 'query' | 'headers'>) {
  if (view.kind !== 'form') return { ...show(view, request), writes };
  const isInvalid = Object.keys(view.violations).length > 0;
  const status = view.crowdedMinutes !== undefined ? 429 : isInvalid ? 400 : statusOf.form;
  return { ...answer(status, pages.answer(view, view.language), headersOf(view)), writes };
}

function showStanding(page: AnswerPages['unsubscribe'], standing: Standing, request: Request) {
  return answer(200, page(standing, languageOf(request, standing.language)), pages.headers);
}

function noSuchPage(request: Request) {
  return answer(404, pages.note('unknown', languageOf(request)), pages.headers);
}

export const handler = pagesFunction(
  responsesContract,
  linkPagesEnvironment,
  ({ table }) => {
    const invitations = createInvitationReader(table);
    const context = {
      invitations,
      collectors: createCollectorReader(table),
      surveys: createSurveyReader(table),
      customers: createCustomerReader(table),
      responses: createResponsesStore(table),
      consents: createConsentReader(table),
      texts: createConsentTexts(table),
      messages: createMessageReader(table),
    };
    return {
      showAnswerForm: async (request) => {
        const visit = { ...visitOf(request), score: request.query.score };
        return show(await showAnswerForm(visit, { ...context, origin: request.origin }), request);
      },

      showCollectorForm: async (request) => {
        const visit = { ...collectorVisitOf(request), score: request.query.score };
        return show(await showCollectorForm(visit, { ...context, origin: request.origin }), request);
      },

      collectAnswer: async (request) => {
        const visit = { ...collectorVisitOf(request), form: request.body };
        return showDecision(await collectAnswer(visit, { ...context, origin: request.origin }), request);
      },

      recordAnswer: async (request) => {
        const visit = { ...visitOf(request), form: request.body };
        return showDecision(await recordAnswer(visit, { ...context, origin: request.origin }), request);
      },

      showUnsubscribePage: async (request) => {
        const standing = await readStanding(request.params.token, context);
        return standing === undefined
          ? noSuchPage(request)
          : showStanding(pages.unsubscribe, standing, request);
      },

      showInvitationPreferences: async ({ origin, ...request }) => {
        const holder = await invitations.findByToken(request.params.token);
        const found = holder && (await readPreferences(holder, { ...context, origin }));
        if (!found) return noSuchPage(request);
        return answer(
          200,
          preferencesPage.show(found, languageOf(request, holder.language)),
          preferencesPage.headers,
        );
      },

      changeInvitationPreferences: async ({ origin, body, ...request }) => {
        const holder = await invitations.findByToken(request.params.token);
        const change = holder && (await changePreferences(holder, body, { ...context, origin }));
        if (!change) return noSuchPage(request);
        const language = languageOf(request, holder.language);
        const page = preferencesPage.show(change.preferences, language, change.changed);
        return { ...answer(200, page, preferencesPage.headers), writes: change.writes };
      },

      unsubscribe: async (request) => {
        const decision = await unsubscribe(request.params.token, { ...context, origin: request.origin });
        if (decision === undefined) return noSuchPage(request);
        return { ...showStanding(pages.unsubscribe, decision, request), writes: decision.writes };
      },

      resubscribe: async (request) => {
        const decision = await resubscribe(request.params.token, { ...context, origin: request.origin });
        if (decision === undefined) return noSuchPage(request);
        return { ...showStanding(pages.resubscribed, decision, request), writes: decision.writes };
      },
    };
  },
  {
    problem(status, { routeKey, queryStringParameters, headers }) {
      const language = languageOf({ query: queryStringParameters ?? {}, headers });
      // The undoing has no page of its own: its button stands behind the one that unsubscribes.
      const form = routeKey.endsWith('/resubscribe') ? 'unsubscribe' : '';
      const page = pages.note(status < 500 ? 'unreadable' : 'busy', language, form);
      return { body: page, headers: pages.headers };
    },
  },
);
