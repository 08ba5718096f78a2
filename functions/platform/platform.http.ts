/** Serves the description of the API, and answers where no route matches. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { addressesOf } from '../../shared/contract/addresses.ts';
import { limits } from '../../shared/contract/limits.ts';
import { type OpenApiDocument, openApiDocument } from '../../shared/contract/openapi.ts';
import { routesOf } from '../../shared/contract/route.ts';
import { answer, pagesFunction } from '../../shared/runtime/http.ts';
import { prefersHtml } from '../../shared/runtime/http-accept.ts';
import { answerUnmatched } from '../../shared/runtime/http-unmatched.ts';
import { type Language, languageFor, languages } from '../../shared/values/language.ts';
import * as contracts from '../contracts.ts';
import { platformContract } from './platform.contract.ts';
import { platformHttpEnvironment } from './platform.environment.ts';
import { nothingHerePage, pageHeaders, rootPage } from './platform.page.ts';
import { referenceHeaders, referencePage } from './platform.reference.ts';

const addresses = addressesOf(routesOf(contracts).map(({ route }) => route));

const { requests, publicRequests, bodyBytes } = limits;
const manners = [
  `The API takes ${requests.rate} requests a second and ${requests.burst} at once, each public page ${publicRequests.rate} and ${publicRequests.burst}; beyond that the gateway answers 429: wait a second, then twice as long each time.`,
  'Our own 503 says in `Retry-After` when to come again; a request with the same `Idempotency-Key` does nothing twice.',
  'After a 500 or 503 of the gateway (`{"message": …}`), or none at all, a change may have been made all the same: repeat a POST with its `Idempotency-Key`, and a PUT as it is; before you repeat a PATCH or DELETE, read back, for 412 or 404 may mean that it was done.',
  `Bodies are JSON in UTF-8 of at most ${bodyBytes / 1024 / 1024} MiB; texts hold no control characters.`,
  'Long answers come compressed to whoever asks for it.',
].join(' ');

/** As on the pages behind the links of our mails. */
function readersLanguage(headers: Readonly<Record<string, string | undefined>>): Language {
  return languageFor({ accepted: headers['accept-language'] }, languages, 'zh-CN');
}

const about = {
  title: 'Rapport',
  version: '1',
  description: 'Customers, surveys and follow-up callbacks of one organisation.',
};

let made: OpenApiDocument | undefined;

/** Made when first asked for, because most requests of this function are of another kind. */
function document(): OpenApiDocument {
  made ??= openApiDocument(contracts, {
    ...about,
    description: `${about.description} ${manners}`,
  });
  return made;
}

/** Both change with a deployment only. */
const cacheable = { 'cache-control': 'public, max-age=300' };

export const handler = pagesFunction(
  platformContract,
  platformHttpEnvironment,
  () => ({
    readRoot: async ({ headers }) =>
      prefersHtml(headers.accept)
        ? answer(200, rootPage(readersLanguage(headers)), pageHeaders)
        : answer(200, { ...about, openapi: '/openapi.json', reference: '/reference' }),
    readOpenApi: async () => answer(200, { ...document() }, cacheable),
    readReference: async () => answer(200, referencePage(document()), { ...cacheable, ...referenceHeaders }),
  }),
  {
    unmatched: ({ requestContext: { http } }: APIGatewayProxyEventV2) => answerUnmatched(http, addresses),
    // Whoever opens a link that was cut off sees a page; programs and our own failures get a problem document.
    problem: (status, { headers, rawPath }) =>
      status < 500 && prefersHtml(headers.accept)
        ? { body: nothingHerePage(readersLanguage(headers), rawPath), headers: pageHeaders }
        : undefined,
  },
);
