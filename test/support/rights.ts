/**
 * Who reaches whose rows on every route, written by hand and never taken from the code. `test/api/rights.test.ts` tries
 * every cell on the local cloud; `docs/rights.md` is printed from it. A new route needs a line here.
 */

export const roles = ['admin', 'manager', 'analyst', 'agent', 'machine'] as const;
export type Role = (typeof roles)[number];

/** Whose a row may be, as seen by the caller. */
export const meaningOfOwners = {
  own: 'the caller’s own',
  team: 'a team-mate’s, in a team that shares its rows',
  away: 'of a colleague who is away and for whom the caller stands in',
  nobody: 'of nobody',
  work: 'of another team, but the caller has open work for that customer',
  other: 'of another team',
  absent: 'not there',
} as const;
export type Owner = keyof typeof meaningOfOwners;
export const owners = Object.keys(meaningOfOwners) as readonly Owner[];

/** How a row comes into a request, and so what is answered where the caller does not reach it. */
export const meaningOfWays = {
  named: 'by its id: 404, exactly as for a row that is not there',
  listed:
    'among others: it is left out, though a short page with a cursor tells that there is something, and the cursor when it was answered',
  asked: 'by the name of its owner: 403',
  claimed:
    'by a value that only one customer has: 409, with the masked summary of that customer, so that nobody creates a second one',
  masked: 'among others: it is shown masked, with whom to ask',
  there: 'by its id, and is everybody’s who holds the permission',
  none: 'not at all',
  public: 'by the secret in its address, or not at all: needs no token',
} as const;
export type Way = keyof typeof meaningOfWays;

/** What a role reaches by a route. */
export const meaningOfReaches = {
  all: 'every row',
  work: 'own rows, those of the team, of whoever is away, of nobody, and of customers for whom they have open work',
  reach: 'the same without the last; that row they read, so the answer says who can do it (403)',
  wrote: 'of the rows of `work` what they have written themselves; of the rest it says who can do it (403)',
  mine: 'what they have begun themselves, and nothing of anybody else',
  made: 'what they have made themselves; of the rest it says who can do it (403)',
  owned: 'what they see to themselves; of the rest it says who can do it (403)',
  '-': 'nothing: the role may not call the route (403)',
} as const;
export type Reach = keyof typeof meaningOfReaches;

/** A machine holds exactly the scope of the route. Without a token everything but `public` is 401. */
const table = `
people                                                              row     admin manager analyst agent machine
GET    /assignment-rules/{kind}                                     none    all   all     all     all   all
PUT    /assignment-rules/{kind}                                     none    all   all     -       -     all
POST   /assignment-rules/{kind}/changes/{eventId}/restore           none    all   all     -       -     all
GET    /audit                                                       none    all   all     -       -     all
GET    /handovers                                                   none    all   all     all     all   all
POST   /handovers                                                   none    all   all     -       -     all
GET    /handovers/{handoverId}                                      there   all   all     all     all   all
POST   /handovers/{handoverId}/undo                                 there   all   all     -       -     all
GET    /me                                                          none    all   all     all     all   all
PUT    /me/business-hours                                           none    all   all     all     all   -
GET    /staff                                                       none    all   all     all     all   all
GET    /staff/{staffId}                                             there   all   all     all     all   all
PUT    /staff/{staffId}                                             none    all   all     -       -     all
POST   /staff/{staffId}/changes/{eventId}/restore                   there   all   all     -       -     all
POST   /staff/{staffId}/absences                                    there   all   all     -       -     all
DELETE /staff/{staffId}/absences/{absenceId}                        there   all   all     -       -     all
GET    /staff/{staffId}/holdings                                    there   all   all     -       -     all
GET    /teams                                                       none    all   all     all     all   all
POST   /teams                                                       none    all   all     -       -     all
GET    /teams/{teamId}                                              there   all   all     all     all   all
PATCH  /teams/{teamId}                                              there   all   all     -       -     all
POST   /teams/{teamId}/changes/{eventId}/restore                    there   all   all     -       -     all
DELETE /teams/{teamId}                                              there   all   all     -       -     all
GET    /privacy/erasures                                            none    all   all     -       -     all
POST   /privacy/erasures                                            there   all   all     -       -     all
GET    /privacy/erasures/{erasureId}                                there   all   all     -       -     all
GET    /privacy/exports                                             none    all   all     -       -     all
POST   /privacy/exports                                             there   all   all     -       -     all
GET    /privacy/exports/{exportId}                                  there   all   all     -       -     all
GET    /e/{exportId}/{token}                                        public
POST   /e/{exportId}/{token}                                        public

customers                                                           row     admin manager analyst agent machine
GET    /customer-fields                                             none    all   all     all     all   all
POST   /customer-fields                                             none    all   all     -       -     all
GET    /customer-fields/{name}                                      there   all   all     all     all   all
PATCH  /customer-fields/{name}                                      there   all   all     -       -     all
POST   /customer-fields/{name}/changes/{eventId}/restore            there   all   all     -       -     all
POST   /customer-fields/{name}/reinstate                            there   all   all     -       -     all
POST   /customer-fields/{name}/retire                               there   all   all     -       -     all
POST   /customer-filters/count                                      none    all   all     all     all   all
POST   /customer-views                                              none    all   all     all     all   all
GET    /customer-views                                              none    all   all     all     all   all
GET    /customer-views/{viewId}                                             there   all   all     all     all   all
GET    /customer-views/{viewId}/customers                                   there   all   all     all     all   all
PATCH  /customer-views/{viewId}                                     there   all   all     made    made  made
POST   /customer-views/{viewId}/changes/{eventId}/restore           there   all   all     made    made  made
DELETE /customer-views/{viewId}                                     there   all   all     made    made  made
POST   /customer-extracts                                           none    all   all     all     all   all
GET    /customer-extracts/{extractId}                               none    -     all     -       -     -
GET    /customer-lists                                              none    all   all     all     all   all
POST   /customer-lists                                              none    all   all     -       all   all
GET    /customer-lists/{listId}                                     there   all   all     all     all   all
PATCH  /customer-lists/{listId}                                     there   all   all     -       made  all
DELETE /customer-lists/{listId}                                     there   all   all     -       made  all
POST   /customer-lists/{listId}/changes/{eventId}/restore           there   all   all     -       made  all
GET    /customer-lists/{listId}/customers                           there   all   all     all     all   all
POST   /customer-lists/{listId}/customers                           there   all   all     -       made  all
POST   /customer-lists/{listId}/customers/remove                    there   all   all     -       made  all
POST   /customer-lists/{listId}/fill                                there   all   all     -       made  all
GET    /customers/{customerId}/lists                                named   all   all     all     work  all
GET    /customers/schema                                            none    all   all     all     all   all
GET    /customers                                                   asked   all   all     all     reach all
POST   /customers                                                   asked   all   all     -       reach all
POST   /customers/batch                                             claimed all   all     -       reach all
POST   /customers/reindexings                                       none    all   all     -       -     all
GET    /customers/reindexings/{reindexingId}                        there   all   all     -       -     all
GET    /customers/search                                            masked  all   all     all     reach all
PUT    /customers/by-email                                          claimed all   all     -       reach all
PUT    /customers/by-phone                                          claimed all   all     -       reach all
GET    /customers/source-rules                                      none    all   all     all     all   all
PUT    /customers/source-rules                                      none    all   all     -       -     all
PUT    /customers/by-external-id                                    claimed all   all     -       reach all
PUT    /customers/by-external-id/{source}/{externalId}              claimed all   all     -       reach all
GET    /customers/{customerId}                                      named   all   all     all     work  all
PATCH  /customers/{customerId}                                      named   all   all     -       reach all
DELETE /customers/{customerId}                                      named   all   all     -       reach all
POST   /customers/{customerId}/changes/{eventId}/restore            named   all   all     -       reach all
POST   /customers/{customerId}/interactions                         named   all   all     -       work  all
GET    /customers/{customerId}/interactions/{interactionId}         named   all   all     all     work  all
PATCH  /customers/{customerId}/interactions/{interactionId}         named   all   all     -       wrote wrote
POST   /customers/{customerId}/interactions/{interactionId}/changes/{eventId}/restore named   all   all     -       wrote wrote
DELETE /customers/{customerId}/interactions/{interactionId}         named   all   all     -       wrote wrote
POST   /customers/{customerId}/interactions/{interactionId}/attachments named   all   all     -       wrote wrote
GET    /customers/{customerId}/interactions/{interactionId}/attachments/{attachmentId} named   all   all     -       work  all
DELETE /customers/{customerId}/interactions/{interactionId}/attachments/{attachmentId} named   all   all     -       wrote wrote
GET    /customers/{customerId}/profile                              named   all   all     all     work  all
GET    /customers/{customerId}/relations                            named   all   all     all     work  all
GET    /customers/{customerId}/relations/{kind}/{otherId}           named   all   all     all     work  all
PUT    /customers/{customerId}/relations/{kind}/{otherId}           named   all   all     -       reach all
DELETE /customers/{customerId}/relations/{kind}/{otherId}           named   all   all     -       reach all
GET    /customers/{customerId}/timeline                             named   all   all     all     work  all
POST   /customers/{customerId}/merges/preview                       named   all   all     -       reach all
POST   /customers/{customerId}/merges                               named   all   all     -       reach all
GET    /customers/{customerId}/merges                               named   all   all     all     work  all
POST   /customers/{customerId}/merges/{mergedId}/undo               named   all   all     -       reach all
GET    /customers/{customerId}/quality                              named   all   all     all     work  all
POST   /customers/{customerId}/quality/decisions                    named   all   all     -       reach all
GET    /quality/worklist                                            asked   all   all     all     reach all
GET    /customers/{customerId}/duplicates                           named   all   all     all     work  all
PUT    /customers/{customerId}/duplicates/{otherId}                 named   all   all     -       reach all
GET    /duplicates                                                  masked  all   all     all     reach all
GET    /duplicate-settings                                          none    all   all     all     all   all
PUT    /duplicate-settings                                          none    all   all     -       -     all
POST   /duplicate-settings/changes/{eventId}/restore                none    all   all     -       -     all
GET    /completeness-rules                                          none    all   all     all     all   all
PUT    /completeness-rules                                          none    all   all     -       -     all
POST   /completeness-rules/changes/{eventId}/restore                none    all   all     -       -     all
GET    /customer-corrections                                       listed all   all     -       mine  all
POST   /customer-corrections                                       none   all   all     -       all   all
GET    /customer-corrections/{correctionId}                        named  all   all     -       mine  all
GET    /customer-corrections/{correctionId}/rows                   named  all   all     -       mine  all
POST   /customer-corrections/{correctionId}/start                  named  all   all     -       mine  all
POST   /customer-corrections/{correctionId}/cancel                 named  all   all     -       mine  all
POST   /customer-corrections/{correctionId}/undo                   named  all   all     -       mine  all
GET    /imports                                                    listed all   all     -       mine  all
POST   /imports                                                    none  all   all     -       all   all
GET    /imports/{importId}                                         named all   all     -       mine  all
PATCH  /imports/{importId}                                         named all   all     -       mine  all
POST   /imports/{importId}/start                                   named all   all     -       mine  all
POST   /imports/{importId}/check                                   named all   all     -       mine  all
POST   /imports/{importId}/run                                     named all   all     -       mine  all
POST   /imports/{importId}/cancel                                  named all   all     -       mine  all
POST   /imports/{importId}/revert                                  named all   all     -       mine  all
GET    /imports/{importId}/preview                                 named all   all     -       mine  all
GET    /imports/{importId}/rows                                    named all   all     -       mine  all
GET    /imports/{importId}/rejected                                named all   all     -       mine  all
GET    /import-mappings                                            none  all   all     -       all   all
POST   /import-mappings                                            none  all   all     -       all   all
GET    /import-mappings/{mappingId}                                there all   all     -       all   all
PATCH  /import-mappings/{mappingId}                                there all   all     -       all   all
DELETE /import-mappings/{mappingId}                                there all   all     -       all   all

contact                                                             row     admin manager analyst agent machine
POST   /consents/batch                                              named   all   all     -       reach all
GET    /consent-texts/{purpose}                                     none    all   all     -       all   all
GET    /consent-texts/{purpose}/{version}                           there   all   all     -       all   all
PUT    /consent-texts/{purpose}/{version}                           none    all   all     -       -     all
GET    /contact-policy                                              none    all   all     -       all   all
PUT    /contact-policy                                              none    all   all     -       -     all
POST   /contact-policy/changes/{eventId}/restore                    none    all   all     -       -     all
GET    /customers/{customerId}/consents                             named   all   all     -       work  all
GET    /customers/{customerId}/consents/history                     named   all   all     -       work  all
PUT    /customers/{customerId}/consents/{purpose}/{channel}         named   all   all     -       reach all
POST   /customers/{customerId}/consents/{purpose}/{channel}/request named   all   all     -       reach all
GET    /customers/{customerId}/contacts                             named   all   all     -       work  all
GET    /customers/{customerId}/messages                             named   all   all     -       work  all
GET    /suppressions                                                none    all   all     -       -     all
DELETE /suppressions/{suppressionId}                                there   all   all     -       -     all
GET    /r/{code}                                                    public
POST   /texts/receipts                                              public
GET    /c/{token}                                                   public
POST   /c/{token}                                                   public
GET    /c/{token}/preferences                                       public
POST   /c/{token}/preferences                                       public

commerce                                                            row     admin manager analyst agent machine
GET    /activity-kinds                                              none    all   all     all     all   all
PUT    /activity-kinds/{kind}                                       none    all   all     -       -     all
POST   /activities/batch                                            none    all   all     -       -     all
GET    /customers/{customerId}/activities                           named   all   all     all     work  all
GET    /customers/{customerId}/activity-summary                     named   all   all     all     work  all
GET    /customers/{customerId}/value                                named   all   all     all     work  all
GET    /churn-risks                                                 asked   all   all     all     reach all
POST   /forecasts                                                   none    all   all     -       -     all
GET    /forecasts                                                   none    all   all     all     all   all
GET    /forecasts/current                                           none    all   all     all     all   all
GET    /forecasts/{forecastId}                                      there   all   all     all     all   all
POST   /purchase-analyses                                           none    all   all     -       -     all
GET    /purchase-analyses                                           none    all   all     all     all   all
GET    /purchase-analyses/{analysisId}                              there   all   all     all     all   all
GET    /values                                                      asked   all   all     all     reach all
GET    /last-orders                                                 asked   all   all     all     reach all
GET    /products                                                    none    all   all     all     all   all
PUT    /products/by-sku                                             none    all   all     -       -     all
POST   /products/batch                                              none    all   all     -       -     all
GET    /products/{productId}                                        there   all   all     all     all   all
PATCH  /products/{productId}                                        there   all   all     -       -     all
POST   /products/{productId}/changes/{eventId}/restore              there   all   all     -       -     all
GET    /orders                                                      listed  all   all     all     reach all
PUT    /orders/by-external-id                                       none    all   all     -       -     all
POST   /orders/batch                                                none    all   all     -       -     all
GET    /orders/{orderId}                                            named   all   all     all     work  all
DELETE /orders/{orderId}                                            named   all   all     -       -     all
GET    /customers/{customerId}/orders                               named   all   all     all     work  all
GET    /segments                                                    none    all   all     all     all   all
POST   /segments                                                    none    all   all     -       -     all
POST   /segments/preview                                            none    all   all     -       -     all
GET    /segments/{segmentId}                                        there   all   all     all     all   all
PATCH  /segments/{segmentId}                                        there   all   all     -       -     all
DELETE /segments/{segmentId}                                        there   all   all     -       -     all

surveys                                                             row     admin manager analyst agent machine
GET    /survey-templates                                            none    all   all     all     all   all
GET    /survey-templates/{templateId}                               none    all   all     all     all   all
GET    /surveys                                                     none    all   all     all     all   all
POST   /surveys                                                     none    all   all     -       -     all
GET    /surveys/{surveyId}                                          there   all   all     all     all   all
PATCH  /surveys/{surveyId}                                          there   all   all     -       -     all
POST   /surveys/{surveyId}/changes/{eventId}/restore                there   all   all     -       -     all
POST   /surveys/{surveyId}/copies                                   there   all   all     -       -     all
GET    /surveys/{surveyId}/collectors                               there   all   all     all     all   all
POST   /surveys/{surveyId}/collectors                               there   all   all     -       -     all
GET    /collectors/{collectorId}                                    there   all   all     all     all   all
PATCH  /collectors/{collectorId}                                    there   all   all     -       -     all
POST   /collectors/{collectorId}/changes/{eventId}/restore          there   all   all     -       -     all
DELETE /collectors/{collectorId}                                    there   all   all     -       -     all
GET    /collectors/{collectorId}/qr-code                            there   all   all     all     all   all
GET    /surveys/{surveyId}/answer-exports                           there   all   all     all     all   all
POST   /surveys/{surveyId}/answer-exports                           there   all   all     all     all   all
GET    /answer-exports/{exportId}                                   none    -     all     -       -     -
POST   /answer-exports/{exportId}/cancel                            none    -     all     -       -     -
GET    /surveys/{surveyId}/comments                                 listed  all   all     all     reach all
POST   /surveys/{surveyId}/preview                                  there   all   all     all     all   all
POST   /surveys/{surveyId}/preview-links                            there   all   all     -       -     all
GET    /surveys/{surveyId}/quotas                                   there   all   all     all     all   all
GET    /surveys/{surveyId}/reports                                  there   all   all     all     all   all
POST   /surveys/{surveyId}/reports                                  there   all   all     -       -     all
DELETE /reports/{reportId}                                          there   all   all     -       -     all
GET    /surveys/{surveyId}/responses                                listed  all   all     all     reach all
GET    /surveys/{surveyId}/results                                  there   all   all     all     all   all
GET    /surveys/{surveyId}/results/breakdown                        there   all   all     all     -     all
GET    /surveys/{surveyId}/results/findings                         there   all   all     all     -     all
GET    /surveys/{surveyId}/results/funnel                           there   all   all     all     all   all
GET    /surveys/{surveyId}/results/trend                            there   all   all     all     all   all
GET    /surveys/{surveyId}/results/waves                            there   all   all     all     all   all
POST   /improvements                                                none    all   all     -       -     all
GET    /improvements                                                none    all   all     all     all   all
GET    /improvements/{improvementId}                                there   all   all     all     all   all
PATCH  /improvements/{improvementId}                                there   all   all     owned   owned owned
POST   /improvements/{improvementId}/changes/{eventId}/restore      there   all   all     -       -     all
POST   /surveys/{surveyId}/test-send                                there   all   all     -       -     all
GET    /surveys/{surveyId}/topics                                    there   all   all     all     all   all
GET    /surveys/{surveyId}/versions                                 there   all   all     all     all   all
GET    /surveys/{surveyId}/versions/{version}                       there   all   all     all     all   all
GET    /campaigns                                                   none    all   all     all     all   all
POST   /campaigns                                                   none    all   all     -       -     all
GET    /campaign-triggers                                           none    all   all     all     all   all
GET    /campaigns/{campaignId}                                      there   all   all     all     all   all
PATCH  /campaigns/{campaignId}                                      there   all   all     -       -     all
POST   /campaigns/{campaignId}/changes/{eventId}/restore            there   all   all     -       -     all
DELETE /campaigns/{campaignId}                                      there   all   all     -       -     all
GET    /campaigns/{campaignId}/responses                            listed  all   all     all     reach all
GET    /campaigns/{campaignId}/runs                                 there   all   all     all     all   all
POST   /campaigns/{campaignId}/runs                                 there   all   all     -       -     all
GET    /campaigns/{campaignId}/preview                              there   all   all     -       -     all
POST   /campaigns/preview                                           none    all   all     -       -     all
GET    /customers/{customerId}/responses                            named   all   all     all     work  all
GET    /comments/{commentId}                                        named   all   all     all     work  all
PATCH  /comments/{commentId}                                        there   all   all     -       -     all
POST   /comments/{commentId}/changes/{eventId}/restore              there   all   all     -       -     all
GET    /text-topics                                                 none    all   all     all     all   all
PUT    /text-topics                                                 none    all   all     -       -     all
POST   /text-topics/changes/{eventId}/restore                       none    all   all     -       -     all
GET    /responses/{responseId}                                      named   all   all     all     work  all
GET    /q/{code}                                                    public
POST   /q/{code}                                                    public
GET    /s/{token}                                                   public
GET    /shared-reports/{token}                                      public
POST   /s/{token}                                                   public
GET    /s/{token}/preferences                                       public
POST   /s/{token}/preferences                                       public
POST   /s/{token}/resubscribe                                       public
GET    /s/{token}/unsubscribe                                       public
POST   /s/{token}/unsubscribe                                       public

callbacks                                                           row     admin manager analyst agent machine
GET    /callback-settings                                           none    all   all     all     all   all
PUT    /callback-settings                                           none    all   all     -       -     all
POST   /callback-settings/changes/{eventId}/restore                 none    all   all     -       -     all
GET    /callbacks                                                   asked   all   all     all     reach all
POST   /callbacks                                                   named   all   all     -       work  all
GET    /callbacks/{callbackId}                                      named   all   all     all     work  all
PATCH  /callbacks/{callbackId}                                      named   all   all     -       work  all
POST   /callbacks/{callbackId}/changes/{eventId}/restore            named   all   all     -       work  all
POST   /callbacks/{callbackId}/answers                              named   all   all     -       work  all
POST   /callbacks/{callbackId}/cancel                               named   all   all     -       work  all
POST   /callbacks/{callbackId}/claim                                named   all   all     -       work  all
POST   /callbacks/{callbackId}/complete                             named   all   all     -       work  all
POST   /callbacks/{callbackId}/correct                              named   all   all     -       work  all
POST   /callbacks/{callbackId}/release                              named   all   all     -       work  all
GET    /callback-results                                            asked   all   all     all     reach all
POST   /callbacks/reassign                                          none    all   all     -       all   all
POST   /callbacks/{callbackId}/start                                named   all   all     -       work  all
GET    /customers/{customerId}/callbacks                            named   all   all     all     work  all
GET    /callback-plans                                              none    all   all     all     all   all
POST   /callback-plans                                              none    all   all     -       -     all
POST   /callback-plans/preview                                      none    all   all     all     all   all
GET    /callback-plans/{planId}                                     there   all   all     all     all   all
PATCH  /callback-plans/{planId}                                     there   all   all     -       -     all
DELETE /callback-plans/{planId}                                     there   all   all     -       -     all
POST   /callback-plans/{planId}/changes/{eventId}/restore           there   all   all     -       -     all
GET    /callback-plans/{planId}/entries                             there   all   all     all     all   all
GET    /customers/{customerId}/callback-plan                        named   all   all     all     work  all
GET    /closed-loop/rules                                           none    all   all     all     all   all
PUT    /closed-loop/rules                                           none    all   all     -       -     all
POST   /closed-loop/rules/changes/{eventId}/restore                 none    all   all     -       -     all
POST   /closed-loop/rules/trials                                    there   all   all     -       -     all
GET    /closed-loop/loops                                           listed  all   all     all     reach all
GET    /closed-loop/loops/{loopId}                                  named   all   all     all     work  all
GET    /closed-loop/results                                         none    all   all     all     all   all

platform                                                            row
GET    /                                                            public
GET    /openapi.json                                                public
GET    /reference                                                   public
`;

export interface Rights {
  readonly area: string;
  /** Route key, e.g. `POST /customers`. */
  readonly key: string;
  readonly way: Way;
  /** By role; of a public route none is asked. */
  readonly reach: Readonly<Partial<Record<Role, Reach>>>;
}

export const rights: readonly Rights[] = table
  .trim()
  .split('\n\n')
  .flatMap((block) => {
    const [head = '', ...lines] = block.split('\n');
    return lines.map((line) => {
      const [method = '', path = '', way = '', ...reaches] = line.split(/ +/);
      const reach = Object.fromEntries(reaches.map((each, index) => [roles[index], each]));
      return { area: head.split(' ')[0] ?? '', key: `${method} ${path}`, way: way as Way, reach };
    });
  });

export type Outcome =
  | 'allowed'
  | 'forbidden'
  | 'hidden'
  | 'left out'
  | 'not there'
  | 'conflict'
  | 'unauthorized';

const beyondReach: Readonly<Record<Way, Outcome>> = {
  named: 'hidden',
  listed: 'left out',
  asked: 'forbidden',
  claimed: 'conflict',
  masked: 'allowed',
  there: 'allowed',
  none: 'allowed',
  public: 'allowed',
};

/** What becomes of a request of this role for a row of this owner. */
export function expected({ way, reach }: Rights, role: Role, owner: Owner): Outcome {
  const held = reach[role] ?? 'all';
  if (held === '-') return 'forbidden';
  // What is claimed and not there is created.
  if (owner === 'absent') return way === 'claimed' ? 'allowed' : 'not there';
  if (held === 'all') return 'allowed';
  // What is there was made by a manager, and is nobody’s to see to.
  if (held === 'made' || held === 'owned') return 'forbidden';
  if (held === 'mine') return owner === 'own' ? 'allowed' : beyondReach[way];
  if (owner === 'other') return role === 'machine' ? 'forbidden' : beyondReach[way];
  if (held === 'wrote') return owner === 'own' ? 'allowed' : 'forbidden';
  if (held === 'reach' && owner === 'work') return way === 'listed' ? 'left out' : 'forbidden';
  return 'allowed';
}

/** Which roles are shown which fields of a row that they reach. */
export const fieldRights: readonly { readonly fields: string; readonly shownTo: readonly Role[] }[] = [
  {
    fields:
      'how to reach a customer (e-mail address, phone number, postal address), also as it was before and after a change, and what a profile says of consents and of what was sent',
    shownTo: ['admin', 'manager', 'agent', 'machine'],
  },
];
