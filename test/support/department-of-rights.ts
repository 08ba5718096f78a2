/** A department in which every kind of row is there for every role, as `rights.ts` tells them apart. */
import { createForecastsStore } from '../../functions/commerce/forecasts/forecasts.store.ts';
import { suppressionIdSchema } from '../../functions/contact/messaging/messaging.schema.ts';
import { instantAfter } from '../../shared/time/clock.ts';
import { wallTimeAt } from '../../shared/time/zones.ts';
import { linkIn, openForm, sendForm } from './answer-page.ts';
import type { Api, ownCloud } from './cloud.ts';
import { type Owner, type Role, roles } from './rights.ts';
import {
  changeEach,
  changeSettings,
  type Fixtures,
  makeFixtures,
  newSurvey,
  order,
  relate,
  relative,
} from './samples.ts';
import { tableOf } from './table-of.ts';

type Cloud = Awaited<ReturnType<typeof ownCloud>>;

/** Who calls for each role; a machine is nobody to own a row. */
export const callers = {
  admin: 'chen.jing',
  manager: 'li.na',
  analyst: 'zhao.wei',
  agent: 'wang.fang',
} as const;

/** Who changes what is no row of a single owner, each a set of their own; others only read it. */
const changing = ['admin', 'manager', 'machine', 'reader'] as const;

const zone = 'Asia/Shanghai';

/** Rows of one owner, for one role to try: what it changes no other role meets. */
export interface Rows {
  readonly owner: string | null;
  /** By the example id that stands for it in the contracts. */
  readonly ids: Map<string, string>;
  readonly externalId: string;
  readonly canaries: readonly string[];
}

export interface Department {
  /** Undefined where no such row can be. */
  readonly rows: (role: Role, owner: Owner) => Rows | undefined;
  /** Whatever is no row of a single owner: a set for each role. */
  readonly shared: (role: Role) => Fixtures;
  /** What leads to any of its customers: each is found nowhere else. */
  readonly canaries: readonly string[];
}

export const exampleOf = (kind: string) => `${kind}_01jd3x5y9hf1bvt6w0k2m4n8pq`;

/** What a customer tells us that leads to them, in every row: found nowhere in what an analyst is shown. */
function contactDetails() {
  const serial = String(Math.floor(Math.random() * 1e8)).padStart(8, '0');
  return {
    email: `canary${serial}@example.test`,
    phone: `+86138${serial}`,
    address: { street: `Canary Street ${serial}`, district: `District ${serial}`, postcode: `P${serial}` },
  };
}

export async function openDepartment(cloud: Cloud): Promise<Department> {
  const manager = await cloud.as('li.na', 4);
  for (const staffId of ['mate.ma', 'away.ai'])
    await manager.staff.putStaff({
      params: { staffId },
      body: { name: staffId, email: `${staffId}@example.test`, language: 'en', timeZone: zone },
    });
  await manager.teams.createTeam({
    body: { name: 'Together', leads: ['mate.ma'], members: [callers.agent], shared: true },
  });
  await manager.teams.createTeam({ body: { name: 'Elsewhere', leads: ['david.brown'] } });
  const today = wallTimeAt((await cloud.now()).toISOString(), zone).slice(0, 10);
  await manager.staff.planAbsence({
    params: { staffId: 'away.ai' },
    body: { from: today, until: '2027-12-31', deputy: callers.agent },
  });
  const places = roles.flatMap((role) => ownersFor(role).map((owner) => ({ role, owner })));
  const made = new Map<string, Rows>();
  const shared = new Map<Role | 'reader', Map<string, string>>();
  await Promise.all(
    places.map(async ({ role, owner }) => {
      made.set(`${role} ${owner}`, await makeRows(cloud, role, owner));
    }),
  );
  const settings = await changeSettings(manager);
  for (const role of changing) {
    const demanded = await demandPrivacy(manager);
    const made = await makeFixtures(manager);
    const { body: extract } = await manager.lists.createExtract({
      body: { filter: { field: 'stage', op: 'eq', value: 'active' }, columns: ['id'] },
    });
    const { body: answers } = await manager.answerExports.createAnswerExport({
      params: { surveyId: new Map(made).get(exampleOf('survey')) ?? '' },
      body: {},
    });
    const extracted = [
      [exampleOf('extract'), extract.id],
      [exampleOf('answerexport'), answers.id],
    ] as const;
    shared.set(
      role,
      new Map([...made, ...extracted, ...(await changeEach(manager, made)), ...settings, ...demanded]),
    );
  }
  await askAll(cloud, manager, { made, shared });
  await reckonRisks(cloud, [...made.values()]);
  return {
    rows: (role, owner) => made.get(`${role} ${owner}`),
    canaries: [...made.values()].flatMap(({ canaries }) => canaries),
    shared: (role) => shared.get(role) ?? shared.get('reader') ?? new Map(),
  };
}

/** That each customer may never buy again, as a forecast would list it: a department of some dozens bears none. */
async function reckonRisks(cloud: Cloud, made: readonly Rows[]): Promise<void> {
  const table = tableOf(cloud);
  const { keepRisk } = createForecastsStore(table);
  const reckonedAt = (await cloud.now()).toISOString();
  for (const { ids, owner } of made) {
    const customerId = ids.get(exampleOf('customer'));
    if (customerId === undefined) continue;
    const risk = {
      customerId,
      customer: { owner },
      forecastId: exampleOf('forecast'),
      number: 1,
      churnProbability: 0.5,
    };
    await table.commit([keepRisk({ ...risk, reckonedAt, expectedPurchases: 1, lastOrderAt: reckonedAt })]);
  }
}

/** An export of a customer of whom nobody else knows, and the erasure of another. */
async function demandPrivacy(manager: Api): Promise<[string, string][]> {
  const { body: customer } = await manager.customers.createCustomer({ body: { name: 'Somebody' } });
  const { body: other } = await manager.customers.createCustomer({ body: { name: 'Somebody else' } });
  const reason = 'By letter';
  const { body: exported } = await manager.privacy.createExport({
    body: { customerId: customer.id, reason },
  });
  const { body: erasure } = await manager.privacy.createErasure({ body: { customerId: other.id, reason } });
  return [
    [exampleOf('export'), exported.id],
    [exampleOf('erasure'), erasure.id],
  ];
}

/** For whoever reaches all rows it is the same whose of these they are; for agents it is not. A machine owns nothing. */
function ownersFor(role: Role): readonly Exclude<Owner, 'absent'>[] {
  if (role === 'agent') return ['own', 'team', 'away', 'nobody', 'work', 'other'];
  return role === 'machine' ? ['team', 'other'] : ['own', 'team', 'other'];
}

const caller = (role: Role) => (role === 'machine' ? callers.manager : callers[role]);

function ownerOf(role: Role, owner: Owner): string | null {
  switch (owner) {
    case 'own':
      return caller(role);
    case 'team':
      return 'mate.ma';
    case 'away':
      return 'away.ai';
    case 'nobody':
    case 'absent':
      return null;
    case 'work':
    case 'other':
      return 'david.brown';
  }
}

async function makeRows(cloud: Cloud, role: Role, whose: Owner): Promise<Rows> {
  const manager = await cloud.as('li.na', 4);
  const owner = ownerOf(role, whose);
  const details = contactDetails();
  const externalId = crypto.randomUUID();
  // Each of another name, so that nobody may be the same as another.
  const given = [...details.phone.slice(-8)].map((digit) => '零一二三四五六七八九'[Number(digit)]).join('');
  const body = { name: `王${given}`, owner, externalIds: [{ source: 'erp', id: externalId }], ...details };
  const customerId = (await manager.customers.createCustomer({ body })).body.id;
  const params = { customerId };
  // What is written by others belongs to the manager.
  const isOwnAgent = role === 'agent' && whose === 'own';
  const writer = isOwnAgent ? await cloud.as(callers.agent, 4) : manager;
  const note = { channel: 'note', direction: 'internal', subject: 'A note' } as const;
  const interactionId = (await writer.customers.recordInteraction({ params, body: note })).body.id;
  const { body: attachment } = await writer.customers.attachFile({
    params: { ...params, interactionId },
    body: { name: 'Offer.pdf', type: 'application/pdf', bytes: 1 },
  });
  await uploadTo(attachment.upload);
  await manager.customers.patchCustomer(
    { params, body: { phone: details.phone.replace('+86138', '+86139') } },
    { ifMatch: '*' },
  );
  const file = { name: 'list.csv', text: 'name\n王小明\n' };
  const importId = (await writer.imports.createImport({ body: file })).body.id;
  const correction = { change: { addTags: ['checked'] }, customerIds: [customerId] };
  const correctionId = (await writer.corrections.createCorrection({ body: correction })).body.id;
  const due = { wallTime: '2036-11-21T10:00', timeZone: zone };
  const calls = whose === 'work' ? caller(role) : owner;
  const promise = { customerId, why: 'Asked to be called', due, owner: calls };
  const { body: callback } = await manager.callbacks.createCallback({ body: promise });
  // One that stays open, whatever becomes of the other.
  if (whose === 'work') await manager.callbacks.createCallback({ body: promise });
  const ids = new Map([
    [exampleOf('customer'), customerId],
    [exampleOf('interaction'), interactionId],
    [exampleOf('attachment'), attachment.id],
    [exampleOf('callback'), callback.id],
    [relative, await relate(manager, customerId, owner)],
    [exampleOf('order'), await order(manager, customerId)],
    [exampleOf('import'), importId],
    [exampleOf('correction'), correctionId],
  ]);
  for (const [path, eventId] of await changeEach(manager, ids)) ids.set(path, eventId);
  return {
    owner,
    externalId,
    ids,
    canaries: [
      ...[details.email, details.phone, details.phone.replace('+86138', '+86139')],
      ...Object.values(details.address),
    ],
  };
}

interface Made {
  readonly made: ReadonlyMap<string, Rows>;
  readonly shared: ReadonlyMap<Role | 'reader', Map<string, string>>;
}

/** Asks every customer, three of whom cannot be reached; the others answer, with a comment. */
async function askAll(cloud: Cloud, manager: Api, { made, shared }: Made): Promise<void> {
  for (const role of changing)
    await manager.customers.createCustomer({
      body: { name: 'Lost', email: `bounce+${role}@simulator.amazonses.com` },
    });
  const { body: survey } = await manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
  const { body: collector } = await manager.collectors.createCollector({
    params: { surveyId: survey.id },
    body: { name: 'Poster' },
  });
  const { body: report } = await manager.reports.createReport({
    params: { surveyId: survey.id },
    body: { name: 'Board' },
  });
  await cloud.idle();
  const at = instantAfter((await cloud.now()).toISOString(), { minutes: 10 });
  const { body: campaign } = await manager.campaigns.createCampaign({
    body: { surveyId: survey.id, name: 'All', schedule: { at: wallTimeAt(at, zone), timeZone: zone } },
  });
  await cloud.idle();
  await cloud.advance({ to: at });
  await cloud.idle();
  const mails = (await cloud.inbox()).filter(({ to }) => to.some((each) => each.includes('canary')));
  const links = mails.map(linkIn);
  const forms = await Promise.all(links.map((link) => openForm(link)));
  // What is sent in no time at all is taken for a program's.
  await cloud.advance({ duration: 'PT1M' });
  await Promise.all(
    forms.map((form, index) =>
      sendForm(links[index] ?? '', form, { 'q-recommend': '3', 'q-why': 'Too slow' }),
    ),
  );
  await cloud.idle();
  const comments = await commentsOn(survey.id, manager);
  const commentBy = new Map(comments.map(({ id, customerId = '' }) => [customerId, id]));
  const loops = (await manager.closedLoop.listLoops({ query: { limit: 100 } })).body.items;
  for (const { ids } of made.values()) {
    const params = { customerId: ids.get(exampleOf('customer')) ?? '' };
    const { body } = await manager.responses.listCustomerResponses({ params });
    ids.set(exampleOf('response'), body.items[0]?.id ?? '');
    ids.set(exampleOf('comment'), commentBy.get(params.customerId) ?? '');
    const loop = loops.find(({ customerId }) => customerId === params.customerId);
    ids.set(exampleOf('loop'), loop?.id ?? '');
    ids.set(exampleOf('survey'), survey.id);
    ids.set(exampleOf('campaign'), campaign.id);
    ids.set(exampleOf('collector'), collector.id);
    ids.set(exampleOf('report'), report.id);
  }
  const { items } = (await manager.messaging.listSuppressions({})).body;
  const exampleOfSuppression = String(suppressionIdSchema.meta()?.examples?.[0]);
  for (const [index, role] of changing.entries()) {
    shared.get(role)?.set(exampleOfSuppression, items[index]?.id ?? '');
    const comment = [exampleOf('comment'), comments[index]?.id ?? ''] as const;
    const changes = await changeEach(manager, new Map([comment]));
    for (const [name, id] of [comment, ...changes]) shared.get(role)?.set(name, id);
  }
}

async function commentsOn(surveyId: string, manager: Api) {
  const query = { limit: 100 };
  return (await manager.texts.listSurveyComments({ params: { surveyId }, query })).body.items;
}

/** Sends a file of one byte, so that there is one to hand out. */
async function uploadTo({ url, fields }: { url: string; fields: Record<string, string> }): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob(['x']), 'file');
  const { status } = await fetch(url, { method: 'POST', body: form });
  if (status !== 204) throw new Error(`The upload was answered with ${status}`);
}
