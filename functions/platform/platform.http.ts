/** Serves the description of the API, and answers where no route matches. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type OpenApiDocument, openApiDocument } from '../../shared/contract/openapi.ts';
import { routesOf } from '../../shared/contract/route.ts';
import { answer, pagesFunction } from '../../shared/runtime/http.ts';
import * as contracts from '../contracts.ts';
import { answerUnmatched } from './operations/answer-unmatched.ts';
import { platformContract } from './platform.contract.ts';
import { platformHttpEnvironment } from './platform.environment.ts';
import { referenceHeaders, referencePage } from './platform.reference.ts';

const addresses = routesOf(contracts).map(({ route, scopes }) => ({
  method: route.method,
  path: route.path,
  isPublic: scopes === 'public',
}));

let made: OpenApiDocument | undefined;

/** Made when first asked for, because most requests of this function are of another kind. */
function document(): OpenApiDocument {
  made ??= openApiDocument(contracts, {
    title: 'Rapport',
    version: '1',
    description: 'Customers, surveys and follow-up callbacks of one organisation.',
  });
  return made;
}

/** Both change with a deployment only. */
const cacheable = { 'cache-control': 'public, max-age=300' };

export const handler = pagesFunction(
  platformContract,
  platformHttpEnvironment,
  () => ({
    readOpenApi: async () => answer(200, { ...document() }, cacheable),
    readReference: async () => answer(200, referencePage(document()), { ...cacheable, ...referenceHeaders }),
  }),
  ({ requestContext: { http } }: APIGatewayProxyEventV2) => answerUnmatched(http, addresses),
);
