/** `npm run bench -- units`: what a thousand invitations and a callback take on AWS, as the meter of the local cloud counts it. */
import * as contracts from '../../functions/contracts.ts';
import { maximumAtOnce } from '../../functions/customers/lists/lists.schema.ts';
import { demoIdentities } from '../../infra/demo/people.ts';
import { layOut } from '../../infra/demo/summary/report-table.ts';
import { buildAssembly } from '../../infra/local/build-assembly.ts';
import { type LocalCloud, startLocalCloud } from '../../infra/local/local-cloud.ts';
import { createClient } from '../../shared/contract/client.ts';
import { instantAfter } from '../../shared/time/clock.ts';
import { answerToTheEnd, linkIn } from '../support/answer-page.ts';
import { registerStaff } from '../support/register-staff.ts';
import { newSurvey } from '../support/samples.ts';

/**
 * USD for one of each in us-east-1, on demand, without free tiers: https://aws.amazon.com/dynamodb/pricing/on-demand/,
 * https://aws.amazon.com/lambda/pricing/, https://aws.amazon.com/ses/pricing/, https://aws.amazon.com/sqs/pricing/ and
 * https://aws.amazon.com/eventbridge/pricing/. A call that puts events is taken to be full: ten of them.
 */
const prices = {
  readUnits: 0.125 / 1e6,
  writeUnits: 0.625 / 1e6,
  invocations: 0.2 / 1e6,
  SendEmail: 0.1 / 1e3,
  SendMessage: 0.4 / 1e6,
  SendMessageBatch: 0.4 / 1e6,
  PutEvents: 10 / 1e6,
} as const;

interface Counted {
  readonly invocations: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly calls: Readonly<Record<string, number>>;
}

const asked = { few: 20, many: 220 };
const perThousand = 1000 / (asked.many - asked.few);

/** Asks few and many with the same campaign: the difference is what each more takes. */
export async function benchUnits(): Promise<void> {
  const local = await startLocalCloud({ assembly: await buildAssembly(), identities: demoIdentities });
  try {
    await registerStaff(local);
    const token = await local.token('li.na');
    const api = createClient(contracts, { baseUrl: local.url, token: () => token });
    const { body: survey } = await api.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
    const few = await ask(local, api, survey.id, asked.few);
    const many = await ask(local, api, survey.id, asked.many);
    for (const [title, step] of [
      ['planned, queued and sent', 'sent'],
      ['answered by everybody, every tenth with a low score and a callback', 'answered'],
    ] as const) {
      console.log(`\nA thousand invitations, ${title}\n`);
      console.log(table(few[step], many[step]));
    }
    console.log('\n  Beside these: what functions take of memory and time, and what is logged.\n');
    console.log('\nThe life of one callback, in write units\n');
    console.log(await lifeOfCallbacks(local, api));
  } finally {
    await local.close();
  }
}

type Api = ReturnType<typeof createClient<typeof contracts>>;

async function ask(local: LocalCloud, api: Api, surveyId: string, people: number) {
  process.stderr.write(`${people} people `);
  const run = crypto.randomUUID().slice(0, 8);
  const { body: list } = await api.lists.createList({ body: { name: `Run ${run}` } });
  const customerIds: string[] = [];
  for (let index = 0; index < people; index += 1) {
    const body = { name: `Bench ${run} ${index}`, email: `${run}.${index}@example.test`, createAnyway: true };
    const { body: customer } = await api.customers.createCustomer({ body });
    customerIds.push(customer.id);
    if (index % 20 === 0) process.stderr.write('.');
  }
  for (let index = 0; index < people; index += maximumAtOnce)
    await api.lists.addMembers({
      params: { listId: list.id },
      body: { customerIds: customerIds.slice(index, index + maximumAtOnce) },
    });
  await local.idle();
  local.inbox.clear();
  const at = instantAfter(local.now().toISOString(), { minutes: 10 });
  await api.campaigns.createCampaign({
    body: {
      ...{ surveyId, name: run, schedule: { at: at.slice(0, 16), timeZone: 'UTC' } },
      audience: { kind: 'list', listId: list.id },
    },
  });
  await local.idle();
  local.meter.reset();
  await local.advance({ to: at });
  await local.idle();
  const sent = local.meter.report().functions;
  const mails = local.inbox.mails().filter(({ text }) => text.includes('/s/'));
  if (mails.length !== people) throw new Error(`${mails.length} of ${people} invitations were sent`);
  local.meter.reset();
  for (const [index, mail] of mails.entries()) {
    const score = index % 10 === 0 ? '2' : '9';
    await answerToTheEnd(linkIn(mail), { 'q-recommend': score }, () => local.advance({ duration: 'PT10S' }));
    if (index % 20 === 0) process.stderr.write('.');
  }
  await local.idle();
  process.stderr.write('\n');
  return { sent, answered: local.meter.report().functions };
}

function table(few: Readonly<Record<string, Counted>>, many: Readonly<Record<string, Counted>>): string {
  const rows = Object.keys(many)
    .filter((name) => name !== 'operator')
    .map((name) => ({ name, count: counterOf(few[name], many[name]) }))
    .map(({ name, count }) => ({ name, count, usd: usdOf(count) }))
    .filter(({ usd }) => usd > 0)
    .toSorted((one, other) => other.usd - one.usd);
  const sum = (what: Counter) => rows.reduce((before, { count }) => before + count(what), 0);
  const cells = (name: string, count: (what: Counter) => number, usd: number) => [
    name,
    ...counters.map((what) => Math.round(count(what))),
    usd.toFixed(4),
  ];
  return layOut(
    ['Function', 'Invocations', 'Read units', 'Write units', 'Mails', 'Calls that put events', 'USD'],
    [
      ...rows.map(({ name, count, usd }) => cells(name, count, usd)),
      cells(
        'Together',
        sum,
        rows.reduce((before, { usd }) => before + usd, 0),
      ),
    ],
  );
}

const counters = ['invocations', 'readUnits', 'writeUnits', 'SendEmail', 'PutEvents'] as const;
type Counter = keyof typeof prices;

/** How much of what a thousand more invitations take, of one function. */
function counterOf(few: Counted | undefined, many: Counted | undefined): (what: Counter) => number {
  const of = (counted: Counted | undefined, what: Counter) =>
    what === 'invocations' || what === 'readUnits' || what === 'writeUnits'
      ? (counted?.[what] ?? 0)
      : (counted?.calls[what] ?? 0);
  return (what) => (of(many, what) - of(few, what)) * perThousand;
}

const usdOf = (count: (what: Counter) => number): number =>
  Object.entries(prices).reduce((sum, [what, price]) => sum + count(what as Counter) * price, 0);

const called = 10;

/** What each step of a call writes, by the function that does. Messages to owners are those of `MessagingSending`. */
async function lifeOfCallbacks(local: LocalCloud, api: Api): Promise<string> {
  const customerIds: string[] = [];
  for (let index = 0; index < called; index += 1) {
    const body = { name: `Called ${index}`, timeZone: 'UTC', createAnyway: true };
    customerIds.push((await api.customers.createCustomer({ body })).body.id);
  }
  const due = {
    wallTime: `${instantAfter(local.now().toISOString(), { days: 7 }).slice(0, 10)}T10:00`,
    timeZone: 'UTC',
  };
  const ids: string[] = [];
  const each = async (act: (callbackId: string) => Promise<unknown>) => {
    for (const id of ids) await act(id);
  };
  const steps = {
    opened: async () => {
      for (const customerId of customerIds) {
        const body = { customerId, why: 'Asked', due, owner: 'li.na' };
        ids.push((await api.callbacks.createCallback({ body })).body.id);
      }
    },
    due: () => local.advance({ to: `${due.wallTime}:30Z` }),
    claimed: () => each((callbackId) => api.callbacks.claimCallback({ params: { callbackId } })),
    completed: () =>
      each((callbackId) =>
        api.callbacks.completeCallback({ params: { callbackId }, body: { outcome: 'reached' } }),
      ),
  };
  const rows: (readonly (string | number)[])[] = [];
  for (const [name, step] of Object.entries(steps)) {
    await local.idle();
    local.meter.reset();
    await step();
    await local.idle();
    for (const [by, { writeUnits }] of Object.entries(local.meter.report().functions))
      if (by !== 'operator' && writeUnits > 0) rows.push([name, by, (writeUnits / called).toFixed(1)]);
  }
  return layOut(['Step', 'Function', 'Write units'], rows);
}
