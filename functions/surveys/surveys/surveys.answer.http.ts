/** The function behind the links in our mails: the answer page and the way out. */
import { answer, httpHandler } from '../../../shared/runtime/http.ts';
import { openTable } from '../../../shared/table/client.ts';
import type { Language } from '../../../shared/values/language.ts';
import { languages } from '../../../shared/values/language.ts';
import { recordAnswer } from './operations/record-answer.ts';
import { type AnswerView, showAnswerForm } from './operations/show-answer-form.ts';
import { isInvitation, unsubscribe } from './operations/unsubscribe.ts';
import { answersContract } from './surveys.answer.contract.ts';
import { languageFor } from './surveys.answers.rules.ts';
import { surveysAnswerEnvironment } from './surveys.environment.ts';
import { createInvitationsStore } from './surveys.invitations.store.ts';
import { answerPage, pageHeaders, unsubscribedPage, unsubscribePage } from './surveys.page.ts';
import { createSurveysStore } from './surveys.store.ts';

const table = openTable(surveysAnswerEnvironment.read().TABLE_NAME);
const context = { surveys: createSurveysStore(table), invitations: createInvitationsStore(table) };

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

export const handler = httpHandler(answersContract, table, {
  showAnswerForm: async (request) =>
    show(
      await showAnswerForm(
        { ...visitOf(request), score: request.query.score },
        { ...context, origin: request.origin },
      ),
      request,
    ),

  recordAnswer: async (request) => {
    const visit = { ...visitOf(request), form: request.body };
    const { view, writes } = await recordAnswer(visit, { ...context, origin: request.origin });
    const isInvalid = view.kind === 'form' && !view.confirmResubmit;
    if (!isInvalid) return { ...show(view, request), writes };
    return answer(400, answerPage(view, strangersLanguage(request)), pageHeaders);
  },

  showUnsubscribePage: async (request) => {
    const language = strangersLanguage(request);
    if (!(await isInvitation(request.params.token, context))) return noSuchPage(request);
    return answer(200, unsubscribePage(language), pageHeaders);
  },

  unsubscribe: async (request) => {
    const change = await unsubscribe(request.params.token, { ...context, origin: request.origin });
    if (change === undefined) return noSuchPage(request);
    return { ...answer(200, unsubscribedPage(strangersLanguage(request)), pageHeaders), ...change };
  },
});
