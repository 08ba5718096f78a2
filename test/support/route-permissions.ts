/**
 * Who may do what, written by hand: the tests that loop over the contracts cannot see it when a contract says something
 * else than was meant. A new route needs a line here.
 */

/** What each route demands: its permission, then an Idempotency-Key or If-Match. */
export const demandsOfRoutes: Readonly<Record<string, string>> = {
  'POST /callbacks': 'callbacks.write key',
  'GET /callbacks': 'callbacks.read',
  'GET /callbacks/{callbackId}': 'callbacks.read',
  'PATCH /callbacks/{callbackId}': 'callbacks.write if-match',
  'POST /callbacks/{callbackId}/cancel': 'callbacks.write key',
  'POST /callbacks/{callbackId}/claim': 'callbacks.write key',
  'POST /callbacks/{callbackId}/complete': 'callbacks.write key',
  'POST /campaigns': 'surveys.write key',
  'GET /campaigns': 'surveys.read',
  'GET /campaigns/{campaignId}': 'surveys.read',
  'PATCH /campaigns/{campaignId}': 'surveys.write if-match',
  'DELETE /campaigns/{campaignId}': 'surveys.write if-match',
  'GET /campaigns/{campaignId}/responses': 'surveys.read',
  'GET /campaigns/{campaignId}/runs': 'surveys.read',
  'POST /customers': 'customers.write key',
  'GET /customers': 'customers.read',
  'POST /customers/batch': 'customers.write key',
  'PUT /customers/by-external-id/{source}/{externalId}': 'customers.write',
  'PUT /customers/by-external-id': 'customers.write',
  'GET /customers/{customerId}': 'customers.read',
  'PATCH /customers/{customerId}': 'customers.write if-match',
  'DELETE /customers/{customerId}': 'customers.write if-match',
  'GET /customers/{customerId}/callbacks': 'callbacks.read',
  'GET /customers/{customerId}/consents': 'contact.read',
  'PUT /customers/{customerId}/consents/{purpose}/{channel}': 'contact.write',
  'POST /customers/{customerId}/interactions': 'customers.write key',
  'GET /customers/{customerId}/interactions/{interactionId}': 'customers.read',
  'PATCH /customers/{customerId}/interactions/{interactionId}': 'customers.write if-match',
  'DELETE /customers/{customerId}/interactions/{interactionId}': 'customers.write if-match',
  'GET /customers/{customerId}/profile': 'customers.read',
  'GET /customers/{customerId}/responses': 'surveys.read',
  'GET /customers/{customerId}/timeline': 'customers.read',
  'GET /': 'public',
  'GET /me': 'people.read',
  'GET /openapi.json': 'public',
  'GET /reference': 'public',
  'GET /responses/{responseId}': 'surveys.read',
  'GET /s/{token}': 'public',
  'POST /s/{token}': 'public',
  'POST /s/{token}/resubscribe': 'public',
  'GET /s/{token}/unsubscribe': 'public',
  'POST /s/{token}/unsubscribe': 'public',
  'GET /staff': 'people.read',
  'PUT /staff/{staffId}': 'people.write',
  'GET /staff/{staffId}': 'people.read',
  'POST /surveys': 'surveys.write key',
  'GET /surveys': 'surveys.read',
  'GET /surveys/{surveyId}': 'surveys.read',
  'PATCH /surveys/{surveyId}': 'surveys.write if-match',
  'GET /surveys/{surveyId}/comments': 'surveys.read',
  'POST /surveys/{surveyId}/preview': 'surveys.read',
  'GET /surveys/{surveyId}/responses': 'surveys.read',
  'GET /surveys/{surveyId}/results': 'surveys.read',
  'POST /surveys/{surveyId}/test-send': 'surveys.write key',
};

const everybody = { admin: 'all', manager: 'all', analyst: 'all', agent: 'all' };
const leaders = { admin: 'all', manager: 'all' };

/** Which roles hold a permission, and whether for all rows or for their own and those of nobody. */
export const holdersOfPermissions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'people.read': everybody,
  'people.write': leaders,
  'customers.read': { ...everybody, agent: 'own' },
  'customers.write': { ...leaders, agent: 'own' },
  'contact.read': { ...leaders, agent: 'own' },
  'contact.write': { ...leaders, agent: 'own' },
  'surveys.read': { ...everybody, agent: 'own' },
  'surveys.write': leaders,
  'callbacks.read': { ...everybody, agent: 'own' },
  'callbacks.write': { ...leaders, agent: 'own' },
};
