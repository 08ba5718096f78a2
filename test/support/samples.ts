/** A good request for every route, made from the examples of the contracts: what tests that loop over them begin with. */
import * as contracts from '../../functions/contracts.ts';
import { fieldNameSchema } from '../../functions/customers/fields/fields.schema.ts';
import { type PlacedRoute, routesOf } from '../../shared/contract/route.ts';
import { dayAfter } from '../../shared/time/days.ts';
import { staffIdSchema } from '../../shared/values/staff-id.ts';
import type { Api } from './cloud.ts';

/** Ids of things that exist, by the example id that stands for them in the contracts. */
export type Fixtures = ReadonlyMap<string, string>;

export interface Sample {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

const routes = routesOf(contracts);

/** The example of a survey, which most tests about surveys ask. */
export const newSurvey = contracts.surveys.routes.createSurvey.example.body;
export const everyMonday = { cron: '0 9 ? * 2 *', timeZone: 'Asia/Shanghai' } as const;

/**
 * The good request of a route: its example, in which ids stand for things that exist. What must be unique, an address, a
 * number in another system or the name of a team, is new each time.
 */
export function sampleOf({ route }: PlacedRoute, fixtures: Fixtures): Sample {
  const params = Object.fromEntries(
    Object.entries(route.params?.shape ?? {}).map(([name, schema]) => {
      const example = route.example?.params?.[name] ?? String(schema.meta()?.examples?.[0] ?? '');
      return [
        name,
        name === 'externalId' ? unique() : (fixtures.get(keyOf(name, example, route.path)) ?? example),
      ];
    }),
  );
  const query = { ...route.example?.query };
  if (query.externalId !== undefined) query.externalId = unique();
  if (query.email !== undefined) query.email = `${unique()}@example.test`;
  if (query.phone !== undefined)
    query.phone = `+86137${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;
  const body = route.example?.body;
  const sample = body === undefined ? undefined : (real(body, fixtures) as Sample['body']);
  const named = sample && { ...sample, ...newName(route.path) };
  return { params, query, body: named && inAnotherWeek(named) };
}

/** What there is one of by its name. */
function newName(path: string): { readonly name?: string; readonly label?: object } {
  if (path === '/import-mappings') return { name: `Mapping ${unique()}` };
  if (path === '/teams') return { name: `Team ${unique()}` };
  const label = { en: `Field ${unique()}` };
  if (path === '/customer-fields/{name}') return { label };
  return path === '/customer-fields' ? { name: `f_${unique().replaceAll('-', '_')}`, label } : {};
}

/** A change is one of the records of its route. */
const keyOf = (name: string, example: string, path: string) => (name === 'eventId' ? path : example);

let weeks = 0;

/** Days of which nobody has two, such as those of an absence, are others each time. */
function inAnotherWeek(body: Readonly<Record<string, unknown>>): Sample['body'] {
  const { from, until } = body;
  if (!isDay(from) || !isDay(until)) return body;
  weeks += 1;
  return { ...body, from: dayAfter(from, 7 * weeks), until: dayAfter(until, 7 * weeks) };
}

const isDay = (value: unknown): value is string => /^\d{4}-\d\d-\d\d$/.test(String(value));

function real(value: unknown, fixtures: Fixtures): unknown {
  if (typeof value === 'string') {
    return /@example\.com$/.test(value) ? `${unique()}@example.test` : (fixtures.get(value) ?? value);
  }
  if (Array.isArray(value)) return value.map((each) => real(each, fixtures));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, real(each, fixtures)]));
}

const unique = () => crypto.randomUUID().slice(0, 13);

/** The id of a thing of this kind in the examples of the contracts. */
export const exampleOf = (kind = '') => `${kind}_01jd3x5y9hf1bvt6w0k2m4n8pq`;

/** An example id, e.g. `customer_01jd3x5y9hf1bvt6w0k2m4n8pq`. */
const exampleId = /^[a-z]+_01jd3x5y9hf1bvt6w0k2m4n8pq$/;

/** The name that stands for a field of customers in the contracts. */
const fieldExample = fieldNameSchema.meta()?.examples?.[0] as string;

function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return exampleId.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(idsIn) : [];
}

/** The example id of what each route creates, known once it was called. */
const madeBy = new Map<string, string>();

/** Which of the routes create what this one speaks of, and what those speak of. */
function neededBy(placed: PlacedRoute, among: readonly PlacedRoute[]): readonly PlacedRoute[] {
  const needed = new Set<PlacedRoute>();
  const need = (asked: PlacedRoute): void => {
    const sample = JSON.stringify(sampleOf(asked, new Map()));
    for (const maker of among) {
      const made = madeBy.get(maker.key);
      if (needed.has(maker) || (made !== undefined && !sample.includes(`"${made}"`))) continue;
      needed.add(maker);
      need(maker);
    }
  };
  need(placed);
  return [...needed];
}

/**
 * Makes one of everything, or of what one route needs, as a manager: puts what is put under a name of its own, and creates
 * what is created, each once those are there that its example speaks of.
 */
export async function makeFixtures(manager: Api, only?: PlacedRoute): Promise<Fixtures> {
  // Whoever is registered is somebody new, whom no other test knows.
  const fixtures = new Map([[staffIdSchema.meta()?.examples?.[0] as string, `staff-${unique()}`]]);
  const call = ({ domain, name }: PlacedRoute, sample: Sample) => {
    const calls = Reflect.get(manager, domain) as Record<
      string,
      (input: object) => Promise<{ body: { id?: string; name?: string } | undefined }>
    >;
    return calls[name]?.(sample);
  };
  for (const placed of routes.filter(({ route }) => route.method === 'PUT')) {
    const sample = sampleOf(placed, fixtures);
    // What is put under something else, or over what was read, is no thing of its own.
    if (idsIn([sample.params, sample.body]).length === 0 && placed.route.ifMatch === undefined)
      await call(placed, sample);
  }
  const makers = routes.filter(
    ({ route, scopes }) => route.method === 'POST' && scopes !== 'public' && 201 in route.replies,
  );
  let waiting = only ? neededBy(only, makers) : makers;
  const needsOf = (placed: PlacedRoute) => idsIn(sampleOf(placed, new Map()));
  while (waiting.length > 0) {
    const ready = waiting.filter((placed) => needsOf(placed).every((id) => fixtures.has(id)));
    if (ready.length === 0) {
      throw new Error(`No example makes what these need: ${waiting.map(({ key }) => key).join(', ')}`);
    }
    for (const placed of ready) {
      const { id, name } = (await call(placed, sampleOf(placed, fixtures)))?.body ?? {};
      const example = exampleOf(id?.split('_')[0]);
      // A copy is not what it was made of.
      if (id !== undefined && !needsOf(placed).includes(example)) fixtures.set(example, id);
      madeBy.set(placed.key, placed.name === 'createField' ? fieldExample : example);
      // A field is known by its name alone.
      if (placed.name === 'createField' && name !== undefined) fixtures.set(fieldExample, name);
    }
    waiting = waiting.filter((each) => !ready.includes(each));
  }
  fixtures.set(exampleOf('product'), await product(manager));
  const customerId = fixtures.get(exampleOf('customer'));
  if (customerId !== undefined) {
    fixtures.set(relative, await relate(manager, customerId));
    fixtures.set(exampleOf('order'), await order(manager, customerId));
  }
  return fixtures;
}

/** The example id of the customer at the other end of a relation. */
export const relative = 'customer_01jd3x5y9hf1bvt6w0k2m4n8pr';

/** Another customer of the same owner, related to this one. */
export async function relate(manager: Api, customerId: string, owner: string | null = null): Promise<string> {
  const { body } = await manager.customers.createCustomer({ body: { name: 'Somebody’s brother', owner } });
  const params = { customerId, kind: 'family', otherId: body.id } as const;
  await manager.relations.putRelation({ params, body: {} });
  return body.id;
}

/** A product with a number that no other has. */
async function product(manager: Api): Promise<string> {
  const { body } = await manager.products.putProduct({ query: { sku: unique() }, body: { name: 'Cup' } });
  return body.id;
}

/** An order of this customer. */
export async function order(manager: Api, customerId: string): Promise<string> {
  const { body } = await manager.orders.tellOrder({
    query: { source: 'shop', externalId: unique() },
    body: {
      customer: { customerId },
      contents: { currency: 'CNY', lines: [{ sku: 'TEA', quantity: 1, unitPrice: 100 }] },
      placedAt: '2026-11-01T09:00:00Z',
    },
  });
  return body.id;
}

/**
 * Changes whatever of this is there and can be given back what it was: the ids of these changes, by the path of the
 * route that takes them back.
 */
export async function changeEach(manager: Api, ids: Fixtures): Promise<[path: string, eventId: string][]> {
  const any = { ifMatch: '*' } as const;
  const idOf = (kind: string) => ids.get(exampleOf(kind)) ?? '';
  const [customerId, interactionId, callbackId] = [idOf('customer'), idOf('interaction'), idOf('callback')];
  const [teamId, surveyId, campaignId] = [idOf('team'), idOf('survey'), idOf('campaign')];
  const planId = idOf('plan');
  const commentId = idOf('comment');
  const staffId = ids.get(staffIdSchema.meta()?.examples?.[0] as string) ?? '';
  const fieldName = ids.get(fieldExample) ?? '';
  const { customers, callbacks, teams, surveys, campaigns, collectors, staff, fields, lists, views, texts } =
    manager;
  const { plans, improvements, products } = manager;
  const productId = idOf('product');
  const improvementId = idOf('improvement');
  const collectorId = idOf('collector');
  const body = { name: `Changed ${unique()}` };
  const ofContact = { params: { customerId, interactionId }, body: { subject: 'Changed' } };
  const ofStaff = { params: { staffId }, body: { ...body, email: `${unique()}@example.test` } };
  const changes: readonly (readonly [string, () => Promise<unknown>, string?])[] = [
    [customerId, () => customers.patchCustomer({ params: { customerId }, body: { tags: ['changed'] } }, any)],
    [interactionId, () => customers.patchInteraction(ofContact, any), customerId],
    [callbackId, () => callbacks.patchCallback({ params: { callbackId }, body: { note: 'Changed' } }, any)],
    [teamId, () => teams.patchTeam({ params: { teamId }, body }, any)],
    [commentId, () => texts.patchComment({ params: { commentId }, body: { topics: ['delivery'] } }, any)],
    [surveyId, () => surveys.patchSurvey({ params: { surveyId }, body }, any)],
    [campaignId, () => campaigns.patchCampaign({ params: { campaignId }, body }, any)],
    [collectorId, () => collectors.patchCollector({ params: { collectorId }, body }, any)],
    [planId, () => plans.patchPlan({ params: { planId }, body }, any)],
    [
      improvementId,
      () => improvements.patchImprovement({ params: { improvementId }, body: { finding: body.name } }, any),
    ],
    [productId, () => products.patchProduct({ params: { productId }, body }, any)],
    [staffId, () => staff.putStaff(ofStaff, any)],
    [idOf('view'), () => views.patchView({ params: { viewId: idOf('view') }, body }, any)],
    [idOf('list'), () => lists.patchList({ params: { listId: idOf('list') }, body }, any)],
    [
      fieldName,
      () => fields.patchField({ params: { name: fieldName }, body: { label: { en: body.name } } }, any),
      `field/${fieldName}`,
    ],
  ];
  const made: [string, string][] = [];
  for (const [id, change, record = id] of changes) {
    if (id === '') continue;
    await change();
    made.push(await newestChange(manager, { record }));
  }
  return made;
}

/** What there is one of, changed, so that it can be given back what it was. */
export async function changeSettings(manager: Api): Promise<[path: string, eventId: string][]> {
  const any = { ifMatch: '*' } as const;
  const params = { kind: 'callbacks' } as const;
  const { version: _, updatedAt: __, ...policy } = (await manager.budgets.getContactPolicy({})).body;
  await manager.budgets.putContactPolicy(
    { body: { ...policy, priorities: policy.priorities.length === 0 ? ['surveys'] : [] } },
    any,
  );
  for (const rules of [[{ name: 'Owner', by: 'owner' as const }], []])
    await manager.assignments.putAssignmentRules({ params, body: { rules } }, any);
  for (const weight of [20, 10])
    await manager.quality.putCompletenessRules({ body: { rules: [{ field: 'phone', weight }] } }, any);
  for (const threshold of [90, 80])
    await manager.duplicates.putDuplicateSettings({ body: { threshold, checkOnCreate: true } }, any);
  const name = { 'zh-CN': '物流', en: 'Delivery' };
  for (const word of ['courier', 'deliver'])
    await manager.texts.putTextTopics({ body: { topics: [{ id: 'delivery', name, words: [word] }] } }, any);
  const { version: ___, updatedAt: ____, ...calls } = (await manager.calling.getCallSettings({})).body;
  await manager.calling.putCallSettings(
    { body: { ...calls, remindMinutesBefore: calls.remindMinutesBefore === null ? 30 : null } },
    any,
  );
  const low = { name: 'Low answers', when: { score: { band: 'low' as const } }, do: { withinHours: 4 } };
  for (const rules of [[], [low]]) await manager.closedLoop.putLoopRules({ body: { rules } }, any);
  return [
    await newestChange(manager, { record: 'text-topics' }),
    await newestChange(manager, { record: 'callback-settings' }),
    await newestChange(manager, { record: 'duplicate-settings' }),
    await newestChange(manager, { record: 'completeness-rules' }),
    await newestChange(manager, { record: 'contact-policy' }),
    await newestChange(manager, { record: 'loop-rules' }),
    await newestChange(manager, { record: 'assignment-rules/callbacks' }),
  ];
}

type Asked = Parameters<Api['audit']['listAudit']>[0] extends { query?: infer Query } | undefined
  ? Query
  : never;

/** The newest change of values that answers the question, by the path of the route that takes it back. */
export async function newestChange(manager: Api, query: Asked): Promise<[path: string, eventId: string]> {
  const { items } = (await manager.audit.listAudit({ query })).body;
  for (const { id, restore } of items) {
    const isOf = ({ route }: PlacedRoute) =>
      restore !== undefined && new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(restore);
    const placed = routes.find((each) => each.route.method === 'POST' && isOf(each));
    if (placed !== undefined) return [placed.route.path, id];
  }
  throw new Error(`Nothing can be taken back of ${JSON.stringify(query)}`);
}
