/** The function behind the links by which customers confirm that they agree. */
import { brandOf } from '../../../shared/pages/brand.ts';
import { linkPagesEnvironment } from '../../../shared/runtime/environment.ts';
import { answer, pagesFunction } from '../../../shared/runtime/http.ts';
import { type Language, languageFor, languages } from '../../../shared/values/language.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createConsentReader, createConsentTexts } from '../consents/index.ts';
import { createShortLinkReader } from '../messaging/index.ts';
import { changePreferences, readPreferences } from './operations/change-preferences.ts';
import {
  type ConsentView,
  confirmConsent,
  findLinkHolder,
  showConsentRequest,
} from './operations/confirm-consent.ts';
import { preferencesContract } from './preferences.contract.ts';
import { createConsentPages, createPreferencesPage } from './preferences.page.ts';
import { createConsentRequests } from './preferences.store.ts';

interface Request {
  readonly params: { readonly token: string };
  readonly query: { readonly lang?: string | undefined };
  readonly headers: Readonly<Record<string, string | undefined>>;
}

const { DEPARTMENT_LANGUAGE: departmentLanguage, ...variables } = linkPagesEnvironment.read();
const brand = brandOf(variables);
const pages = createConsentPages(brand);
const preferencesPage = createPreferencesPage(brand);

/** That of the mail, which its link names; then what the browser asks for, and only then that of the customer. */
function languageOf(
  { query, headers }: Pick<Request, 'query' | 'headers'>,
  theirs: Language = departmentLanguage,
): Language {
  return languageFor({ asked: query.lang, accepted: headers['accept-language'] }, languages, theirs);
}

const statusOf = { unknown: 404, gone: 410, used: 200, open: 200, thanks: 200 } as const;

function show(view: ConsentView, request: Request) {
  return answer(
    statusOf[view.kind],
    pages.consent(view, languageOf(request, view.language), request.params.token),
    pages.headers,
  );
}

function noSuchPage(request: Request) {
  const page = pages.consent({ kind: 'unknown' }, languageOf(request), request.params.token);
  return answer(404, page, pages.headers);
}

export const handler = pagesFunction(
  preferencesContract,
  linkPagesEnvironment,
  ({ table }) => {
    const shortLinks = createShortLinkReader(table);
    const context = {
      requests: createConsentRequests(table),
      customers: createCustomerReader(table),
      consents: createConsentReader(table),
      texts: createConsentTexts(table),
    };
    return {
      followShortLink: async ({ params: { code }, origin, ...request }) => {
        const location = await shortLinks.find(code, origin.at);
        if (location === undefined) return noSuchPage({ ...request, params: { token: code } });
        return answer(302, '', { ...pages.headers, location });
      },

      showConsentPage: async ({ origin, ...request }) =>
        show(await showConsentRequest(request.params.token, { ...context, origin }), request),

      confirmConsent: async ({ origin, ...request }) => {
        const { view, writes } = await confirmConsent(request.params.token, { ...context, origin });
        return { ...show(view, request), writes };
      },

      showPreferences: async ({ origin, ...request }) => {
        const holder = await findLinkHolder(request.params.token, { ...context, origin });
        const found = holder && (await readPreferences(holder, { ...context, origin }));
        if (!found) return noSuchPage(request);
        return answer(
          200,
          preferencesPage.show(found, languageOf(request, holder.language)),
          preferencesPage.headers,
        );
      },

      changePreferences: async ({ origin, body, ...request }) => {
        const holder = await findLinkHolder(request.params.token, { ...context, origin });
        const change = holder && (await changePreferences(holder, body, { ...context, origin }));
        if (!change) return noSuchPage(request);
        const language = languageOf(request, holder.language);
        const page = preferencesPage.show(change.preferences, language, change.changed);
        return { ...answer(200, page, preferencesPage.headers), writes: change.writes };
      },
    };
  },
  {
    problem(status, { queryStringParameters, headers }) {
      const language = languageOf({ query: queryStringParameters ?? {}, headers });
      const body = pages.failure(status < 500 ? 'unreadable' : 'busy', language);
      return { body, headers: pages.headers };
    },
  },
);
