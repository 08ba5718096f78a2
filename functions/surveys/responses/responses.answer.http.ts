/** The function behind the links in our mails: the answer page and the way out. */
import { tableEnvironment } from '../../../shared/runtime/environment.ts';
import { answer, pagesFunction } from '../../../shared/runtime/http.ts';
import { type Language, languageFor, languages } from '../../../shared/values/language.ts';
import { createConsentReader } from '../../contact/consents/index.ts';
import { createInvitationReader } from '../invitations/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { recordAnswer } from './operations/record-answer.ts';
import { type AnswerView, showAnswerForm } from './operations/show-answer-form.ts';
import { unsubscribe } from './operations/unsubscribe.ts';
import { responsesContract } from './responses.contract.ts';
import { answerPage, pageHeaders, unsubscribedPage, unsubscribePage } from './responses.page.ts';
import { createResponsesStore } from './responses.store.ts';

type Request = {
  readonly params: { readonly token: string };
  readonly query: { readonly lang?: string | undefined };
  readonly headers: Readonly<Record<string, string | undefined>>;
};

const visitOf = ({ params, query, headers }: Request) => ({
  token: params.token,
  asked: query.lang,
  accepted: headers['accept-language'],
});

/** The language of pages that must not show that they know the customer. */
function strangersLanguage({ query, headers }: Request): Language {
  const wishes = { asked: query.lang, accepted: headers['accept-language'] };
  return languageFor(wishes, languages, 'zh-CN');
}

/** Used, expired and unknown links: by their status too they tell only what the page says. */
const statusOf = { unknown: 404, gone: 410, answered: 200, thanks: 200, form: 200 } as const;

function show(view: AnswerView, request: Request) {
  return answer(statusOf[view.kind], answerPage(view, strangersLanguage(request)), pageHeaders);
}

function noSuchPage(request: Request) {
  return answer(404, answerPage({ kind: 'unknown' }, strangersLanguage(request)), pageHeaders);
}

export const handler = pagesFunction(responsesContract, tableEnvironment, ({ table }) => {
  const invitations = createInvitationReader(table);
  const context = {
    invitations,
    surveys: createSurveyReader(table),
    responses: createResponsesStore(table),
    consents: createConsentReader(table),
  };
  return {
    showAnswerForm: async (request) => {
      const visit = { ...visitOf(request), score: request.query.score };
      return show(await showAnswerForm(visit, { ...context, origin: request.origin }), request);
    },

    recordAnswer: async (request) => {
      const visit = { ...visitOf(request), form: request.body };
      const { view, writes } = await recordAnswer(visit, { ...context, origin: request.origin });
      const isInvalid = view.kind === 'form' && !view.confirmResubmit;
      if (!isInvalid) return { ...show(view, request), writes };
      return answer(400, answerPage(view, strangersLanguage(request)), pageHeaders);
    },

    showUnsubscribePage: async (request) => {
      const invitation = await invitations.findByToken(request.params.token);
      if (invitation === undefined) return noSuchPage(request);
      return answer(200, unsubscribePage(strangersLanguage(request)), pageHeaders);
    },

    unsubscribe: async (request) => {
      const change = await unsubscribe(request.params.token, { ...context, origin: request.origin });
      if (change === undefined) return noSuchPage(request);
      return { ...answer(200, unsubscribedPage(strangersLanguage(request)), pageHeaders), ...change };
    },
  };
});
